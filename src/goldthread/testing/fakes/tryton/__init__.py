"""A stand-in of Tryton 8.2 on loopback."""

from goldthread.testing.fakes.tryton.fake import PASSWORD, USER, TrytonFake

__all__ = ["PASSWORD", "USER", "TrytonFake"]
