"""books: Goldthread's own records of shipments, parcels, labels and printers."""

from goldthread.connectors.books.application import books
from goldthread.connectors.books.hooks import list_hooks, record_hooks
from goldthread.connectors.books.label import assign_printer, find_labels
from goldthread.connectors.books.station import assign_station
from goldthread.connectors.books.tracking import fold_status
from goldthread.connectors.books.void import record_void
from goldthread.connectors.books.watch import list_live, note_missed

__all__ = [
    "assign_printer",
    "assign_station",
    "books",
    "find_labels",
    "fold_status",
    "list_hooks",
    "list_live",
    "note_missed",
    "record_hooks",
    "record_void",
]
