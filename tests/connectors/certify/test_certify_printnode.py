"""printnode keeps the printer's contract."""

from printnode_kit import PrintNodeKit

from goldthread.testing.contract.printer import PrinterContract


class TestPrintNode(PrinterContract):
    """PrintNode's cloud, with one computer."""

    kit = PrintNodeKit()
