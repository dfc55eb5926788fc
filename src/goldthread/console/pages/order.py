"""One order: everything that happened to it, in every system, and what of it is open."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.audit.labels import LabelView
from goldthread.audit.shipments import ParcelView
from goldthread.audit.story import tell
from goldthread.audit.told import Standing, Story
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.lanes import Lanes
from goldthread.console.pages.orders import name_of
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import notice
from goldthread.console.parts.words import chip, facts, moment
from goldthread.console.story import is_quiet, timeline
from goldthread.console.visit import Visit
from goldthread.flow.errors import NotFound

PAGE = 250
"""Lines of a story on one page."""


@page(
    "/orders/{trace}",
    title="Order",
    icon="orders",
    scope=(Scope.READ,),
    answers="What happened to this order?",
    is_listed=False,
    belongs_to="/orders",
)
async def order(visit: Visit, trace: str, show: Literal["main", "all"] = "main", page: int = 1) -> None:
    """The story as a timeline, with labels, parcels and what is open beside it."""
    world = visit.house.world
    story = await tell(world.ledger, trace, topologies=world.catalog.topologies.values(), mask=visit.hide())
    if not story.is_masked:
        visit.door.note_look(visit.name, story.trace, "the story")
    with heading(f"Order {name_of(list(story.entities), story.trace)}", _summary(story)):
        html(_ways(story, show))
    for one in story.open:
        _open(visit, one)
    lines = [line for line in story.lines if show == "all" or not is_quiet(line)]
    shown = lines[(page - 1) * PAGE : page * PAGE]
    main = tag(
        "section",
        tag(
            "div",
            timeline(shown, Lanes(world.catalog, world.installations)),
            _pages(story, show, page, len(lines)),
            cls="panel-body",
        ),
        cls="panel",
    )
    html(tag("div", main, tag("div", await _beside(visit, story), cls="stack"), cls="order-grid"))


def _summary(story: Story) -> str:
    count, kinds = len(story.runs), len({one.topology for one in story.runs})
    runs = f"{count} {'run' if count == 1 else 'runs'} of {kinds} {'topology' if kinds == 1 else 'topologies'}"
    hidden = "; personal data is hidden from your role" if story.is_masked else ""
    return f"{len(story.lines)} entries in {runs}{hidden}"


def _ways(story: Story, show: str) -> Markup:
    here = f"/orders/{story.trace}"
    links = [
        tag("a", words, href=href(here, show=each), aria_current="true" if show == each else "")
        for each, words in (("main", "What mattered"), ("all", "Everything"))
    ]
    tabs = tag("div", *links, cls="segments", role="group", aria_label="How much is shown")
    export = tag("a", "Export as evidence", cls="button", href=href(f"{here}/evidence.json"), download="")
    text = tag("a", "As text", cls="button quiet", href=href(f"{here}/story.txt"), target="_blank")
    return joined([tabs, text, export])


def _open(visit: Visit, one: Standing) -> None:
    where = f"Open before {one.node} of {one.topology}: {one.reason or one.state}"
    if one.state == "trash":
        may = visit.may(Scope.REPAIR, Scope.READ)
        notice(where, tone="bad", way="Repair it" if may else "", way_on=href(f"/trash/{one.message}") if may else "")
    else:
        due = f" Next try at {one.due:%H:%M:%S} UTC." if one.due else ""
        notice(f"{where}.{due}", tone="warn")


async def _beside(visit: Visit, story: Story) -> Markup:
    found = [part.partition(":")[2] for part in story.entities if part.startswith("label:")]
    now = visit.door.now()
    labels = []
    for label in found:
        try:
            labels.append(await visit.door.labels.get(label, now))
        except NotFound:
            continue
    keys = [
        (kind.replace("_", " "), tag("span", key, cls="wrap-any"))
        for kind, _, key in (one.partition(":") for one in story.entities)
    ]
    parcels = [
        parcel for part in story.entities if part.startswith("shipment:") for parcel in await _parcels(visit, part)
    ]
    parts = [_panel("Known as", facts(keys))]
    if parcels:
        parts.append(_panel("Parcels", joined(_parcel(one) for one in parcels)))
    parts += [_panel(f"Label of parcel {one.parcel}", _label(visit, one)) for one in labels]
    parts.append(_panel("Runs", _runs(story)))
    return joined(parts)


async def _parcels(visit: Visit, entity: str) -> tuple[ParcelView, ...]:
    carrier, _, id_ = entity.removeprefix("shipment:").partition("/")
    try:
        return (await visit.door.shipments.get(carrier, id_)).parcels
    except NotFound:
        return ()


def _parcel(one: ParcelView) -> Markup:
    heard = [
        Markup("<li>{} {} <span class='tiny muted'>{}{} by {}</span></li>").format(
            moment(event.at),
            chip(event.status),
            event.raw_code,
            f", {event.location}" if event.location else "",
            event.source,
        )
        for event in reversed(one.events[-12:])
    ]
    return Markup(
        '<div class="parcel"><div class="row-line"><span class="strong mono">{}</span>{}</div><ol>{}</ol></div>'
    ).format(one.tracking_number, chip(one.status, title=one.reason), joined(heard))


def _label(visit: Visit, one: LabelView) -> Markup:
    state = "void" if one.is_void else "expired" if one.is_expired else "printed" if one.prints else "ready"
    prints = [
        Markup("<li>{} at {} by {} <span class='muted'>{}</span></li>").format(
            moment(each.at), each.printer, each.who, each.why
        )
        for each in one.prints
    ]
    picture: Markup | str = ""
    if visit.may(Scope.PERSONAL, Scope.PRINT) and one.format == "PDF":
        picture = Markup('<img class="label-picture" loading="lazy" alt="Label {}" src="{}">').format(
            one.id, href(f"/labels/{one.id}/picture.png")
        )
    known = facts(
        [
            ("State", chip(state)),
            ("Label", tag("span", one.id, cls="mono small")),
            ("Format", f"{one.format}{f', {one.dpi} dpi' if one.dpi else ''}"),
            ("Cost", one.cost),
            ("Kept until", moment(one.expires_at)),
            ("Printed", Markup('<ol class="plain small">{}</ol>').format(joined(prints)) if prints else "not yet"),
        ]
    )
    return joined([picture, known])


def _runs(story: Story) -> Markup:
    rows = [
        Markup("<li>{} {} {}</li>").format(moment(one.started_at, shape="time"), one.topology, chip(one.state))
        for one in story.runs[-30:]
    ]
    return Markup('<ol class="plain small">{}</ol>').format(joined(rows))


def _panel(title: str, content: Markup) -> Markup:
    return tag(
        "section",
        tag("div", tag("h2", title), cls="panel-head"),
        tag("div", content, cls="panel-body stack-s"),
        cls="panel",
    )


def _pages(story: Story, show: str, page: int, count: int) -> Markup:
    if count <= PAGE:
        return Markup('<p class="small muted">{}</p>').format("There is more than was read." if story.is_cut else "")
    here = f"/orders/{story.trace}"
    links = [
        tag("a", words, cls="button small", href=href(here, show=show, page=page + step))
        for words, step in (("Earlier", -1), ("Later", 1))
        if 0 < page + step <= -(-count // PAGE)
    ]
    return tag("div", f"Page {page} of {-(-count // PAGE)}", tag("div", *links, cls="pages"), cls="table-foot")
