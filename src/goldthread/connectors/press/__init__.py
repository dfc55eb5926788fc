"""press: a printer that takes documents by HTTP and says what became of them."""

from goldthread.connectors.press.application import press
from goldthread.connectors.press.job import print_label
from goldthread.connectors.press.role import PRINTER

__all__ = ["PRINTER", "press", "print_label"]
