"""press as a printer in a flow."""

from typing import Final

from goldthread.connectors.press.application import press
from goldthread.connectors.press.job import print_label
from goldthread.flow.role import Printer

PRINTER: Final = Printer(application=press, print_label=print_label)
