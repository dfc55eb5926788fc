"""A shipment taken back: `shipment.void` has the carrier cancel it, and then blocks its labels. Never the reverse."""

from collections.abc import Iterator, Sequence
from typing import Any

from goldthread.connectors.books import record_void
from goldthread.domain.request import VoidRequest
from goldthread.flow.node import whichever
from goldthread.flow.role import Carrier
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology


def shipment_void(carriers: Sequence[Carrier]) -> Iterator[Topology[Any]]:
    """None where no carrier takes anything back."""
    cancels = [carrier.cancel for carrier in carriers if carrier.cancel is not None]
    if cancels:
        yield Topology(
            "shipment.void",
            title="A shipment taken back",
            start=Manual(VoidRequest),
            path=whichever(*cancels) >> record_void,
        )
