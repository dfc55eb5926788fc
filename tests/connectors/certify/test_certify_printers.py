"""press and raw9100 keep the printer's contract."""

from printer_kits import PressKit, RawKit

from goldthread.testing.contract.printer import PrinterContract


class TestPress(PrinterContract):
    """A printer of the sandbox with HTTP."""

    kit = PressKit()


class TestRaw9100(PrinterContract):
    """The printer of the sandbox with a bare port."""

    kit = RawKit()
