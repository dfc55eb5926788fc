"""The arithmetic of budgets: when may the next call go, so that no window ever sees too many.

All instants are integer microseconds since 1970, all spans integer microseconds.

Two kinds of window, both strict in *every* window of `per`, also the one right after an idle time, where the textbook
GCRA with a burst of `count` lets twice as many through:

- `Paced` is GCRA for a limit with a `burst`. The burst is paid for from the rate: `burst + rate * per = count`, so
  `Limit(60, per=minute, burst=6)` lets 6 go at once and 54 a minute after that. A call at `now` owns a slot
  `[x, x + interval)` of a shared time line with `now - late <= x <= now + tolerance`; slots never overlap, which bounds
  the calls of any window, whoever owns which stretch of the line. `late` is for the time between a lease's making and
  its coming; the window is longer by as much.
- `Sliding` is a log for a limit without one: all of `count` may go at once, and a call counts until `per` after it.
  Long logs are kept in 64 steps, each counted from its last call: a little too strict, never too lax.

A vendor counts calls when they arrive, not when we let them go; every window is a little longer than the limit says,
so that a call that dawdled on the road still fits beside those that didn't.
Source of GCRA: ITU-T I.371, "Traffic control and congestion control in B-ISDN".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from goldthread.flow.limit import Limit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
GUARD = 200_000
"""By how many microseconds a window is longer than its limit says: a tenth, at most this."""
LEAD = 1_000_000
"""By how much the slots of a lease begin later at most, where its burst leaves room for it."""
STEPS = 64
"""In how many steps a long log is kept."""


def instant(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def moment(instant: int) -> datetime:
    """The aware datetime in UTC."""
    return EPOCH + timedelta(microseconds=instant)


@dataclass(frozen=True, slots=True)
class Grant:
    """Calls that were let go, the last of them at `at`; or that a lease may still let go until then."""

    at: int
    calls: int
    lease: str = ""
    """The lease they are reserved for; empty once it is known when they went."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A part of a paced window's time line that one lease owns."""

    start: int
    end: int
    interval: int
    tolerance: int
    late: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Paced:
    """GCRA: slots of `interval` on one time line; before `tat` all of them are taken."""

    interval: int
    tolerance: int
    late: int = 0
    """How long after its slot's start a leased call may still go."""
    tat: int = 0

    @property
    def key(self) -> str:
        """By what the window is found again in a stored state."""
        return f"paced/{self.interval}/{self.tolerance}"

    def earliest(self, now: int, ahead: int = 0) -> int:
        """The first instant for one more call after `ahead` others."""
        return max(now, max(self.tat, now) + ahead * self.interval - self.tolerance)

    def room(self, now: int, until: int) -> int:
        """How many calls may be let go from now until then."""
        return max(0, (until + self.tolerance - max(self.tat, now)) // self.interval + 1)

    def used(self, now: int) -> int:
        """How many slots lie ahead."""
        return max(0, -((now - self.tat) // self.interval))

    def stretch(self, now: int, calls: int, lead: int) -> Stretch:
        """The slots that so many leased calls own, when the lease takes `lead` to come.

        Where a large burst leaves room for it, they begin later, so that calls which don't go at once keep their slots.
        """
        spare = min(LEAD, self.tolerance // 8 // self.interval * self.interval)
        start = max(self.tat, now + max(spare, lead - self.late))
        end = start + calls * self.interval
        return Stretch(start=start, end=end, interval=self.interval, tolerance=self.tolerance, late=self.late)

    def taken(self, now: int) -> Paced:
        """With a call that goes now."""
        return replace(self, tat=max(self.tat, now) + self.interval)

    def reserved(self, now: int, grant: Grant, lead: int) -> Paced:
        """With a lease."""
        return replace(self, tat=self.stretch(now, grant.calls, lead).end)

    def settled(self, lease: str, used: Iterable[int]) -> Paced:
        """A stretch once owned stays owned; what is left of it passes by itself."""
        del lease, used
        return self

    def tidied(self, now: int, ahead: int) -> Paced:
        """Nobody can own slots later than this, unless somebody set the clock back."""
        return replace(self, tat=min(self.tat, now + self.tolerance + 2 * ahead + 2 * self.interval))


@dataclass(frozen=True, kw_only=True, slots=True)
class Sliding:
    """A log of calls: each counts until `per` after it."""

    count: int
    per: int
    log: tuple[Grant, ...] = ()
    """Oldest first."""

    @property
    def key(self) -> str:
        """By what the window is found again in a stored state; the count may change meanwhile."""
        return f"sliding/{self.per}"

    def earliest(self, now: int, ahead: int = 0) -> int:
        """The first instant for one more call after `ahead` others, all let go as soon as they may."""
        rounds, place = divmod(ahead, self.count)
        must_leave = self.used(now) + place + 1 - self.count
        first = now
        for grant in self.log:
            if must_leave <= 0:
                break
            if grant.at + self.per > now:
                must_leave -= grant.calls
                first = max(now, grant.at + self.per)
        return first + rounds * self.per

    def room(self, now: int, until: int) -> int:
        """How many calls may be let go at any time from now on; what leaves the window until then isn't counted."""
        del until
        return max(0, self.count - self.used(now))

    def used(self, now: int) -> int:
        """How many calls count now."""
        return sum(grant.calls for grant in self.log if grant.at + self.per > now)

    def taken(self, now: int) -> Sliding:
        """With a call that goes now."""
        return self.reserved(now, Grant(now, 1), lead=0)

    def reserved(self, now: int, grant: Grant, lead: int) -> Sliding:
        """With a lease."""
        del now, lead
        return replace(self, log=self._packed((*self.log, grant)))

    def settled(self, lease: str, used: Iterable[int]) -> Sliding:
        """The lease's calls, now that it is known when they went; those it didn't use are given back."""
        if all(grant.lease != lease for grant in self.log):
            return self
        others = (grant for grant in self.log if grant.lease != lease)
        return replace(self, log=self._packed((*others, *(Grant(at, 1) for at in used))))

    def tidied(self, now: int, ahead: int) -> Sliding:
        """Without what counts no more, and with nothing later than it can be unless somebody set the clock back."""
        live = (grant for grant in self.log if grant.at + self.per > now)
        return replace(self, log=tuple(replace(grant, at=min(grant.at, now + ahead)) for grant in live))

    def _packed(self, grants: Iterable[Grant]) -> tuple[Grant, ...]:
        step = max(1, self.per // STEPS) if self.count > STEPS else 1
        packed: dict[tuple[int, str], Grant] = {}
        for grant in sorted(grants, key=lambda grant: grant.at):
            place = (grant.at // step, grant.lease)
            former = packed.pop(place, None)
            packed[place] = replace(grant, calls=grant.calls + (former.calls if former else 0))
        return tuple(packed.values())


Window: TypeAlias = Paced | Sliding


def window(limit: Limit) -> Window:
    """The empty window that keeps a limit."""
    span = limit.per // MICROSECOND
    per = span + min(GUARD, span // 10)
    if limit.burst is None or limit.burst == limit.count:
        return Sliding(count=limit.count, per=per)
    interval = -(-per // (limit.count - limit.burst + 1))
    return Paced(interval=interval, tolerance=(limit.burst - 1) * interval, late=(per - span) // 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """Several windows, each of which every call must fit."""

    windows: tuple[Window, ...] = ()

    @classmethod
    def of(cls, limits: Iterable[Limit]) -> Budget:
        """An unused budget."""
        return cls(windows=tuple(window(limit) for limit in limits))

    def earliest(self, now: int, ahead: int = 0) -> int:
        """The first instant at which one more call fits all windows, after `ahead` others."""
        return max((window.earliest(now, ahead) for window in self.windows), default=now)

    def room(self, now: int, until: int) -> int:
        """How many calls may be reserved now, to be let go until then. A budget without windows has none to give."""
        return min((window.room(now, until) for window in self.windows), default=0)

    def take(self, now: int) -> Budget:
        """One call goes now; it must fit (`earliest(now) == now`)."""
        return Budget(windows=tuple(window.taken(now) for window in self.windows))

    def reserve(self, now: int, grant: Grant, lead: int = 0) -> Budget:
        """So many calls will go between now and the grant's `at`; they must fit (`room`)."""
        return Budget(windows=tuple(window.reserved(now, grant, lead) for window in self.windows))

    def settle(self, lease: str, used: Iterable[int]) -> Budget:
        """A lease is over: these are the instants of its calls."""
        instants = tuple(used)
        return Budget(windows=tuple(window.settled(lease, instants) for window in self.windows))

    def tidy(self, now: int, ahead: int) -> Budget:
        """Forget what counts no more; `ahead` is the longest that a lease lasts."""
        return Budget(windows=tuple(window.tidied(now, ahead) for window in self.windows))

    def stretches(self, now: int, calls: int, lead: int = 0) -> tuple[Stretch, ...]:
        """The slots of every paced window that such a reservation owns."""
        return tuple(window.stretch(now, calls, lead) for window in self.windows if isinstance(window, Paced))
