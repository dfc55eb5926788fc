"""Who stands in a lane, in what order."""

from __future__ import annotations

from collections.abc import Iterable


class Lane:
    """The open messages of one lane by their seats. Only the first may be worked on."""

    __slots__ = ("_ids", "_top")

    def __init__(self, ids: Iterable[str] = (), top: int = 0) -> None:
        self._ids = dict.fromkeys(ids)
        self._top = top

    @property
    def head(self) -> str | None:
        """Whose turn it is."""
        return next(iter(self._ids), None)

    def join(self, message: str) -> int:
        """The seat of a message that comes now: behind all others."""
        self._ids[message] = None
        self._top += 1
        return self._top

    def leave(self, message: str) -> None:
        """The message stands here no more."""
        self._ids.pop(message, None)
