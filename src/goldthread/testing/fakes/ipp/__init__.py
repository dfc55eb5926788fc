"""A print queue of CUPS 2.4, as far as somebody prints through it."""

from goldthread.testing.fakes.ipp.queue import IppFake

__all__ = ["IppFake"]
