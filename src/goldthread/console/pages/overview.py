"""Overview: is anything wrong?."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.api.dashboard import InstallationState, installation_states
from goldthread.api.door import Door
from goldthread.audit.bought import Bought, Purchases
from goldthread.audit.dashboard import Dashboard, dashboard
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.heat import WIDTHS, heat_map
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import notice
from goldthread.console.parts.table import Column, table_markup
from goldthread.console.parts.words import chip, figure, figures, moment, span_of
from goldthread.console.visit import Visit
from goldthread.flow.errors import NotFound
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import Trashed

EVERY_S: Final = 3.0
OLD_S: Final = 120.0
"""A message that could move and stands so long asks for attention."""
SHARED_FOR: Final = timedelta(seconds=2.5)
SPANS: Final[Mapping[int, str]] = {1: "1 h", 24: "24 h", 168: "7 days"}


_everybodys: WeakKeyDictionary[Ledger, _Shared] = WeakKeyDictionary()


@page("/", title="Overview", icon="overview", scope=(Scope.READ,), answers="Is anything wrong?", order=0)
async def overview(visit: Visit, hours: int = 1) -> None:
    """The figures of now, the heat map, the installations, and what went wrong last."""
    if hours not in SPANS:
        raise NotFound(f"The overview looks back {', '.join(map(str, SPANS))} hours, not {hours}.")
    with heading("Overview", "Is anything wrong?"):
        html(_spans(hours))

    async def draw() -> None:
        door = visit.door
        now = door.now()
        seen = await _shared(door).seen(hours, now)
        bought = await _shared(door).purchases.on(now.date(), now)
        states = installation_states(door)
        _verdict(seen, states)
        html(_figures(seen, bought))
        html(_panel(f"Runs by topology, {SPANS[hours]}", _map(visit, seen, hours), note=_legend()))
        html(
            tag(
                "div",
                _panel("Installations", _installations(states)),
                _panel("Latest to the trash", await _latest(visit)),
                cls="grid-even",
            )
        )

    await follow(EVERY_S, draw, visit=visit)


def _spans(hours: int) -> Markup:
    links = [
        tag("a", words, href=href("/", hours=each), aria_current="true" if each == hours else "")
        for each, words in SPANS.items()
    ]
    return tag("div", *links, cls="segments", role="group", aria_label="How far back")


def _verdict(seen: Dashboard, states: list[InstallationState]) -> None:
    """The answer, in one sentence."""
    stopped = [one.name for one in states if one.state in ("paused", "off")]
    wrong = []
    if seen.tally.trash:
        needs = "message needs" if seen.tally.trash == 1 else "messages need"
        wrong.append(f"{seen.tally.trash} {needs} somebody")
    if stopped:
        wrong.append(f"{', '.join(stopped)} {'is' if len(stopped) == 1 else 'are'} stopped")
    if seen.oldest_pending_s > OLD_S:
        wrong.append(f"the oldest message that could move stands since {span_of(seen.oldest_pending_s)}")
    if wrong:
        way = ("To the trash", href("/trash")) if seen.tally.trash else ("", "")
        notice(f"{'; '.join(wrong).capitalize()}.", tone="bad" if stopped else "warn", way=way[0], way_on=way[1])
    else:
        notice("Nothing is wrong: nothing is in the trash, everything connected works.", tone="good")


def _figures(seen: Dashboard, bought: Bought) -> Markup:
    tally = seen.tally
    waiting = tally.pending + tally.waiting + tally.held
    parts = [f"{count} {name}" for count, name in ((tally.waiting, "later"), (tally.held, "held")) if count]
    old = "warn" if seen.oldest_pending_s > OLD_S else ""
    cost = ", ".join(one.text for one in bought.cost) or "no cost told"
    cost = cost if bought.is_whole else "still counting"
    return figures(
        figure("Accepted", f"{tally.runs:,}", note=f"{seen.totals.get('started', 0):,} in this time"),
        figure("Settled", f"{tally.runs - tally.runs_open:,}", note="runs that are over"),
        figure("Under way", f"{waiting:,}", note=", ".join(parts) or "messages that move"),
        figure("Oldest waiting", span_of(seen.oldest_pending_s), note="that could move now", tone=old),
        figure(
            "In the trash",
            f"{tally.trash:,}",
            note=f"{seen.causes} {'cause' if seen.causes == 1 else 'causes'}",
            tone="bad" if tally.trash else "",
            href=href("/trash"),
        ),
        figure("Labels bought today", f"{bought.labels:,}", note=cost),
    )


def _map(visit: Visit, seen: Dashboard, hours: int) -> Markup:
    names = sorted(set(visit.house.world.catalog.topologies) | set(seen.tally.by_topology))
    return heat_map(seen.minutes, names, now=seen.at, hours=hours)


def _legend() -> Markup:
    steps = joined(Markup('<i class="heat-cell h{}"></i>').format(level) for level in range(5))
    return Markup(
        '<span class="heat-legend tiny muted">still {} busy <i class="heat-cell h2 is-again"></i> tried again '
        '<i class="heat-cell h2 is-bad"></i> to the trash</span>'
    ).format(steps)


def _panel(title: str, content: Markup, *, note: Markup | str = "") -> Markup:
    head = tag("div", tag("h2", title), tag("span", note, style="margin-left:auto"), cls="panel-head")
    return tag("section", head, tag("div", content, cls="panel-body"), cls="panel")


def _installations(states: list[InstallationState]) -> Markup:
    columns: list[Column[InstallationState]] = [
        Column(title="Installation", cell=lambda one: tag("span", one.name, cls="strong")),
        Column(title="Application", cell=lambda one: one.application),
        Column(title="State", cell=lambda one: chip(one.state, title=one.reason)),
        Column(title="Waiting", cell=lambda one: one.waiting + one.held or "", is_right=True),
        Column(title="Why", cell=lambda one: tag("span", one.reason, cls="small muted")),
    ]
    if not states:
        return Markup('<p class="muted">Nothing is connected yet: goldthread installation add.</p>')
    return table_markup(columns, states)


async def _latest(visit: Visit) -> Markup:
    rows = await visit.house.world.ledger.trash(limit=8)
    if not rows:
        return Markup('<p class="muted">The trash is empty.</p>')
    columns: list[Column[Trashed]] = [
        Column(title="When", cell=lambda one: moment(one.trashed_at, shape="ago")),
        Column(title="Where", cell=_where),
        Column(title="Why", cell=lambda one: tag("span", _reason(visit, one.why.reason), cls="small")),
    ]
    return table_markup(columns, rows, href=lambda one: href(f"/trash/{one.message.id}"))


def _where(one: Trashed) -> Markup:
    return joined(
        [
            tag("span", one.message.topology, cls="nowrap"),
            Markup("<br>"),
            tag("span", one.message.node, cls="small muted"),
        ]
    )


def _reason(visit: Visit, reason: str) -> str:
    hide = visit.hide(Scope.REPAIR)
    return reason if hide is None else str(hide(reason))


class _Shared:
    """What all who look at the overview share, so that many of them cost the ledger no more than one."""

    def __init__(self, ledger: Ledger) -> None:
        self.purchases = Purchases(ledger)
        self._ledger = ledger
        self._seen: dict[int, Dashboard] = {}
        self._looking = asyncio.Lock()

    async def seen(self, hours: int, now: datetime) -> Dashboard:
        """The figures, no older than most of a redrawing."""
        async with self._looking:
            known = self._seen.get(hours)
            if known is None or now - known.at > SHARED_FOR:
                known = await dashboard(self._ledger, now, back=timedelta(hours=hours), width=WIDTHS[hours])
                self._seen[hours] = known
            return known


def _shared(door: Door) -> _Shared:
    ledger = door.house.world.ledger
    found = _everybodys.get(ledger)
    if found is None:
        found = _everybodys[ledger] = _Shared(ledger)
    return found
