"""How many entries of each kind there were since somebody began to count, kept up without reading them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from goldthread.ports.ledger import Ledger
from goldthread.ports.view import Minute


class Counts:
    """Counts by topology and kind, over all processes, from the minute of the first look on."""

    def __init__(self) -> None:
        self._whole: dict[tuple[str, str], int] = {}
        self._since: datetime | None = None

    async def look(self, ledger: Ledger, now: datetime) -> Mapping[tuple[str, str], int]:
        """The counts until now. Minutes that are over are added up once."""
        since = self._since or now
        minutes = await ledger.minutes(since)
        current = now.replace(second=0, microsecond=0)
        over = [one for one in minutes if one.at < current]
        self._whole = _added(self._whole, over)
        self._since = max(current, since.replace(second=0, microsecond=0))
        return _added(self._whole, [one for one in minutes if one.at >= current])


def _added(counts: Mapping[tuple[str, str], int], minutes: list[Minute]) -> dict[tuple[str, str], int]:
    total = dict(counts)
    for one in minutes:
        total[one.topology, one.kind] = total.get((one.topology, one.kind), 0) + one.count
    return total
