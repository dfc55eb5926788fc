"""What the address asks of the entries: kinds, people, how far back, and the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from goldthread.console.parts.table import SIZE, Foot, View
from goldthread.flow.chain import instant, micros
from goldthread.flow.entry import Kind
from goldthread.ports.view import Sealed

BACK: Final = {"1h": timedelta(hours=1), "24h": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30)}
BACK_WORDS: Final = (("1h", "the last hour"), ("24h", "24 hours"), ("7d", "7 days"), ("30d", "30 days"))
ACTS: Final = (
    Kind.REPAIRED,
    Kind.RESUMED,
    Kind.DISCARDED,
    Kind.RESOLVED,
    Kind.PRINTED,
    Kind.CHANGED,
    Kind.OPENED,
    Kind.ERASED,
)
"""What people do."""
Place = tuple[datetime, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One page of entries."""

    kinds: tuple[Kind, ...]
    actor: str
    since: datetime | None
    before: Place | None


def asked_of(view: View, now: datetime, *, among: Sequence[Kind] = ()) -> Asked:
    """What the view says; kinds that there aren't, and pages that cannot be read, are left out."""
    kind = view.text("kind")
    known = [one for one in (among or Kind) if one.value == kind]
    back = BACK.get(view.text("back"))
    return Asked(
        kinds=tuple(known) or tuple(among),
        actor=view.text("actor"),
        since=None if back is None else now - back,
        before=read_place(view.text("before")),
    )


def read_place(text: str) -> Place | None:
    """The instant, chain and place that `place_text` wrote; None for what it didn't."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts):
        return None
    return instant(int(parts[0])).astimezone(UTC), int(parts[1]), int(parts[2])


def place_text(sealed: Sealed) -> str:
    """Where a page ended, for the address of the next one."""
    return f"{micros(sealed.entry.at)}.{sealed.chain}.{sealed.seq}"


def paged(found: Sequence[Sealed], view: View) -> tuple[Sequence[Sealed], Foot]:
    """One page of entries of which one more than fits was read, and the ways to the pages around it."""
    shown = found[:SIZE]
    following = view.link(before=place_text(shown[-1])) if len(found) > SIZE else ""
    former = view.link(before="") if view.text("before") else ""
    words = f"{len(shown)} entries" + (", and there are more" if following else "")
    return shown, Foot(words=words, former=former, following=following)
