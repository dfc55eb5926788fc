"""A packing station while somebody works at it: what was found, what is being printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, cast

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.audit.labels import LabelView
from goldthread.audit.printing import Progress
from goldthread.audit.stations import StationLabel, Stations
from goldthread.console.labels.choice import REASONS, Batch, narrowed, printers, scanned, target
from goldthread.console.labels.drawing import detail, rows
from goldthread.console.labels.look import looked_at
from goldthread.console.labels.press import Asked, Wish, all_progress, press, told
from goldthread.console.parts.act import Question, asked, button
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup, notice
from goldthread.console.parts.words import moment
from goldthread.console.visit import Visit
from goldthread.domain.printing import StationProfile
from goldthread.flow.errors import Misuse

MOST: Final = 60
"""So many labels of one search are shown."""
PATIENCE: Final = 90
"""For how many looks a print is followed; it goes on without anybody looking."""
LOOK_S: Final = 1.0


class Bench:
    """One station's page. Draws into `frame` what was found, and above it what became of the last print."""

    def __init__(
        self,
        *,
        visit: Visit,
        stations: Stations,
        profiles: Sequence[StationProfile],
        here: StationProfile,
        frame: ui.element,
    ) -> None:
        self._visit = visit
        self._stations = stations
        self._profiles = {one.station: one for one in profiles}
        self._here = here
        self._frame = frame
        with frame:
            self._news = ui.element("div").props('role="status"')
            self._place = ui.element("div")
        self._batch: Batch | None = None
        self._round = 0
        self._following: ui.timer | None = None

    async def find(self, texts: Sequence[str]) -> None:
        """Show the labels that any of the numbers means."""
        sought = [said for text in texts if (said := scanned(text))]
        if not sought:
            return
        found: dict[str, LabelView] = {}
        for text in sought:
            views = await self._visit.door.labels.find(text, self._visit.door.now())
            found.update({one.id: one for one in narrowed(views, text)})
        self._news.clear()
        if not found:
            self._show_nothing(", ".join(sought))
            return
        seen = [await self._stations.seen(one) for one in list(found.values())[:MOST]]
        kept = f"{len(found)} labels of {', '.join(sought)[:80]}"
        more = f"; the first {MOST} are shown" if len(found) > MOST else ""
        await self._show(Batch(title=kept + more, labels=tuple(seen)))

    async def find_since(self, begin: str) -> None:
        """Show what this station printed since an instant (ISO 8601, with its zone)."""
        now = self._visit.door.now()
        try:
            at = datetime.fromisoformat(begin)
        except ValueError:
            raise Misuse("Say since when, as a time of the day: 10:42.") from None
        if at.tzinfo is None or at > now:
            raise Misuse("That time is still to come. Say since when, as a time of today: 10:42.")
        labels = await self._stations.since(self._here.station, at.astimezone(UTC), now)
        self._news.clear()
        if not labels:
            self._say(empty_markup("Nothing was printed since then", f"{self._here.station} printed nothing later."))
            return
        count = "1 label" if len(labels) == 1 else f"{len(labels)} labels"
        title = joined([f"{count} printed at {self._here.station} since ", moment(at, shape="mark")])
        await self._show(Batch(title=title, labels=tuple(labels)), is_list=True)

    def _show_nothing(self, sought: str) -> None:
        words = "Look whether the number is complete, or scan the tracking number or the order's number instead."
        self._say(empty_markup(f"No label belongs to {sought}", words, picture="search"))

    def _say(self, words: Markup) -> None:
        self._batch = None
        self._place.clear()
        with self._place, ui.element("div").classes("panel"):
            html(words)

    async def _show(self, batch: Batch, *, is_list: bool = False) -> None:
        self._batch = batch
        self._round += 1
        one = batch.labels[0] if len(batch.labels) == 1 and not is_list else None
        drawn = await looked_at(self._visit, one.label) if one else None
        self._place.clear()
        with self._place, ui.element("div").classes("panel"):
            if one and drawn is not None:
                self._print_zone(batch)
                html(detail(one, drawn, may_read=self._visit.may(Scope.READ)), classes="panel-body")
            else:
                head = tag("h2", batch.title), tag("span", _blocked(batch), cls="muted small")
                html(joined(head), classes="panel-head")
                self._print_zone(batch)
                html(rows(batch.labels, self._here.station), classes="found-rows")

    def _print_zone(self, batch: Batch) -> None:
        """Large buttons, one for each reason: pressing one prints."""
        is_insisted = not batch.free and self._visit.may(Scope.OPERATE)
        wanted = batch.printed(is_insisted=is_insisted)
        if not wanted or not self._visit.may(Scope.PRINT):
            return
        able = printers(self._profiles.values(), [one.label for one in wanted])
        if not able:
            notice("No printer here can print this: none reads its format.", tone="bad")
            return
        first = self._here.printer if self._here.printer in able else next(iter(able))
        with ui.element("div").classes("print-zone"):
            count = "it" if len(wanted) == 1 else f"all {len(wanted)}"
            html(tag("h3", f"What happened? A touch prints {count} again."))
            with ui.element("div").classes("reasons"):
                choice: dict[str, str] = {"printer": first, "why": ""}
                for key, why in REASONS.items():
                    self._reason(key, why, wanted, choice, is_insisted=is_insisted)
            with ui.element("div").classes("row-line"):
                self._printer_choice(able, choice)
                self._other_reason(wanted, choice, is_insisted=is_insisted)

    def _reason(
        self, key: str, why: str, wanted: Sequence[StationLabel], choice: dict[str, str], *, is_insisted: bool
    ) -> None:
        async def chosen() -> None:
            await self._print(wanted, why, choice["printer"], is_insisted=is_insisted)

        made = button(why.capitalize(), chosen, visit=self._visit, needs=(Scope.PRINT,), icon="print", look="primary")
        if made is not None:
            made.classes("large").props(f'data-key="{key}" title="Key {key}"')

    def _printer_choice(self, able: dict[str, StationProfile], choice: dict[str, str]) -> None:
        named = {name: f"at {name} ({_where(one, self._here)})" for name, one in sorted(able.items())}
        select = ui.select(named, value=choice["printer"], label="Printer").props("outlined dense")
        select.classes("printer-choice").on_value_change(lambda event: choice.update(printer=str(event.value)))

    def _other_reason(self, wanted: Sequence[StationLabel], choice: dict[str, str], *, is_insisted: bool) -> None:
        field = ui.input("Another reason").props('outlined dense maxlength="200" data-own-keys').classes("grow")
        field.on_value_change(lambda event: choice.update(why=str(event.value or "")))

        async def chosen() -> None:
            if not choice["why"].strip():
                raise Misuse("Say why the label is wanted again; it stays in its story.")
            await self._print(wanted, choice["why"].strip(), choice["printer"], is_insisted=is_insisted)

        made = button("Print", chosen, visit=self._visit, needs=(Scope.PRINT,), icon="print")
        if made is not None:
            made.classes("large")
            field.on("keydown.enter", js_handler=f"() => document.getElementById('{made.html_id}').click()")

    async def _print(self, wanted: Sequence[StationLabel], why: str, printer: str, *, is_insisted: bool) -> None:
        if (len(wanted) > 1 or is_insisted) and not await asked(_question(wanted, why, printer, is_insisted)):
            return
        wishes = [
            Wish(
                label=one.label.id,
                why=why,
                printer=target(one.label, printer, self._profiles),
                key=f"station:{self._visit.signed_in.session.id}:{self._page_key}:{one.label.id}",
                is_insisted=is_insisted,
            )
            for one in wanted
        ]
        given = [await press(self._visit, self._stations, wish) for wish in wishes]
        await self._follow(given, printer)

    @property
    def _page_key(self) -> str:
        """Another one with each drawing: a button that is pressed twice prints once."""
        return f"{ui.context.client.id}:{self._round}"

    async def _follow(self, given: Sequence[Asked], printer: str) -> None:
        """Say how it stands each second until it is settled; then draw the labels anew."""
        refused = [one for one in given if one.refusal]
        left = [PATIENCE]
        if self._following is not None:
            self._following.cancel()

        async def look() -> None:
            standing = list((await all_progress(self._visit, given)).values())
            self._tell(standing, refused, printer)
            left[0] -= 1
            if all(one.is_settled for one in standing) or left[0] <= 0:
                timer.cancel()
                await self.draw_again()

        with self._frame:
            timer = ui.timer(LOOK_S, look)
        self._following = timer

    def _tell(self, standing: Sequence[Progress], refused: Sequence[Asked], printer: str) -> None:
        words, tone = told(standing, refused, printer)
        self._news.clear()
        with self._news:
            notice(words, tone=tone)

    async def draw_again(self) -> None:
        """The same labels as they are now, with fresh buttons."""
        if self._batch is None:
            return
        door = self._visit.door
        views = [await door.labels.get(one.label.id, door.now()) for one in self._batch.labels]
        seen = tuple([await self._stations.seen(one) for one in views])
        await self._show(replace(self._batch, labels=seen), is_list=len(seen) > 1)


def read_texts(given: object) -> list[str]:
    """What the browser scanned: a list of texts, whatever it sent."""
    said = cast("list[object]", given) if isinstance(given, list) else [given]
    return [str(one) for one in said if isinstance(one, str)][:50]


def _blocked(batch: Batch) -> str:
    count = len(batch.labels) - len(batch.free)
    return f"{count} of them may not be printed again" if count else ""


def _where(one: StationProfile, here: StationProfile) -> str:
    return "here" if one.printer == here.printer else one.station


def _question(wanted: Sequence[StationLabel], why: str, printer: str, is_insisted: bool) -> Question:
    count = "the label" if len(wanted) == 1 else f"{len(wanted)} labels"
    words = f"They go to {printer}, because: {why}." if len(wanted) > 1 else f"It goes to {printer}, because: {why}."
    if is_insisted:
        words += " The carrier has scanned it already: make sure that no second parcel carries this number."
    return Question(title=f"Print {count} again?", words=words, yes=f"Print {count}", is_dangerous=is_insisted)
