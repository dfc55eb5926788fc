"""raw9100 as a printer in a flow."""

from typing import Final

from goldthread.connectors.raw9100.application import raw9100
from goldthread.connectors.raw9100.job import print_label
from goldthread.flow.role import Printer

PRINTER: Final = Printer(application=raw9100, print_label=print_label)
