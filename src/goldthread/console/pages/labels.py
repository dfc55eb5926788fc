"""Labels: print it again."""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

from markupsafe import Markup
from nicegui import ui
from nicegui.events import GenericEventArguments

from goldthread.access.scope import Scope
from goldthread.api.door import Door
from goldthread.audit.labels import Labels
from goldthread.audit.stations import Stations
from goldthread.console.address import PREFIX, href
from goldthread.console.frame import heading, page
from goldthread.console.labels.bench import Bench, read_texts
from goldthread.console.labels.drawing import no_stations, rows, scan_form, station_choice
from goldthread.console.labels.press import PRINTING
from goldthread.console.parts.act import guarded
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import empty_markup, notice
from goldthread.console.visit import Visit
from goldthread.domain.printing import StationProfile

SEES: Final = (Scope.READ, Scope.PRINT)
EVERY_S: Final = 4.0
CHOOSE: Final = "choose"
_HEAD: Final = Markup(
    '<link rel="stylesheet" href="{prefix}/look/labels.css"><script src="{prefix}/look/labels.js"></script>'
)
_SINCE: Final = Markup(
    '<form class="row-line since" data-since><label for="since" class="muted">Reprint all since</label>'
    '<input id="since" class="field large" type="time" required><button class="button large" type="submit">Show them'
    "</button></form>"
)
_stations: WeakKeyDictionary[Labels, Stations] = WeakKeyDictionary()


@page("/labels", title="Labels", icon="labels", scope=SEES, answers="Print it again", order=30)
async def labels(visit: Visit, station: str = "", q: str = "") -> None:
    """The station's page: scan, see, one key to print."""
    ui.add_head_html(str(_HEAD.format(prefix=PREFIX)))
    stations = stations_of(visit.door)
    profiles = await stations.all()
    wanted = station or _remembered()
    here = next((one for one in profiles if one.station == wanted), None)
    with heading("Labels", _question(here)):
        if here is not None and len(profiles) > 1:
            html(tag("a", "Another station", cls="button", href=href("/labels", station=CHOOSE)))
    if here is None:
        _let_choose(profiles, "" if wanted == CHOOSE else wanted, q)
        return
    html(scan_form(here.station))
    bench = Bench(
        visit=visit, stations=stations, profiles=profiles, here=here, frame=ui.element("div").classes("bench")
    )
    _listen(visit, bench)
    await _last_labels(visit, stations, here)
    if q:
        await bench.find([q])


def stations_of(door: Door) -> Stations:
    """One for all pages of a house, since it remembers what doesn't change."""
    if door.labels not in _stations:
        _stations[door.labels] = Stations(door.house.world.ledger, door.labels, topologies=PRINTING)
    return _stations[door.labels]


def _question(here: StationProfile | None) -> str:
    return f"Print it again. This is {here.station}, printing at {here.printer}." if here else "Print it again"


def _remembered() -> str:
    return ui.context.client.request.cookies.get("goldthread_station", "")


def _let_choose(profiles: list[StationProfile], wanted: str, q: str) -> None:
    if wanted:
        notice(f"There is no station {wanted!r} with a printer. Choose one of these.", tone="warn")
    with ui.element("div").classes("panel"):
        html(station_choice(profiles, q) if profiles else no_stations(), classes="panel-body")


def _listen(visit: Visit, bench: Bench) -> None:
    """The browser tells what was scanned, and since when to print again."""

    async def found(event: GenericEventArguments) -> None:
        async def find() -> None:
            await bench.find(read_texts(event.args))

        await guarded(find, visit=visit, needs=SEES)()

    async def since(event: GenericEventArguments) -> None:
        async def find() -> None:
            await bench.find_since(str(event.args))

        await guarded(find, visit=visit, needs=SEES)()

    ui.on("station-find", found)
    ui.on("station-since", since)


async def _last_labels(visit: Visit, stations: Stations, here: StationProfile) -> None:
    """What this station printed last; read anew only when something was printed."""
    with ui.element("div").classes("panel"):
        head = tag("h2", f"Last labels of {here.station}"), tag("div", _SINCE, cls="acts")
        html(joined(head), classes="panel-head")
        kept: dict[str, object] = {"mark": None, "drawn": Markup("")}

        async def draw() -> None:
            mark = await stations.newest()
            if mark != kept["mark"]:
                last = await stations.latest(here.station, visit.door.now())
                kept["drawn"] = rows(last, here.station) if last else _none_yet(here)
                kept["mark"] = mark
            html(Markup(kept["drawn"]))  # noqa: S704 - it was made as markup, above

        await follow(EVERY_S, draw, visit=visit)


def _none_yet(here: StationProfile) -> Markup:
    words = f"As soon as an order packed at {here.station} has its label, it stands here."
    return empty_markup("No label was printed here yet", words, picture="labels")
