"""ipp keeps the printer's contract, with a queue and without."""

from ipp_kit import IppKit, IppPrinterKit

from goldthread.testing.contract.printer import PrinterContract


class TestIpp(PrinterContract):
    """A queue of CUPS."""

    kit = IppKit()


class TestIppPrinter(PrinterContract):
    """A printer that refuses a job while it prints another one."""

    kit = IppPrinterKit()
