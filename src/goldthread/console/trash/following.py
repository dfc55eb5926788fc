"""After a message goes on: its steps as they happen, until it is settled or needs somebody again."""

from __future__ import annotations

from datetime import datetime, timedelta

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import notice
from goldthread.console.parts.words import chip, moment
from goldthread.console.trash.trail import Trail, trail_of
from goldthread.console.visit import SessionEnded, Visit
from goldthread.flow.difference import Mask
from goldthread.flow.errors import GoldthreadError
from goldthread.flow.message import RunId

OFTEN_S = 0.7
"""At first, for a person waits."""
SELDOM_S = 3.0
PATIENCE = timedelta(seconds=45)


class Following:
    """Draws the trail of a run since an instant, again and again until it is over."""

    def __init__(self, visit: Visit, run: str, trace: str, since: datetime, words: str) -> None:
        self._visit = visit
        self._run = RunId(run)
        self._trace = trace
        self._since = since
        self._words = words

    async def show(self) -> None:
        """Draw into an element of its own, and follow."""
        self._place = ui.element("div").classes("stack").props('aria-live="polite"')
        self._client = ui.context.client
        self._timer = ui.timer(OFTEN_S, self._again, immediate=False)
        await self._draw()

    async def _again(self) -> None:
        if not self._client.has_socket_connection:
            return
        try:
            await self._visit.demand(*self._visit.scopes)
            await self._draw()
        except SessionEnded:
            self._timer.cancel()
        except GoldthreadError:
            self._timer.interval = SELDOM_S

    async def _draw(self) -> None:
        ledger = self._visit.house.world.ledger
        row = await ledger.run(self._run)
        entries = [one.entry for one in await ledger.entries(run=self._run, since=self._since, limit=100)]
        opened = [(one.id, one.node, state) for one, state in await ledger.messages(run=self._run, limit=20)]
        trail = trail_of(entries[::-1], row, opened)
        if trail.is_over:
            self._timer.cancel()
        elif self._visit.door.now() - self._since > PATIENCE:
            self._timer.interval = SELDOM_S
        self._place.clear()
        with self._place:
            self._say(trail)

    def _say(self, trail: Trail) -> None:
        tone = {"settled": "good", "trash": "bad", "waiting": "warn", "moving": "info"}[trail.state]
        link, way = href(f"/orders/{self._trace}"), "See the whole story"
        if trail.again:
            link, way = href(f"/trash/{trail.again}"), "Look at it again"
        notice(f"{self._words} {trail.words}", tone=tone, way_on=link, way=way)
        with ui.element("div").classes("panel"):
            html(tag("h2", "Since then"), classes="panel-head")
            html(_steps(trail, self._visit.hide(Scope.REPAIR)), classes="panel-body")


def _steps(trail: Trail, hide: Mask | None) -> Markup:
    if not trail.steps:
        return tag("p", "Nothing yet; it is picked up within a second.", cls="muted")
    rows = [
        joined(
            [
                moment(one.at, shape="time"),
                chip(one.word),
                tag("span", tag("span", one.node, cls="node"), " ", hide(one.words) if hide else one.words),
            ]
        )
        for one in trail.steps
    ]
    return tag("div", *rows, cls="trail")
