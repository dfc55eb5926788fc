"""A point where a test may stop the process; in production it does nothing."""

from __future__ import annotations

from typing import Protocol


class Fuse(Protocol):
    """Is asked before every durable write and every send."""

    def point(self, name: str) -> None:
        """Pass, or stop the process here (`Crash`, a BaseException, in tests)."""


class NoFuse:
    """The production fuse."""

    def point(self, name: str) -> None:
        """Pass."""
