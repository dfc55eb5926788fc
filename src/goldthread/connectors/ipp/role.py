"""What an IPP printer can be in a flow."""

from typing import Final

from goldthread.connectors.ipp.application import ipp
from goldthread.connectors.ipp.job import print_label
from goldthread.flow.role import Printer

PRINTER: Final = Printer(application=ipp, print_label=print_label)
