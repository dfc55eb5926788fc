"""An identity map of one table: what was loaded, what it is now, and so what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes(Generic[K, V]):
    """What a store has to do in one table. What came and went within one batch isn't there."""

    inserted: list[V]
    updated: list[V]
    deleted: list[K]

    def __bool__(self) -> bool:
        return bool(self.inserted or self.updated or self.deleted)


class Shelf(Generic[K, V]):
    """The rows of one table as one batch sees them."""

    __slots__ = ("_is", "_touched", "_was")

    def __init__(self) -> None:
        self._was: dict[K, V] = {}
        self._is: dict[K, V] = {}
        self._touched: dict[K, None] = {}

    def admit(self, key: K, row: V) -> None:
        """A row as it is in the store; what this batch did to it already stays."""
        if key not in self._was and key not in self._touched:
            self._was[key] = self._is[key] = row

    def get(self, key: K) -> V | None:
        """The row as it is now."""
        return self._is.get(key)

    def put(self, key: K, row: V) -> None:
        """The row becomes this."""
        self._is[key] = row
        self._touched[key] = None

    def drop(self, key: K) -> None:
        """The row goes."""
        del self._is[key]
        self._touched[key] = None

    def __iter__(self) -> Iterator[V]:
        return iter(self._is.values())

    def changes(self) -> Changes[K, V]:
        """In the order things were first touched."""
        inserted, updated, deleted = [], [], []
        was, now = self._was, self._is
        for key in self._touched:
            if key not in now:
                if key in was:
                    deleted.append(key)
            elif key not in was:
                inserted.append(now[key])
            elif now[key] != was[key]:
                updated.append(now[key])
        return Changes(inserted=inserted, updated=updated, deleted=deleted)
