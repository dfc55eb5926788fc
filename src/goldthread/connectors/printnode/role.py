"""printnode as a printer in a flow."""

from typing import Final

from goldthread.connectors.printnode.application import printnode
from goldthread.connectors.printnode.job import print_label
from goldthread.flow.role import Printer

PRINTER: Final = Printer(application=printnode, print_label=print_label)
