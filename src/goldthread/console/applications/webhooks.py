"""Whether an installation still tells us: its subscriptions, and what was found without them."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup

from goldthread.audit.hooks import HookHealth, Subscription, hook_health
from goldthread.console.parts.markup import html, tag
from goldthread.console.parts.notice import empty, notice
from goldthread.console.parts.table import Column, table_markup
from goldthread.console.parts.words import chip, figure, figures, moment
from goldthread.console.visit import Visit
from goldthread.engine.hooks import hook_checks
from goldthread.engine.installation import Installation

BACK = timedelta(days=7)


async def show_webhooks(visit: Visit, one: Installation) -> None:
    """Each event with where it is to be told, and what the vendor says of it."""
    world = visit.house.world
    checks = [
        each for each in hook_checks(world.catalog, world.installations, world.address) if each.installation == one.name
    ]
    if not checks:
        words = "No topology starts with an event of it; sweeps ask it instead." if one.is_on else "It is switched off."
        empty("It tells us nothing", words, picture="link")
        return
    (health,) = await hook_health(world.ledger, checks, visit.door.now(), back=BACK)
    if not world.address:
        notice(
            "Nobody outside knows our address: set public_url, so that subscriptions can be made and kept.", tone="warn"
        )
    html(figures(*_figures(health)))
    head = tag("div", tag("h2", "Events"), cls="panel-head")
    html(tag("section", head, table_markup(COLUMNS, health.subscriptions), cls="panel"))


def _figures(health: HookHealth) -> list[Markup]:
    by = ", ".join(f"{count} by {name}" for name, count in health.found_by.items())
    return [
        figure(
            "Missed in 7 days",
            health.missed,
            note=by or "no sweep found anything first",
            tone="warn" if health.missed else "",
        ),
        figure("Last missed", moment(health.missed_at, shape="ago") if health.missed_at else "never"),
        figure(
            "Vendor asked",
            moment(health.checked_at, shape="ago") if health.checked_at else "never",
            note="for its list of subscriptions",
        ),
        figure("Made again", health.repairs, note="subscriptions that the vendor had dropped"),
    ]


def _state(one: Subscription) -> object:
    if one.repair:
        return chip(one.repair)
    return chip("not asked", title="The vendor keeps no list that can be asked, or wasn't asked yet.")


COLUMNS: tuple[Column[Subscription], ...] = (
    Column(title="Event", cell=lambda one: one.event),
    Column(
        title="Told to",
        cell=lambda one: tag("span", one.address or "no address: public_url isn't set", cls="mono wrap-any"),
    ),
    Column(title="At the last look", cell=_state),
    Column(title="Vendor's id", cell=lambda one: one.theirs or "-"),
)
