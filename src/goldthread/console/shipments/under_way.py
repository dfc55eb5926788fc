"""The parcels under way as figures and as a table, the longest overdue first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from markupsafe import Markup

from goldthread.audit.under_way import NEVER, PATIENCE, ParcelUnderWay, Survey
from goldthread.console.address import href
from goldthread.console.look.colours import Tone
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.table import Column, Filter, View
from goldthread.console.parts.words import chip, figure, figures, moment, span_of

NOBODY: Final = "nobody"
SOURCES: Final[Mapping[str, str]] = {
    "webhook": "webhook",
    "watch": "watch",
    "person": "a person",
    "policy": "our own rule",
    NOBODY: "nobody yet",
}
"""Who tells of a parcel, by the word that stands in the address."""
_TONES: Final = {"webhook": Tone.GOOD, "watch": Tone.WARN, "person": Tone.INFO, "policy": Tone.STILL}


def survey_figures(survey: Survey) -> Markup:
    """How many are under way and overdue, and who tells of them."""
    total, overdue, by = len(survey.parcels), survey.overdue(), survey.by("source")
    oldest = overdue[0].overdue(survey.at) if overdue else timedelta(0)
    found, told = by.get("watch", 0), by.get("webhook", 0)
    return figures(
        figure("Parcels under way", total, note=_carriers(survey)),
        figure(
            "Overdue",
            len(overdue),
            note=f"the longest for {span_of(oldest.total_seconds())}" if overdue else "none keeps silent too long",
            tone="warn" if overdue else "",
            href=href("/shipments", overdue="yes") if overdue else "",
        ),
        figure("Told by webhook", told, note="the status rests on it", href=href("/shipments", source="webhook")),
        figure(
            "Found by the watch",
            found,
            note="a webhook should have told",
            tone="warn" if found > told else "",
            href=href("/shipments", source="watch"),
        ),
        figure(
            "Nothing heard yet", by.get("", 0), note="label made, not scanned", href=href("/shipments", source=NOBODY)
        ),
    )


def filter_choices(survey: Survey, view: View) -> tuple[Filter, ...]:
    """By status, carrier and source, of what there is; what is chosen stands there even where nothing fits it."""
    return (
        Filter(name="status", title="Status", options=_counted(survey, view, "status")),
        Filter(name="carrier", title="Carrier", options=_counted(survey, view, "carrier")),
        Filter(name="source", title="Told by", options=list(SOURCES.items())),
        Filter(name="overdue", title="Overdue", options=[("yes", "only these")]),
    )


def columns(now: datetime) -> tuple[Column[ParcelUnderWay], ...]:
    """One row a parcel."""
    return (
        Column(title="Tracking number", key="number", sort=lambda one: one.tracking_number, cell=_number),
        Column(title="Order", key="order", sort=lambda one: one.order_number, cell=lambda one: one.order_number or "-"),
        Column(title="Carrier", key="carrier", sort=lambda one: one.carrier, cell=lambda one: one.carrier),
        Column(title="Status", key="status", sort=lambda one: one.status, cell=status_of),
        Column(title="Told by", key="source", sort=lambda one: one.source, cell=lambda one: source_of(one.source)),
        Column(title="Age", key="age", sort=lambda one: now - one.created_at, cell=lambda one: _age(one, now)),
        Column(title="Last sign of life", key="heard", sort=lambda one: one.alive_at, cell=_heard),
        Column(title="Silence", key="overdue", sort=lambda one: one.overdue(now), cell=lambda one: _silence(one, now)),
    )


def status_of(one: ParcelUnderWay) -> Markup:
    """The word, with the carrier's own code on hover and the reason beside."""
    hint = f"{one.carrier} says {one.raw}" if one.raw else "The carrier has said nothing yet."
    reason = tag("div", _words(one.reason), cls="muted tiny") if one.reason else ""
    return joined([chip(one.status, title=hint), reason])


def source_of(source: str) -> Markup:
    """Who told it, by word and colour."""
    return chip(SOURCES.get(source or NOBODY, source), _TONES.get(source, Tone.STILL))


def _number(one: ParcelUnderWay) -> Markup:
    return tag("span", one.tracking_number, cls="mono")


def _age(one: ParcelUnderWay, now: datetime) -> str:
    return span_of((now - one.created_at).total_seconds()) if one.created_at is not NEVER else "-"


def _heard(one: ParcelUnderWay) -> Markup:
    return moment(one.heard_at, shape="ago") if one.heard_at else tag("span", "none yet", cls="muted")


def _silence(one: ParcelUnderWay, now: datetime) -> Markup:
    late = one.overdue(now).total_seconds()
    patience = span_of(PATIENCE[one.status].total_seconds()) if one.status in PATIENCE else "3 days"
    if late > 0:
        return chip(f"overdue {span_of(late)}", Tone.WARN, title=f"{_words(one.status)} may be silent for {patience}.")
    return tag("span", f"{span_of(-late)} left", cls="muted")


def _carriers(survey: Survey) -> str:
    said = ", ".join(f"{count} {name}" for name, count in list(survey.by("carrier").items())[:3])
    return f"{said}; only the first are looked through" if survey.is_cut else said or "all are at their end"


def _counted(survey: Survey, view: View, name: str) -> list[tuple[str, str]]:
    counts = dict(survey.by(name))
    if chosen := view.text(name):
        counts.setdefault(chosen, 0)
    return [(one, f"{_words(one)} ({count})") for one, count in counts.items()]


def _words(word: str) -> str:
    return word.replace("_", " ")
