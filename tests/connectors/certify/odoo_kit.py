"""odoo against a fake Odoo, 19 over JSON-2 and 16 over JSON-RPC."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from goldthread.connectors import odoo as package
from goldthread.connectors.odoo import (
    identify_customer,
    inject_order,
    list_packed,
    odoo,
    record_tracking,
    reread_packed,
    tell_erp_status,
)
from goldthread.flow.reply import Reply
from goldthread.testing.contract import Has, Lacks, Settles
from goldthread.testing.contract.sample import an_address, an_order
from goldthread.testing.fakes.odoo import OdooFake
from goldthread.testing.fakes.odoo.server import DATABASE, PATIENCE, USER

TELLS_NOBODY = Lacks("Odoo tells of no packed transfer by itself; the sweep finds them.")
WORDS = "You cannot create sales orders before the lock date."


class OdooKit:
    """What there is to say of odoo over JSON-2."""

    application = odoo
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake of Odoo 19 over JSON-2, and of Odoo 16 over JSON-RPC"
    settings: Mapping[str, str] = {"database": DATABASE}
    main = "POST /json/2/sale.order/create"
    settles = Settles.LOOKUP
    throttle = PATIENCE
    expiry = Has()
    error_inside = Reply(
        status=200,
        content=json.dumps(
            {
                "jsonrpc": "2.0",
                "id": "call",
                "error": {
                    "code": 200,
                    "message": "Odoo Server Error",
                    "data": {"name": "odoo.exceptions.UserError", "message": WORDS},
                },
            }
        ).encode(),
    )
    inject = identify_customer >> inject_order
    customer = "POST /json/2/res.partner/create"
    rejection = (replace(an_order(), shipping=replace(an_address(), country_code="XX")), "/shipping/country_code")
    unheard_of = an_order(sku="NEVER-HEARD-OF")
    packed = TELLS_NOBODY
    sweep = list_packed
    sweep_page = ("POST /json/2/stock.picking/search_read", 53)
    reread = reread_packed
    track = record_tracking
    tell_status = tell_erp_status
    unlisted_status = "shipped"
    signature_age = TELLS_NOBODY

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[OdooFake]:
        async with OdooFake(now).running() as fake:
            yield fake


class OlderOdooKit(OdooKit):
    """What there is to say of odoo over JSON-RPC."""

    settings: Mapping[str, str] = {"version": "16", "database": DATABASE, "user": USER}
    main = "POST /jsonrpc#sale.order.create"
    customer = "POST /jsonrpc#res.partner.create"
    sweep_page = ("POST /jsonrpc#stock.picking.search_read", 53)

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[OdooFake]:
        async with OdooFake(now, version=16).running() as fake:
            yield fake
