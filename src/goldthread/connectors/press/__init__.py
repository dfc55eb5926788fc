"""press: a printer that takes documents by HTTP and says what became of them."""

from goldthread.connectors.press.application import press
from goldthread.connectors.press.job import print_label

__all__ = ["press", "print_label"]
