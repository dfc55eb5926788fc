"""Installations that aren't called for now, and how they come back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from goldthread.engine.pause_book import PauseBook
from goldthread.engine.pause_state import Pause, PauseKind
from goldthread.flow.errors import Unavailable
from goldthread.ports.clock import Chance, Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import Row

__all__ = ["Go", "Hold", "Pause", "PauseKind", "Pauses"]

THRESHOLD = 5
WITHIN = timedelta(minutes=1)
FIRST_PROBE = timedelta(seconds=1)
LAST_PROBE = timedelta(seconds=60)
RARE_PROBE = timedelta(minutes=5)
PROBE_LASTS = timedelta(seconds=60)
"""How long a probe has before another worker may send one."""
ECHO = timedelta(seconds=10)
"""How long after a resumption it is told again, for messages that were being put on hold in that moment."""


@dataclass(frozen=True, slots=True)
class Go:
    """The installation may be called."""

    is_probe: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """It may not; the message waits without using up an attempt."""

    reason: str
    until: datetime | None = None
    """When the next probe goes; None: when a person resumes it."""


@dataclass(frozen=True, slots=True)
class _Streak:
    """Failures in a row, none succeeding in between."""

    began: datetime
    count: int


PauseHook: TypeAlias = Callable[[str, Pause], Awaitable[None]]
Hook: TypeAlias = Callable[[str], Awaitable[None]]


async def _nobody(*_: object) -> None:
    """Nobody wants to know."""


class Pauses:
    """Pauses what fails, probes it, and resumes it.

    After `threshold` transient failures in a row, all within `within`, an installation is paused. One probe at a time,
    over all workers, tests it: after a second, then after twice as long each time, at most a minute, spread by chance.
    Credentials that aren't taken pause at once and are probed every five minutes. What a person paused is never probed.
    Call `refresh` about once a second: it notices what other processes changed, and sends probes. The hooks may be set
    after the making; they run behind, and each may be called more than once.
    """

    def __init__(
        self, *, clock: Clock, chance: Chance, ledger: Ledger, threshold: int = THRESHOLD, within: timedelta = WITHIN
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._threshold = threshold
        self._within = within
        self._book = PauseBook(clock=clock, ledger=ledger)
        self._streaks: dict[str, _Streak] = {}
        self._tickets: set[str] = set()
        self._probing: set[str] = set()
        self._resumed: dict[str, datetime] = {}
        self.on_pause: PauseHook = _nobody
        """An installation was paused; an `unauthorised` one needs a person."""
        self.on_resume: Hook = _nobody
        """It works again; what was held for it may go on."""
        self.on_probe: Hook = _nobody
        """One message that was held for it may go on, to test it."""

    def admit(self, installation: str) -> Go | Hold:
        """Whether it may be called now. A probe is let through once."""
        pause = self._book.get(installation)
        if pause is None:
            return Go()
        if installation in self._tickets and pause.kind is not PauseKind.BY_HAND:
            self._tickets.discard(installation)
            self._probing.add(installation)
            return Go(is_probe=True)
        return Hold(_words(installation, pause), pause.probe_at)

    def reason(self, installation: str) -> str | None:
        """Why it is paused, in words; None when it isn't."""
        pause = self._book.get(installation)
        return _words(installation, pause) if pause else None

    def view(self) -> Mapping[str, Pause]:
        """All that are paused."""
        return self._book.pauses

    def succeeded(self, installation: str) -> None:
        """It answered: failures before this are forgotten, and what the engine paused goes on."""
        self._streaks.pop(installation, None)
        pause = self._book.get(installation)
        if pause is not None and pause.kind is not PauseKind.BY_HAND:
            entry = self._book.entry(installation, "resumed", "It answers again.")
            self._book.put(installation, None, entry=entry)
            self._resume(installation)

    def failed(self, installation: str, reason: str, after: timedelta | None = None) -> None:
        """It failed for now; `after`: how long it asked us to wait."""
        pause = self._book.get(installation)
        if pause is not None:
            self._probed_in_vain(installation, pause, reason, after)
            return
        now = self._clock.now()
        streak = self._streaks.get(installation)
        if streak is None or now - streak.began > self._within:
            streak = _Streak(now, 0)
        self._streaks[installation] = streak = replace(streak, count=streak.count + 1)
        if streak.count >= self._threshold:
            self._pause(installation, PauseKind.FAILING, reason, probe_at=now + self._wait(0, after))

    def unauthorised(self, installation: str, reason: str) -> None:
        """Its credentials weren't taken."""
        pause = self._book.get(installation)
        if pause is None or pause.kind is PauseKind.FAILING:
            self._pause(installation, PauseKind.UNAUTHORISED, reason, probe_at=self._clock.now() + RARE_PROBE)
        elif pause.kind is PauseKind.UNAUTHORISED:
            self._probed_in_vain(installation, pause, reason, None)

    def renewed(self, installation: str) -> None:
        """Its credentials were changed: they are tried at once."""
        pause = self._book.get(installation)
        if pause is not None and pause.kind is PauseKind.UNAUTHORISED:
            self._book.put(installation, pause.probed_at(self._clock.now()))

    async def pause(self, installation: str, reason: str, *, by: str) -> None:
        """A person pauses it; it stays so until a person resumes it. Raises `Unavailable`."""
        pause = Pause(kind=PauseKind.BY_HAND, reason=reason, since=self._clock.now(), by=by)
        entry = self._book.entry(installation, "paused", reason, by=by)
        await self._book.put_surely(installation, pause, entry=entry)
        self._paused(installation, pause)

    async def resume(self, installation: str, *, by: str) -> None:
        """A person resumes it, whoever paused it. Raises `Unavailable`."""
        entry = self._book.entry(installation, "resumed", "", by=by)
        await self._book.put_surely(installation, None, entry=entry)
        self._resume(installation)

    def refresh(self, rows: Sequence[Row]) -> None:
        """Take over the rows of the table `pause`, and send the probes that are due."""
        paused, resumed = self._book.refresh(rows)
        now = self._clock.now()
        for installation in paused:
            if pause := self._book.get(installation):
                self._paused(installation, pause)
        for installation in resumed:
            self._resume(installation)
        for installation, at in tuple(self._resumed.items()):
            if now - at > ECHO:
                del self._resumed[installation]
            elif installation not in resumed and self._book.get(installation) is None:
                self._book.spawn(_call(self.on_resume(installation)))
        for installation, pause in self._book.pauses.items():
            if pause.probe_at is not None and pause.probe_at <= now:
                self._book.spawn(self._probe(installation, pause))

    async def close(self) -> None:
        """Wait until everything is written down."""
        await self._book.close()

    def _pause(self, installation: str, kind: PauseKind, reason: str, *, probe_at: datetime) -> None:
        pause = Pause(kind=kind, reason=reason, since=self._clock.now(), probe_at=probe_at)
        self._book.put(installation, pause, entry=self._book.entry(installation, "paused", _words(installation, pause)))
        self._paused(installation, pause)

    def _paused(self, installation: str, pause: Pause) -> None:
        self._forget(installation)
        self._resumed.pop(installation, None)
        self._book.spawn(_call(self.on_pause(installation, pause)))

    def _resume(self, installation: str) -> None:
        self._forget(installation)
        self._resumed[installation] = self._clock.now()
        self._book.spawn(_call(self.on_resume(installation)))

    def _forget(self, installation: str) -> None:
        self._streaks.pop(installation, None)
        self._tickets.discard(installation)
        self._probing.discard(installation)

    async def _probe(self, installation: str, pause: Pause) -> None:
        """Take the probe for this worker, if no other one was first."""
        claimed = pause.probed_at(self._clock.now() + max(PROBE_LASTS, self._wait(pause.probes, None)))
        try:
            is_ours = self._book.get(installation) == pause and await self._book.claim(installation, claimed)
        except Unavailable:
            return
        if is_ours:
            self._tickets.add(installation)
            await self.on_probe(installation)

    def _probed_in_vain(self, installation: str, pause: Pause, reason: str, after: timedelta | None) -> None:
        """The probe failed; failures of calls that were under way before the pause say nothing new."""
        if pause.kind is PauseKind.BY_HAND or installation not in self._probing:
            return
        self._probing.discard(installation)
        probes = pause.probes + 1
        wait = RARE_PROBE if pause.kind is PauseKind.UNAUTHORISED else self._wait(probes, after)
        again = replace(pause, reason=reason, probes=probes, probe_at=self._clock.now() + wait)
        self._book.put(installation, again)

    def _wait(self, probes: int, after: timedelta | None) -> timedelta:
        """Between half and all of a second, then of twice as much each time; not before `after`."""
        ceiling = min(FIRST_PROBE * (1 << min(probes, 10)), LAST_PROBE)
        return max(ceiling * (1 + self._chance.draw()) / 2, after or timedelta(0))


async def _call(hook: Awaitable[None]) -> None:
    await hook


def _words(installation: str, pause: Pause) -> str:
    match pause.kind:
        case PauseKind.FAILING:
            return f"{installation} is paused since it keeps failing: {pause.reason}"
        case PauseKind.UNAUTHORISED:
            return f"{installation} is paused since its credentials aren't taken: {pause.reason} Renew them."
        case PauseKind.BY_HAND:
            return f"{installation} was paused by {pause.by}: {pause.reason}"
