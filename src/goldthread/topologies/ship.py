"""From the packing table to the door: `order.ship`, and `packed.sweep` for shipments whose webhook was lost.

The carrier takes on all parcels and makes their labels; at once and independently the ERP gets the tracking numbers,
the shop's customer hears of it, and the printer of that packing station prints.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from goldthread.connectors.books import assign_printer
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.flow.node import Case, Path, choose, fan_out, hand_over, whichever
from goldthread.flow.role import Carrier, Erp, Printer, Shop
from goldthread.flow.start import Cron, Handover
from goldthread.flow.topology import Topology

NAME: Final = "order.ship"


def order_ship(
    shops: Sequence[Shop],
    erp: Erp,
    carriers: Sequence[Carrier],
    printers: Sequence[Printer],
    send: Callable[[ReadyOrder], str] | None,
) -> Iterator[Topology[Any]]:
    """How packed orders go out, and the sweep that finds them."""
    yield Topology(
        NAME,
        title="An order goes out",
        start=erp.packed,
        path=_labelling(carriers, send)
        >> fan_out(
            erp.record_tracking,
            whichever(*(shop.mark_shipped for shop in shops)),
            assign_printer >> whichever(*(printer.print_label for printer in printers), name="print_label"),
        ),
        dry_runs=[(carrier.label, carrier.check) for carrier in carriers if carrier.check is not None],
    )
    yield Topology(
        "packed.sweep",
        title="Packed shipments nobody told of",
        start=Cron("* * * * *" if isinstance(erp.packed, Handover) else "*/5 * * * *"),
        path=erp.list_packed >> hand_over(NAME, ReadyOrder),
    )


def _labelling(
    carriers: Sequence[Carrier], send: Callable[[ReadyOrder], str] | None
) -> Path[ReadyOrder, LabelledOrder]:
    first, *others = carriers
    if send is None or not others:
        return first.label
    return choose(*(_sent_by(carrier, send) for carrier in others), otherwise=first.label)


def _sent_by(carrier: Carrier, send: Callable[[ReadyOrder], str]) -> Case[ReadyOrder, LabelledOrder]:
    name = carrier.application.name
    return Case(f"sent_by_{name}", lambda order: send(order) == name, carrier.label)
