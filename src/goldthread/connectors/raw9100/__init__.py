"""raw9100: label printers that take bytes on a TCP port and acknowledge nothing."""

from goldthread.connectors.raw9100.application import raw9100
from goldthread.connectors.raw9100.job import print_label
from goldthread.connectors.raw9100.role import PRINTER

__all__ = ["PRINTER", "print_label", "raw9100"]
