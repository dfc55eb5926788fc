"""A label again: `label.reprint` prints from the cache, counted, with who and why; no carrier is called."""

from goldthread.connectors.books import find_labels, is_raw
from goldthread.connectors.press import print_label
from goldthread.connectors.raw9100 import print_raw
from goldthread.domain.request import ReprintRequest
from goldthread.flow.node import choose, when
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology

label_reprint = Topology(
    "label.reprint",
    title="A label again",
    start=Manual(ReprintRequest),
    path=find_labels >> choose(when(is_raw, print_raw), otherwise=print_label),
)
