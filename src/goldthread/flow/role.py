"""What an application can be in a flow: a shop, an ERP, a carrier, a printer. Each connector package exports one.

`flows(shops=(SHOP,), erp=ERP, carriers=(CARRIER,), printers=(PRINTER,))` of `goldthread.topologies` wires them: a
connector that takes or gives something else doesn't fit, for the type checker and at start-up.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.order import IdentifiedOrder, InjectedOrder, Order
from goldthread.domain.printing import PrintJob
from goldthread.domain.request import VoidRequest
from goldthread.domain.track import StatusChange
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.flow.application import Application
from goldthread.flow.hooks import HookCheck, HookReport
from goldthread.flow.node import Connector, Path
from goldthread.flow.start import Handover, Tick, Webhook


@dataclass(frozen=True, kw_only=True, slots=True)
class Shop:
    """Where orders begin."""

    application: Application
    placed: Webhook[Order] | Handover[Order]
    """How an order comes in; `Handover` for a shop that tells nobody, so that only the sweep finds orders."""
    list_orders: Path[Tick, Order]
    """The sweep: orders that no webhook told of."""
    tell_number: Connector[InjectedOrder, InjectedOrder]
    mark_shipped: Connector[LabelledOrder, LabelledOrder]
    tell_status: Connector[StatusChange, StatusChange]
    ensure_hooks: Connector[HookCheck, HookReport] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Erp:
    """The owner of customers, orders and stock, with its warehouse."""

    application: Application
    identify: Path[Order, IdentifiedOrder]
    inject: Path[IdentifiedOrder, InjectedOrder]
    packed: Webhook[ReadyOrder] | Handover[ReadyOrder]
    """How a packed order comes out; `Handover` for an ERP that tells nobody."""
    list_packed: Path[Tick, ReadyOrder]
    """The sweep: packed orders that no webhook told of."""
    record_tracking: Connector[LabelledOrder, LabelledOrder]
    tell_status: Connector[StatusChange, StatusChange]
    ensure_hooks: Connector[HookCheck, HookReport] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Carrier:
    """Who takes parcels to the door."""

    application: Application
    label: Path[ReadyOrder, LabelledOrder]
    """From a packed order to one whose parcels carry labels: `address_for_tortoise >> label_order`."""
    list_tracking: Connector[LiveParcels, TrackingReport]
    tracking: Webhook[TrackingEvent] | None = None
    """None: it tells nobody, only the watch asks."""
    cancel: Connector[VoidRequest, VoidRequest] | None = None
    check: Path[ReadyOrder, ReadyOrder] | None = None
    """The dry run that bills nothing."""
    ensure_hooks: Connector[HookCheck, HookReport] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Printer:
    """What paper comes out of."""

    application: Application
    print_label: Connector[PrintJob, PrintJob]
