"""Entries as a table: when, what, who, where, and the particulars behind a click."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup

from goldthread.audit.exchange import Read
from goldthread.audit.story import content_of, told
from goldthread.console.address import href
from goldthread.console.parts.json_view import folded, json_view
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.table import Column, Foot, View, table
from goldthread.console.parts.words import chip, facts, moment
from goldthread.console.visit import Visit
from goldthread.flow.difference import Mask
from goldthread.ports.view import Sealed

LONGEST = 160


def entry_table(
    visit: Visit, rows: Sequence[Sealed], *, view: View, foot: Foot, empty: Markup, is_of_people: bool = False
) -> None:
    """The entries on the page; whoever sees personal data in them, that is an entry, too."""
    hide = visit.hide()
    columns = [one for one in entry_columns(hide) if not is_of_people or one.title != "Where"]
    table(columns, rows, view=view, empty=empty, foot=foot)
    if hide is None and rows:
        visit.door.note_look(visit.name, "", "entries of the ledger")


def entry_columns(hide: Mask | None) -> tuple[Column[Sealed], ...]:
    """The columns; `hide` masks personal data."""
    return (
        Column(title="At", cell=lambda one: moment(one.entry.at)),
        Column(title="What", cell=lambda one: chip(one.entry.kind.value)),
        Column(title="Who", cell=_actor),
        Column(title="Said", cell=partial(_said, hide)),
        Column(title="Where", cell=_where),
        Column(title="Story", cell=_story),
        Column(
            title="Place",
            cell=lambda one: tag("span", f"{one.chain}:{one.seq}", cls="mono muted nowrap"),
            is_right=True,
        ),
    )


def said_of(sealed: Sealed, hide: Mask | None) -> str:
    """The entry in one sentence."""
    (line,) = told([sealed], (), hide)
    return line.text if len(line.text) <= LONGEST else f"{line.text[: LONGEST - 1]}…"


def _said(hide: Mask | None, sealed: Sealed) -> object:
    content = Read(sealed=sealed, content=content_of(sealed)).content
    shown = hide(content) if hide else content
    hashes = facts(
        [
            ("Hash", tag("span", sealed.hash, cls="mono wrap-any")),
            ("Of the content", tag("span", sealed.digest, cls="mono wrap-any")),
            ("Before it", tag("span", sealed.previous, cls="mono wrap-any")),
            ("Run", sealed.entry.run),
            ("Message", sealed.entry.message),
        ]
    )
    erased = (
        tag("p", "Its content was erased; the digest stays.", cls="muted") if sealed.is_erased else json_view(shown)
    )
    return folded(said_of(sealed, hide), tag("div", erased, hashes, cls="stack entry-more"))


def _actor(sealed: Sealed) -> object:
    name = sealed.entry.actor
    return (
        tag("a", name, href=href("/audit/people", actor=name))
        if name
        else Markup('<span class="muted nowrap">engine</span>')
    )


def _where(sealed: Sealed) -> object:
    return joined([one for one in (sealed.entry.topology, sealed.entry.node) if one], " / ") or "-"


def _story(sealed: Sealed) -> object:
    trace = sealed.entry.trace
    return tag("a", f"…{trace[-6:]}", href=href(f"/orders/{trace}"), title=trace, cls="mono nowrap") if trace else "-"
