"""printnode: printers behind the PrintNode client, anywhere, through PrintNode's cloud."""

from goldthread.connectors.printnode.application import printnode
from goldthread.connectors.printnode.job import print_label
from goldthread.connectors.printnode.role import PRINTER

__all__ = ["PRINTER", "print_label", "printnode"]
