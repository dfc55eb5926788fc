"""What carriers say about parcels, folded into one state whatever the order it is heard in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce

from goldthread.domain.entity import Entity
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.problem import invalid
from goldthread.domain.status import Reason, Status, Unknown


class Source(StrEnum):
    """Who told it."""

    WEBHOOK = "webhook"
    WATCH = "watch"
    """We asked: a webhook should have told it and didn't."""
    PERSON = "person"
    POLICY = "policy"
    """We decided it ourselves, as the expiry of a parcel nobody scans any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrackingEvent:
    """One thing that a carrier said about one parcel."""

    carrier: str
    """The name of the carrier's installation."""
    tracking_number: TrackingNumber
    status: Status | Unknown
    raw_code: str
    """The carrier's own word for the status."""
    received_at: datetime
    source: Source
    at: datetime | None = None
    """When it happened by the carrier's clock; none where the carrier doesn't say."""
    reason: Reason | None = None
    text: str = ""
    """The carrier's sentence, for people."""
    location: str = ""

    def __post_init__(self) -> None:
        for field, moment in (("/at", self.at), ("/received_at", self.received_at)):
            if moment is not None and moment.tzinfo is None:
                message = f"{moment} has no time zone; ask the carrier's documentation which one it means."
                raise invalid(field, "time.naive", message, before=moment)

    def entities(self) -> tuple[Entity, ...]:
        return (Entity.local("tracking", self.carrier, self.tracking_number),)

    @property
    def moment(self) -> datetime:
        """When it happened, or else when it was heard."""
        return self.at or self.received_at


@dataclass(frozen=True, kw_only=True, slots=True)
class TrackingState:
    """What all events of one parcel amount to."""

    status: Status | Unknown
    reason: Reason | None
    raw: str
    """The carrier's code behind the status; empty before any event."""
    since: datetime | None
    """When the parcel came into this status; none before any event."""
    source: Source | None
    """Who told what the status now rests on."""
    unlisted: tuple[str, ...] = ()
    """Codes that no table lists, each once, in the order they happened: somebody should list them."""


NOTHING_HEARD = TrackingState(status=Status.UNKNOWN, reason=None, raw="", since=None, source=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tracking:
    """All that was heard of one parcel."""

    carrier: str
    tracking_number: TrackingNumber
    events: tuple[TrackingEvent, ...] = ()
    """Each thing once, in the order it happened."""
    state: TrackingState = NOTHING_HEARD

    @property
    def is_live(self) -> bool:
        """Whether more is expected, so that the carrier is worth asking."""
        return isinstance(self.state.status, Unknown) or not self.state.status.is_terminal

    def entities(self) -> tuple[Entity, ...]:
        return (Entity.local("tracking", self.carrier, self.tracking_number),)

    def heard(self, event: TrackingEvent) -> "Tracking":
        """The tracking with one more event; with one that was known already, an equal tracking.

        Raises:
            InvalidValueError: the event is about another parcel.

        """
        if (event.carrier, event.tracking_number) != (self.carrier, self.tracking_number):
            told, ours = event.entities()[0].text, self.entities()[0].text
            raise invalid("/tracking_number", "tracking.number", f"The event is about {told}, not about {ours}.")
        events = in_order((*self.events, event))
        return Tracking(carrier=self.carrier, tracking_number=self.tracking_number, events=events, state=_state(events))


def fold(events: Iterable[TrackingEvent]) -> TrackingState:
    """The state that events of one parcel amount to, the same in whatever order and however often they come.

    They count by the carrier's time. A later event may set the parcel back, an event without a carrier's time
    may not. What is finished stays finished, but for a delivered parcel that goes back under its number. An
    unknown status never hides a known one.
    """
    return _state(in_order(events))


def in_order(events: Iterable[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Each event once, in the order they happened.

    One code at one time with one meaning is one event, however it was heard; its first report stays. A report
    from before the code was listed gives way to one that knows what it means. Without a carrier's time one
    code is one event.
    """
    kept: dict[tuple[str, datetime | None, Status | Unknown], TrackingEvent] = {}
    for event in events:
        key = (event.raw_code, event.at, event.status)
        rival = kept.get(key)
        if rival is None or _preference(event) < _preference(rival):
            kept[key] = event
    understood = {(code, at) for code, at, status in kept if isinstance(status, Status)}
    outdated = [key for key in kept if isinstance(key[2], Unknown) and key[:2] in understood]
    for key in outdated:
        del kept[key]
    return tuple(sorted(kept.values(), key=_place))


def _preference(event: TrackingEvent) -> tuple[datetime, tuple[str, ...]]:
    return (event.received_at, _spelling(event))


def _place(event: TrackingEvent) -> tuple[datetime, int, bool, datetime, tuple[str, ...]]:
    return (event.moment, _rank(event.status), event.at is None, event.received_at, _spelling(event))


def _spelling(event: TrackingEvent) -> tuple[str, ...]:
    """What makes the order total, so that no two different events tie."""
    status = event.status.raw if isinstance(event.status, Unknown) else event.status.value
    offset = event.at.isoformat() if event.at else ""
    heard = event.received_at.isoformat()
    return (
        event.raw_code,
        status,
        event.reason or "",
        event.source,
        event.text,
        event.location,
        offset,
        heard,
    )


def _rank(status: Status | Unknown) -> int:
    return 0 if isinstance(status, Unknown) else status.rank


def _state(ordered: tuple[TrackingEvent, ...]) -> TrackingState:
    return reduce(_after, ordered, NOTHING_HEARD)


def _after(state: TrackingState, event: TrackingEvent) -> TrackingState:
    unlisted = state.unlisted
    if isinstance(event.status, Unknown) and event.status.raw not in unlisted:
        unlisted = (*unlisted, event.status.raw)
    if not _moves(state, event):
        return replace(state, unlisted=unlisted)
    return TrackingState(
        status=event.status,
        reason=event.reason,
        raw=event.raw_code,
        since=state.since if state.status == event.status and state.since else event.moment,
        source=event.source,
        unlisted=unlisted,
    )


def _moves(state: TrackingState, event: TrackingEvent) -> bool:
    if _rank(event.status) == 0:
        return _rank(state.status) == 0
    if isinstance(state.status, Status) and state.status.is_terminal:
        return event.at is not None and _reopens(state.status, event.status)
    return event.at is not None or _rank(event.status) >= _rank(state.status)


def _reopens(finished: Status, status: Status | Unknown) -> bool:
    """A delivered parcel may come back under its number; a repeated end only keeps its own word."""
    return status == finished or (finished is Status.DELIVERED and status in {Status.RETURNING, Status.RETURNED})
