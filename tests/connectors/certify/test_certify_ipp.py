"""ipp keeps the printer's contract."""

from ipp_kit import IppKit

from goldthread.testing.contract.printer import PrinterContract


class TestIpp(PrinterContract):
    """A queue of CUPS."""

    kit = IppKit()
