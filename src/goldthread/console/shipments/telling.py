"""Whether webhooks come: for each installation what its vendor says, and what sweeps and watch found first."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from goldthread.audit.hooks import HookHealth
from goldthread.console.address import href
from goldthread.console.look.colours import Tone
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.table import Column
from goldthread.console.parts.words import chip, figure, figures, moment


def health_figures(healths: Sequence[HookHealth], hours: int) -> Markup:
    """What was missed, how often subscriptions were made again, and when vendors were last asked."""
    missed, repairs = sum(one.missed for one in healths), sum(one.repairs for one in healths)
    asked = max((one.checked_at for one in healths if one.checked_at), default=None)
    return figures(
        figure(f"Missed in {hours} h", missed, note="found without a webhook", tone="warn" if missed else ""),
        figure("Installations that tell us", len(healths), note=f"{sum(map(is_silent, healths))} of them missed some"),
        figure("Subscriptions made again", repairs, note="vendors had dropped them"),
        figure("Vendors last asked", moment(asked, shape="ago") if asked else "never", note="for their lists"),
    )


def columns(hours: int, *, may_open: bool) -> tuple[Column[HookHealth], ...]:
    """One row an installation; the name leads to it for whom that page opens."""

    def name(one: HookHealth) -> object:
        opened = tag("a", one.installation, href=href(f"/applications/{one.installation}", tab="webhooks"))
        return opened if may_open else one.installation

    return (
        Column(title="Installation", key="name", sort=lambda one: one.installation, cell=name),
        Column(
            title="Application", key="application", sort=lambda one: one.application, cell=lambda one: one.application
        ),
        Column(title="Webhooks", cell=_verdict),
        Column(title="Events", cell=_events),
        Column(title=f"Missed in {hours} h", key="missed", sort=lambda one: one.missed, cell=_missed),
        Column(title="Last missed", cell=lambda one: moment(one.missed_at, shape="ago") if one.missed_at else "never"),
        Column(
            title="Vendor asked", cell=lambda one: moment(one.checked_at, shape="ago") if one.checked_at else "never"
        ),
        Column(title="Made again", key="repairs", sort=lambda one: one.repairs, cell=_repairs),
    )


def is_silent(one: HookHealth) -> bool:
    """Whether anything was found that its webhook should have told."""
    return one.missed > 0


def _verdict(one: HookHealth) -> Markup:
    if not any(each.address for each in one.subscriptions):
        return chip("no address", Tone.WARN, title="Set public_url, so that vendors know where to tell us.")
    if one.missed:
        return chip("some lost", Tone.WARN, title="Sweeps or the watch found what no webhook had told.")
    return chip("arriving", Tone.GOOD, title="Nothing was found that a webhook should have told.")


def _events(one: HookHealth) -> Markup:
    said = [joined([each.event, " ", chip(each.repair) if each.repair else ""]) for each in one.subscriptions]
    return tag("div", *(tag("div", each) for each in said), cls="small")


def _missed(one: HookHealth) -> Markup:
    by = ", ".join(f"{count} by {name}" for name, count in sorted(one.found_by.items()))
    return joined([tag("span", str(one.missed), cls="strong num"), tag("div", by, cls="muted tiny") if by else ""])


def _repairs(one: HookHealth) -> Markup:
    at = joined([" ", moment(one.repaired_at, shape="ago")]) if one.repaired_at else ""
    return joined([tag("span", str(one.repairs), cls="num"), at])
