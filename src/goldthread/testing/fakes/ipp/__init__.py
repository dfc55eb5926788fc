"""A queue of CUPS 2.4 and a printer without one, as far as somebody prints through them."""

from goldthread.testing.fakes.ipp.printer import IppPrinterFake
from goldthread.testing.fakes.ipp.queue import IppFake

__all__ = ["IppFake", "IppPrinterFake"]
