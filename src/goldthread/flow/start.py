"""What makes a run: a webhook, a cron tick, a person or machine by hand, another topology."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar, cast, get_type_hints

from goldthread.domain.entity import Entity
from goldthread.flow.outcome import Drop

if TYPE_CHECKING:
    from goldthread.flow.application import Application
    from goldthread.flow.node import Connector

T = TypeVar("T")
Payload = TypeVar("Payload")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """The body of a message that a cron made: the instant it was due."""

    due: datetime
    schedule: str = ""

    def entities(self) -> tuple[Entity, ...]:
        """Each tick is a story of its own."""
        return (Entity(kind="tick", key=f"{self.schedule}@{self.due.isoformat()}"),)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a webhook came from."""

    installation: str
    received_at: datetime


class Webhook(Generic[T]):
    """An application's event starts a run.

    `carries` is the type of the first message. Where the vendor's payload has another shape, `read` (pure, typed
    `(payload, origin) -> body`) turns it into ours; what cannot be read goes to the trash with its field.
    A payload of several events is read as a tuple, each its own run; one that concerns nobody as `Drop`.
    `once` names what the event is about: two events with one text start one run; without it every delivery does.
    `reread` asks the application for the body again, at the installation that the body names, so that what was
    corrected over there can go on.
    """

    def __init__(
        self,
        application: Application,
        event: str,
        *,
        carries: type[T],
        read: Callable[[Payload, Origin], T | tuple[T, ...] | Drop] | None = None,
        once: Callable[[T], str] | None = None,
        reread: Connector[T, T] | None = None,
    ) -> None:
        self.application = application
        self.event = event
        self.carries = carries
        self.read = read
        self.payload: type[object] = _payload(read, carries)
        self.once = once
        self.reread = reread


@dataclass(frozen=True, slots=True)
class Cron:
    """A schedule starts a run with a `Tick`; every worker computes every tick, one run exists."""

    expression: str
    """Five fields, as cron(5): `0 */4 * * *`."""
    zone: str = "UTC"
    missed: Literal["skip", "once", "all"] = "once"
    """What happens with ticks that passed while nothing was running."""
    overlap: Literal["skip", "queue"] = "skip"
    """What happens when the former run isn't settled yet."""


@dataclass(frozen=True, slots=True)
class Manual(Generic[T]):
    """A person or a machine starts a run by hand."""

    carries: type[T]


@dataclass(frozen=True, slots=True)
class Handover(Generic[T]):
    """Another topology starts a run, on the same trace.

    `once` and `reread` are those of `Webhook`: a system that tells nobody anything is swept, finds the same order many
    times, and ships it once.
    """

    carries: type[T]
    once: Callable[[T], str] | None = field(default=None, kw_only=True)
    reread: Connector[T, T] | None = field(default=None, kw_only=True)


Start: TypeAlias = Webhook[T] | Cron | Manual[T] | Handover[T]


def once_of(start: Start[T]) -> Callable[[T], str] | None:
    """What makes two events of this start one; None where every one counts."""
    return start.once if isinstance(start, Webhook | Handover) else None


def reread_of(start: Start[T]) -> Connector[T, T] | None:
    """The connector that asks for the first body again; None where nothing can be asked."""
    return start.reread if isinstance(start, Webhook | Handover) else None


def _payload(read: Callable[[Payload, Origin], T | tuple[T, ...] | Drop] | None, carries: type[T]) -> type[object]:
    """The type of what comes in: what `read` takes, or the body itself."""
    if read is None:
        return carries
    hints = get_type_hints(read)
    hints.pop("return", None)
    return cast("type[object]", next(iter(hints.values())))
