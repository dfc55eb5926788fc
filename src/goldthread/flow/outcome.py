"""What an attempt may end in; nothing else moves a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeAlias, TypeVar

from goldthread.flow.errors import Fault

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Done(Generic[T_co]):
    """The node's work is done; the body goes on to the next node."""

    body: T_co


@dataclass(frozen=True, slots=True)
class Emit(Generic[T_co]):
    """One page of a source: every item becomes a message; items and cursor are committed together.

    `cursor` is where the next page begins (any text the node understands, read back by `api.cursor`);
    with `has_more` the node is attempted again at once for the next page.
    """

    items: tuple[T_co, ...]
    cursor: str | None = None
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """There is nothing more to do with this message; the reason stays in its story."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Try again after a while; this is not an attempt (the other side isn't ready yet)."""

    duration: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Retry:
    """The attempt failed for now."""

    reason: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """The data is at fault."""

    reason: str
    faults: tuple[Fault, ...]


Outcome: TypeAlias = Done[object] | Emit[object] | Drop | Wait | Retry | Reject
