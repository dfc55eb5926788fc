"""A label again: `label.reprint` prints from the cache, counted, with who and why; no carrier is called."""

from collections.abc import Sequence
from typing import Any

from goldthread.connectors.books import find_labels
from goldthread.domain.request import ReprintRequest
from goldthread.flow.node import whichever
from goldthread.flow.role import Printer
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology


def label_reprint(printers: Sequence[Printer]) -> Topology[Any]:
    """A label again, at whichever printer is wanted."""
    return Topology(
        "label.reprint",
        title="A label again",
        start=Manual(ReprintRequest),
        path=find_labels >> whichever(*(printer.print_label for printer in printers), name="print_label"),
    )
