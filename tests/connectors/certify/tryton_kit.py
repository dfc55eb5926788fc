"""Tryton against a stand-in that answers as the real one did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from goldthread.connectors import tryton as package
from goldthread.connectors.tryton import (
    identify_customer,
    inject_order,
    list_packed,
    record_tracking,
    reread_packed,
    tell_erp_status,
    tryton,
)
from goldthread.flow.reply import Reply
from goldthread.testing.contract import Has, Lacks, Settles
from goldthread.testing.contract.sample import an_address, an_order
from goldthread.testing.fakes.tryton import TrytonFake

NO_HOOKS = Lacks("Tryton sends no webhooks: packed orders are found by the sweep alone.")


class TrytonKit:
    """What there is to say of Tryton."""

    application = tryton
    notes = Path(package.__file__).parent / "README.md"
    against = "a stand-in of Tryton 8.2, whose real program keeps the same contract"
    settings: Mapping[str, str] = {"company": "1", "carrier": "1"}
    main = "POST /erp/rpc/#model.sale.sale.create"
    settles = Settles.LOOKUP
    throttle = Lacks("Tryton limits logins alone; calls are never throttled.")
    expiry = Has()
    error_inside = Reply(status=200, content=b'{"id":1,"error":["UserError",["The period is closed.","",null]]}')
    inject = identify_customer >> inject_order
    customer = "POST /erp/rpc/#model.party.party.create"
    rejection = (an_order(shipping=replace(an_address(), city="Pra\nha")), "/shipping/city")
    unheard_of = an_order(sku="NEVER-HEARD-OF")
    packed = NO_HOOKS
    sweep = list_packed
    sweep_page = ("POST /erp/rpc/#model.stock.shipment.out.search_read", 53)
    reread = reread_packed
    track = record_tracking
    tell_status = tell_erp_status
    unlisted_status = "done"
    """It was told delivered before; Tryton never goes back."""
    signature_age = NO_HOOKS

    def open(self, now: Callable[[], datetime]) -> AbstractAsyncContextManager[TrytonFake]:
        """Start a fresh one."""
        return TrytonFake(now).running()
