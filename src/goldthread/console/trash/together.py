"""The panel that acts on all messages of a cause: preview, progress, result."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.api.models_trash import Bulk, BulkAnswer
from goldthread.api.trash_groups import Deed as GroupDeed
from goldthread.api.trash_groups import on_all, repairing
from goldthread.console.address import href
from goldthread.console.parts.act import Handler, guarded
from goldthread.console.parts.json_view import diff, folded
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import notice
from goldthread.console.trash.asking import reason_asked
from goldthread.console.trash.banner import push
from goldthread.console.trash.bulk import PREVIEWED, Forecast, common_fields, forecasts, read_value
from goldthread.console.visit import Visit
from goldthread.flow.difference import Change
from goldthread.flow.errors import Misuse
from goldthread.flow.pointer import at
from goldthread.flow.reply import Json
from goldthread.ports.carried import TrashKind
from goldthread.ports.view import Trashed

MOST = 5000
"""Messages in one go; for more it is pressed again."""


class Together:
    """Acts on a whole cause."""

    def __init__(
        self, visit: Visit, cause: str, count: int, kind: str, members: Sequence[Trashed], *, renew: Handler
    ) -> None:
        self._visit = visit
        self._cause = cause
        self._count = count
        self._kind = kind
        self._members = members
        self._renew = renew
        self._all = f"all {count}" if count > 1 else "it"
        self._is_busy = False

    def draw(self) -> None:
        """The panel, with a place for preview, progress and result."""
        with ui.element("div").classes("panel"):
            html(tag("h2", f"All {self._count} at once" if self._count > 1 else "This one"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                if self._kind not in (TrashKind.IN_DOUBT, TrashKind.ORPHANED):
                    self._field_line()
                with ui.element("div").classes("row-line"):
                    if self._kind != TrashKind.IN_DOUBT:
                        push(f"Resume {self._all}", self._guard(self._resume), picture="play")
                    else:
                        html(tag("p", "Writes in doubt are decided one by one, each with a look at the other side."))
                    push(f"Discard {self._all} …", self._guard(self._discard), picture="trash", look="danger")
                self._place = ui.element("div").classes("stack").props('aria-live="polite"')

    def _field_line(self) -> None:
        first = self._members[0].why.field if self._members else ""
        fields = common_fields(self._members)
        with ui.element("div").classes("row-line"):
            options = list(dict.fromkeys([*([first] if first else []), *fields]))
            self._field = (
                ui.select(options, value=first or None, label="Field", with_input=True)
                .props("outlined dense")
                .style("min-width:280px")
            )
            self._value = ui.input("Becomes").props("outlined dense").style("min-width:220px")
            push("Preview the change", self._guard(self._preview), picture="eye")

    def _guard(self, handler: Handler) -> Handler:
        return guarded(handler, visit=self._visit, needs=(Scope.REPAIR,))

    async def _preview(self) -> None:
        field, value = self._wanted()
        page = await self._visit.house.world.ledger.trash(cause=self._cause, limit=PREVIEWED)
        found = forecasts(self._visit.house.engine.trash, page, field, value)
        unfit = sum(bool(one.problem) for one in found)
        self._place.clear()
        with self._place:
            rest = (
                f" The first {len(found)} are shown; the others are checked as they are changed."
                if self._count > len(found)
                else ""
            )
            tone = "warn" if unfit else "info"
            notice(f"{len(found) - unfit} of {len(found)} would fit, {unfit} would stay as they are.{rest}", tone=tone)
            html(_preview_table(found, field))
            why = ui.input("Why (stays in the story of each)").props("outlined dense").style("max-width:420px")

            async def go() -> None:
                await self._run(
                    str(why.value or "").strip(),
                    repairing(self._visit.door, {field: value}, resume=True),
                    "changed and resumed",
                )

            with ui.element("div").classes("row-line"):
                push(f"Change and resume {self._all}", self._guard(go), picture="play", look="primary")

    def _wanted(self) -> tuple[str, Json]:
        field = str(self._field.value or "")
        if not field:
            raise Misuse("Choose the field first.")
        former: Json = None
        if self._members:
            former = at(json.loads(self._members[0].message.body), field)
        return field, read_value(str(self._value.value or ""), former)

    async def _resume(self) -> None:
        why = await reason_asked(
            f"Resume {self._all}?", "Each goes on where it stopped, as it is.", f"Resume {self._count}"
        )
        if why is not None:
            await self._run(why, self._visit.house.engine.trash.resume, "resumed")

    async def _discard(self) -> None:
        words = "Each of their runs ends. They cannot be resumed afterwards."
        why = await reason_asked(f"Discard {self._all}?", words, f"Discard {self._count}")
        if why is not None:
            await self._run(why, self._visit.house.engine.trash.discard, "discarded")

    async def _run(self, why: str, deed: GroupDeed, done: str) -> None:
        if not why:
            raise Misuse("Say why; it stays in the story of each message.")
        if self._is_busy:
            raise Misuse("The last one is still under way.")
        self._is_busy = True
        try:
            await self._do(why, deed, done)
        finally:
            self._is_busy = False

    async def _do(self, why: str, deed: GroupDeed, done: str) -> None:
        self._place.clear()
        with self._place:
            words = ui.html("", sanitize=False)
            bar = ui.element("div").props('role="progressbar"').classes("progress")
            with bar:
                filled = ui.element("div").style("width:0%")

        def tell(so_far: int, of: int) -> None:
            if so_far % max(of // 100, 1) == 0:
                words.set_content(str(tag("p", f"{so_far} of {of} {done} …")))
                filled.style(f"width:{100 * so_far // max(of, 1)}%")

        asked_ = Bulk(reason=why, limit=min(self._count, MOST))
        answer = await on_all(self._visit.door, self._cause, asked_, self._visit.name, deed, tell=tell)
        self._place.clear()
        with self._place:
            self._result(answer, done)
        await self._renew()

    def _result(self, answer: BulkAnswer, done: str) -> None:
        tone = "warn" if answer.failed else "good"
        words = f"{len(answer.done)} {done}"
        words += f", {len(answer.failed)} left as they were." if answer.failed else "."
        notice(words, tone=tone, way_on=href("/trash"), way="To the trash")
        if answer.failed:
            rows = [
                tag("li", tag("a", one.instance[-8:], href=href(f"/trash/{one.instance}")), " ", one.detail)
                for one in answer.failed[:200]
            ]
            html(folded(f"{len(answer.failed)} not {done}", tag("ul", *rows), is_open=True))


def _preview_table(found: Sequence[Forecast], field: str) -> Markup:
    rows = [
        tag(
            "tr",
            tag("td", tag("a", one.about, href=href(f"/trash/{one.message}"))),
            tag("td", diff([Change(field=field, before=one.before, after=one.after)])),
            tag("td", tag("span", one.problem, cls="json-error") if one.problem else "fits"),
        )
        for one in found
    ]
    head = tag("thead", tag("tr", tag("th", "About"), tag("th", "Change"), tag("th", "Fits?")))
    table = tag("table", head, tag("tbody", joined(rows)), cls="table")
    return tag("div", tag("div", table, cls="table-wrap"), cls="panel")
