"""One installation's budget, as it is told: how it stands, how full it is, why something waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from markupsafe import Markup

from goldthread.api.dashboard import installation_states
from goldthread.api.door import Door
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.words import moment
from goldthread.engine.limiter import LimiterView
from goldthread.engine.pause_state import Pause, PauseKind
from goldthread.flow.limit import Limit
from goldthread.ports.view import Queue

FULL: Final = 0.9
"""From this share on a budget is nearly used up."""
SOON: Final = timedelta(seconds=1)
FIRST: Final = ("paused", "limited", "up", "off")
"""What asks for attention stands first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """One installation."""

    name: str
    application: str
    state: str
    """`up`, `limited`, `paused` or `off`."""
    pause: Pause | None
    view: LimiterView | None
    """None: no call was made yet since this process began."""
    limits: tuple[Limit, ...]
    stopped: Mapping[str, int]
    """Messages held since it is paused, by topology."""

    @property
    def windows(self) -> list[tuple[int, Limit]]:
        """The calls that count now, and the limit that they count for; the fullest first."""
        used = self.view.used_of if self.view else ()
        counted = [used[place] if place < len(used) else 0 for place in range(len(self.limits))]
        return sorted(zip(counted, self.limits, strict=True), key=lambda one: -one[0] / one[1].count)

    @property
    def share(self) -> float:
        """How much of its fullest window is used, from 0 to 1."""
        return min(1.0, self.windows[0][0] / self.windows[0][1].count) if self.limits else 0.0

    @property
    def waiting(self) -> int:
        """In line for a call now, or sent away until their turn."""
        return (self.view.waiting + self.view.held if self.view else 0) + sum(self.stopped.values())

    @property
    def by_topology(self) -> Mapping[str, int]:
        """Who waits, most first."""
        told: dict[str, int] = dict(self.stopped)
        for topology, count in (self.view.by_topology if self.view else {}).items():
            told[topology] = told.get(topology, 0) + count
        return dict(sorted(told.items(), key=lambda one: (-one[1], one[0])))

    @property
    def reason(self) -> str:
        """Why the next call has to wait; empty when it doesn't."""
        if self.pause:
            return self.pause.reason
        return self.view.reason if self.view else ""


def budgets_of(door: Door, queues: Sequence[Queue]) -> list[Budget]:
    """All installations; what asks for attention first."""
    world = door.house.world
    views = {view.installation: view for view in world.limiter.view()}
    pauses = world.pauses.view()
    found = [
        Budget(
            name=one.name,
            application=one.application,
            state=one.state,
            pause=pauses.get(one.name),
            view=views.get(one.name),
            limits=world.installations.limits(one.name),
            stopped=_stopped(queues, one.name),
        )
        for one in installation_states(door)
    ]
    return sorted(found, key=lambda one: (FIRST.index(one.state), -one.share, one.name))


def _stopped(queues: Sequence[Queue], installation: str) -> Mapping[str, int]:
    told: dict[str, int] = {}
    for one in queues:
        if one.state == "held" and one.held_by == installation:
            told[one.topology] = told.get(one.topology, 0) + one.count
    return told


def bar(budget: Budget) -> Markup:
    """How full it is, as a bar with its numbers."""
    if not budget.limits:
        return Markup('<span class="muted">no limit</span>')
    tone = "bad" if budget.share >= 1 else "warn" if budget.share >= FULL else ""
    used, limit = budget.windows[0]
    words = f"{used} of {limit.count}"
    shape = Markup(
        '<div class="gauge {}" role="img" aria-label="{} calls used"><span style="width:{:.0f}%"></span></div>'
        '<span class="num small nowrap">{}</span>'
    )
    return Markup('<div class="gauge-line">{}</div>').format(shape.format(tone, words, budget.share * 100, words))


def limits_words(limits: Sequence[Limit]) -> str:
    """`10 in 1 s and 1000 in 1 h`."""
    return " and ".join(f"{limit.count} in {window(limit.per.total_seconds())}" for limit in limits) or "no limit"


def window(seconds: float) -> str:
    """`1 s`, `15 min`, `1 h`, `1 day`."""
    for unit, name in ((86_400, "day"), (3600, "h"), (60, "min")):
        if seconds >= unit and seconds % unit == 0:
            count = round(seconds / unit)
            return f"{count} {name}s" if name == "day" and count > 1 else f"{count} {name}"
    return f"{seconds:g} s"


def next_call(budget: Budget, now: datetime) -> object:
    """When the next call goes."""
    if budget.pause:
        probe = budget.pause.probe_at
        return joined(["tried ", moment(probe, shape="ago")]) if probe else "when somebody resumes it"
    release = budget.view.next_release if budget.view and budget.waiting else None
    return moment(release, shape="ago") if release and release - now > SOON else "at once"


def forecast(budget: Budget, now: datetime) -> object:
    """When all who wait are through."""
    if budget.pause:
        return "not while it is paused" if budget.waiting else "-"
    if budget.view is None or budget.view.empty_at is None:
        return "-"
    return moment(budget.view.empty_at, shape="ago") if budget.view.empty_at > now else "now"


def pause_words(pause: Pause) -> str:
    """Who or what paused it, and what ends it."""
    match pause.kind:
        case PauseKind.BY_HAND:
            return f"Paused by {pause.by}: {pause.reason} It stays so until somebody resumes it."
        case PauseKind.UNAUTHORISED:
            return f"Its credentials aren't taken: {pause.reason} Renew them at its application."
        case PauseKind.FAILING:
            return f"It keeps failing: {pause.reason} One call tries it now and then; when that succeeds, all go on."


def waiting_bars(budget: Budget) -> Markup:
    """Who waits, topology by topology."""
    most = max(budget.by_topology.values(), default=1)
    row = Markup(
        '<tr><td>{}</td><td class="gauge-cell"><div class="gauge warn"><span style="width:{:.0f}%"></span></div></td>'
        '<td class="right num">{}</td></tr>'
    )
    rows = [
        row.format(topology or "by hand", 100 * count / most, count) for topology, count in budget.by_topology.items()
    ]
    if not rows:
        return tag("p", "Nobody waits for this installation.", cls="muted")
    return Markup('<table class="table plain"><tbody>{}</tbody></table>').format(joined(rows))
