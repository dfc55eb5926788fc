"""erpnext against a fake ERPNext."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from goldthread.connectors import erpnext as package
from goldthread.connectors.erpnext import (
    ERP,
    erpnext,
    identify_customer,
    inject_order,
    list_packed,
    record_tracking,
    reread_packed,
    tell_erp_status,
)
from goldthread.flow.reply import Reply
from goldthread.flow.start import Webhook
from goldthread.testing.contract import Has, Lacks, Settles
from goldthread.testing.contract.sample import an_address, an_order
from goldthread.testing.fakes.erpnext import ErpnextFake
from goldthread.testing.fakes.erpnext.server import PATIENCE

SALES_ORDER = "/api/resource/Sales%20Order"
FROZEN = {
    "exc_type": "ValidationError",
    "_server_messages": json.dumps(
        [json.dumps({"message": "You are not authorized to add entries before 2026-11-01"})]
    ),
}


class ErpnextKit:
    """What there is to say of erpnext."""

    application = erpnext
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake of ERPNext 15"
    settings: Mapping[str, str] = {}
    main = f"POST {SALES_ORDER}"
    settles = Settles.LOOKUP
    throttle = PATIENCE
    expiry = Has()
    error_inside = Reply(status=200, content=json.dumps(FROZEN).encode())
    inject = identify_customer >> inject_order
    customer = "POST /api/resource/Customer"
    rejection = (replace(an_order(), shipping=replace(an_address(), city="")), "/shipping/city")
    unheard_of = an_order(sku="NEVER-HEARD-OF")
    packed = ERP.packed if isinstance(ERP.packed, Webhook) else Lacks("")
    sweep = list_packed
    sweep_page = ("GET /api/resource/Shipment", 23)
    reread = reread_packed
    track = record_tracking
    tell_status = tell_erp_status
    unlisted_status = "shipped"
    signature_age = Lacks("Signatures of webhooks don't carry their time; a repetition is known by its shipment.")

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[ErpnextFake]:
        async with ErpnextFake(now).running() as fake:
            yield fake
