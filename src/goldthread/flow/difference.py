"""What changed between two bodies, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from goldthread.domain.problem import pointer
from goldthread.flow.reply import Json

Mask: TypeAlias = Callable[[Json], Json]
"""Hides personal data in JSON by the names of its fields."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One field that became another."""

    field: str
    """JSON Pointer."""
    before: Json
    """None when there was nothing."""
    after: Json
    """None when nothing is left."""


def difference(before: Json, after: Json) -> tuple[Change, ...]:
    """The changes, in the order of the fields; what is only there afterwards is one change as a whole."""
    return tuple(_changes(before, after, ""))


def masked(change: Change, mask: Mask) -> Change:
    """The change with its values hidden where its field, or one within, is personal."""
    shown = mask({"field": change.field, "before": change.before, "after": change.after})
    if not isinstance(shown, dict):
        return Change(field=change.field, before=None, after=None)
    return Change(field=change.field, before=shown.get("before"), after=shown.get("after"))


def _changes(before: Json, after: Json, field: str) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*before, *(key for key in after if key not in before)):
            yield from _changes(before.get(key), after.get(key), field + pointer(key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _changes(old, new, field + pointer(place))
    elif before != after:
        yield Change(field=field, before=before, after=after)
