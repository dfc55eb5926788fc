"""The rows of the trash: messages, and groups of equal causes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from markupsafe import Markup

from goldthread.console.address import href
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.table import Column
from goldthread.console.parts.words import chip, moment
from goldthread.console.trash.form import humanised
from goldthread.console.trash.words import subject
from goldthread.flow.difference import Mask
from goldthread.ports.view import Trashed

LONGEST: Final = 180


@dataclass(frozen=True, kw_only=True, slots=True)
class TrashLine:
    """One message in a list."""

    message: str
    about: str
    reason: str
    field: str
    kind: str
    topology: str
    node: str
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CauseLine:
    """One group of equal causes."""

    cause: str
    kind: str
    node: str
    reason: str
    count: int


def line_of(trashed: Trashed, hide: Mask | None) -> TrashLine:
    """A message as a line."""
    message, why = trashed.message, trashed.why
    return TrashLine(
        message=message.id,
        about=subject(message.body) or message.id[-8:],
        reason=str(hide(why.reason)) if hide else why.reason,
        field=why.field,
        kind=why.kind.value,
        topology=message.topology,
        node=message.node,
        since=trashed.trashed_at,
    )


def message_link(line: TrashLine) -> str:
    """Where a message's page is."""
    return href(f"/trash/{line.message}")


def cause_link(line: CauseLine) -> str:
    """Where a group's page is."""
    return href(f"/trash/cause/{line.cause}")


MESSAGES: Final[tuple[Column[TrashLine], ...]] = (
    Column(title="About", cell=lambda line: tag("span", line.about, cls="nowrap")),
    Column(title="Why", cell=lambda line: _short(line.reason)),
    Column(title="Field", cell=lambda line: field_name(line.field)),
    Column(title="Kind", cell=lambda line: chip(line.kind)),
    Column(title="Before", cell=lambda line: _place(line.topology, line.node)),
    Column(title="Since", cell=lambda line: moment(line.since), is_right=True),
)
CAUSES: Final[tuple[Column[CauseLine], ...]] = (
    Column(title="Messages", cell=lambda line: tag("b", line.count), key="count", sort=lambda line: line.count),
    Column(title="Why, for example", cell=lambda line: _short(line.reason)),
    Column(title="Kind", cell=lambda line: chip(line.kind), key="kind", sort=lambda line: line.kind),
    Column(
        title="Before", cell=lambda line: tag("span", line.node, cls="nowrap"), key="node", sort=lambda line: line.node
    ),
)


def field_name(pointer: str) -> Markup | str:
    """The field's own name, its whole pointer on hover."""
    steps = [step for step in pointer.split("/") if step and not step.isdigit()]
    return tag("span", humanised(steps[-1]), title=pointer) if steps else ""


def _place(topology: str, node: str) -> Markup:
    return joined([tag("span", node, cls="nowrap"), " ", tag("span", topology, cls="muted small nowrap")])


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
