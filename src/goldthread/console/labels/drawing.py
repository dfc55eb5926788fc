"""How labels look at a packing station: one with its picture, several in large rows."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from goldthread.audit.stations import StationLabel
from goldthread.console.address import href
from goldthread.console.look.colours import Tone
from goldthread.console.look.icons import icon
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.notice import empty_markup
from goldthread.console.parts.words import chip, facts, moment
from goldthread.domain.printing import StationProfile
from goldthread.domain.record import Print

_SCAN = Markup(
    '<form class="scan" data-scan data-station="{station}" action="{action}" method="get">{icon}'
    '<label class="visually-hidden" for="scan">Scan or type a number</label>'
    '<input type="hidden" name="station" value="{station}">'
    '<input id="scan" name="q" value="" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="200" '
    'placeholder="Scan a label, or type any number of the order"><button class="button primary" type="submit">Find'
    '</button></form><div class="notice warn scan-away" role="alert" hidden>{warning}<div><strong>No connection.'
    "</strong> Go on scanning: what you scan is kept here and looked up as soon as the connection is back. "
    'Nothing is printed until then. <span class="scan-kept mono"></span></div></div>'
)
_ROW = Markup(
    '<tr class="is-link" data-find="label:{id}"><td class="num nowrap">{at}</td>'
    '<td><a href="{link}" data-find="label:{id}">{order}</a><div class="muted mono small">{number}</div></td>'
    '<td>{state}</td><td class="muted small">{prints}</td></tr>'
)
_ROWS = Markup(
    '<div class="table-wrap" tabindex="0"><table class="table large"><thead><tr><th scope="col">Printed</th>'
    '<th scope="col">Order and tracking number</th><th scope="col">State</th><th scope="col">Prints</th></tr></thead>'
    "<tbody>{}</tbody></table></div>"
)


def scan_form(station: str) -> Markup:
    """The large field, and what stands there while the connection is lost."""
    return _SCAN.format(station=station, action=href("/labels"), icon=icon("search"), warning=icon("warning"))


def station_choice(stations: Sequence[StationProfile], q: str) -> Markup:
    """Large tiles, once a device."""
    tiles = [
        tag(
            "a",
            icon("print"),
            tag("span", one.station, cls="strong"),
            tag("span", f"prints at {one.printer}, {one.language}", cls="muted small"),
            cls="tile",
            href=href("/labels", station=one.station, q=q),
        )
        for one in stations
    ]
    return joined([tag("h2", "At which station are you?"), tag("div", *tiles, cls="tiles")])


def no_stations() -> Markup:
    """Nobody has said yet which printer stands where."""
    return empty_markup(
        "No station has a printer yet",
        "An operator starts the topology station.assign with the station's name and its printer.",
        picture="print",
    )


def rows(labels: Sequence[StationLabel], station: str) -> Markup:
    """A large row for each; a touch shows the label."""
    return _ROWS.format(joined(_row(one, station) for one in labels))


def detail(one: StationLabel, picture: Markup, *, may_read: bool) -> Markup:
    """One label with its picture, what it belongs to, and who printed it when."""
    label = one.label
    order = label.order_number or label.order or label.id
    title = tag("a", order, href=href("/orders", q=label.order_number)) if may_read and label.order_number else order
    said = facts(
        (
            ("Tracking number", tag("span", label.tracking_number, cls="mono")),
            ("Shipment", tag("span", f"{label.carrier}/{label.shipment}", cls="mono small")),
            ("Packed at", label.station),
            (
                "Parcel",
                joined(
                    [
                        chip(one.status),
                        " ",
                        tag("span", "since ", moment(one.since), cls="muted small") if one.since else "",
                    ]
                ),
            ),
            ("Printable until", moment(label.expires_at)),
        )
    )
    prints = tag("ol", *(_print(each) for each in label.prints), cls="prints")
    history = joined([tag("h3", _counted(len(label.prints))), prints])
    words = tag("div", tag("h2", title, cls="label-order"), _state(one), cls="row-line")
    why = tag("div", icon("warning"), tag("div", one.obstacle), cls="notice bad", role="alert") if one.obstacle else ""
    right = tag("div", words, why, said, history, cls="stack")
    return tag("div", tag("div", picture, cls="label-paper"), right, cls="label-card")


def _row(one: StationLabel, station: str) -> Markup:
    label = one.label
    return _ROW.format(
        id=label.id,
        at=moment(one.printed_at, shape="time") if one.printed_at else Markup('<span class="muted">not yet</span>'),
        link=href("/labels", station=station, q=f"label:{label.id}"),
        order=label.order_number or label.id,
        number=label.tracking_number,
        state=_state(one),
        prints=_by(label.prints),
    )


def _state(one: StationLabel) -> Markup:
    """In a word why not, or that it may be printed."""
    if one.label.is_void:
        return chip("void", title=one.obstacle)
    if one.label.is_expired:
        return chip("expired", title=one.obstacle)
    if one.is_scanned:
        return chip("scanned", Tone.STILL, title=one.obstacle)
    return chip("ready", title="It may be printed again.")


def _by(prints: Sequence[Print]) -> str:
    if not prints:
        return "none yet"
    last = prints[-1]
    times = "once" if len(prints) == 1 else f"{len(prints)} times"
    return times if len(prints) == 1 else f"{times}, last by {last.who}: {last.why}"


def _counted(count: int) -> str:
    return {0: "Not printed yet", 1: "Printed once"}.get(count, f"Printed {count} times")


def _print(one: Print) -> Markup:
    who = f"{one.printer}, by {one.who}: {one.why}"
    return tag("li", moment(one.at, shape="moment"), " ", who)
