"""Where a sweep of orders stands. Vendure moves `updatedAt` with some changes only, so it goes by `orderPlacedAt`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from goldthread.connectors.vendure.rows import VendureOrder
from goldthread.flow.client import Client

PAGE: Final = 50
OVERLAP: Final = timedelta(minutes=2)
"""How far each sweep looks back beyond the last one: an order may become visible late."""
TICK: Final = timedelta(milliseconds=1)
"""Vendure's times are whole milliseconds, and several orders may share one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place in the orders, the first placed first: pages are asked for by time, so that they don't shift."""

    after: str
    """What was placed later than this is asked for."""
    skip: int = 0
    """More than a page was placed in one millisecond: so many of them were seen."""
    newest: str = ""
    """When the last of them was placed."""
    held: str = ""
    """When the first was placed that has to be looked at again."""

    @classmethod
    def first(cls, api: Client) -> "Place":
        """Where the very first sweep begins."""
        return cls(after=_text(_earliest(api)))

    @classmethod
    def parse(cls, text: str | None) -> "Place | None":
        """A place in its text form; none where nothing was swept yet."""
        if not text:
            return None
        after, skip, newest, held = text.split("|", 3)
        return cls(after=after, skip=int(skip), newest=newest, held=held)

    @property
    def text(self) -> str:
        """For the cursor: `2026-11-23T12:00:00.000Z|0||`."""
        return f"{self.after}|{self.skip}|{self.newest}|{self.held}"

    def held_by(self, row: VendureOrder) -> "Place":
        """The place when an order has to be looked at again."""
        return replace(self, held=self.held or _text(row.orderPlacedAt)) if row.orderPlacedAt else self

    def after_page(self, rows: Sequence[VendureOrder]) -> "Place":
        """The place after a page; those placed in the same millisecond as its last one come again."""
        placed = [row.orderPlacedAt for row in rows if row.orderPlacedAt is not None]
        if not placed:
            return self
        newest, after = _text(placed[-1]), _text(placed[-1] - TICK)
        if after <= self.after:
            return replace(self, skip=self.skip + len(rows), newest=newest)
        return replace(self, after=after, skip=0, newest=newest)

    def ended(self, api: Client) -> "Place":
        """Where the next sweep begins."""
        if not self.newest:
            return Place(after=self.after)
        begins = datetime.fromisoformat(self.newest) - OVERLAP
        if self.held:
            begins = min(begins, max(datetime.fromisoformat(self.held) - TICK, _earliest(api)))
        return Place(after=_text(begins))


def _earliest(api: Client) -> datetime:
    return api.now() - timedelta(days=int(api.setting("sweep_days") or 7))


def _text(moment: datetime) -> str:
    """`2026-11-23T12:00:00.000Z`: sorted as text, sorted in time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
