"""Messages in the trash: found by any id, said in words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import RenderableType
from rich.json import JSON
from rich.panel import Panel
from rich.text import Text

from goldthread.audit.search import traces
from goldthread.bootstrap.house import House
from goldthread.cli.screen import facts
from goldthread.engine.recording import decode
from goldthread.flow.difference import Change
from goldthread.flow.errors import Misuse, NotFound
from goldthread.flow.message import MessageId
from goldthread.ports.view import Trashed

MANY = 1000


async def found(house: House, key: str) -> Trashed:
    """A message by its id, or by any id of its order. Raises `NotFound`, or `Misuse` when several are meant."""
    ledger = house.world.ledger
    if one := await ledger.trashed(MessageId(key)):
        return one
    mine = [one for trace, _ in await traces(ledger, key) for one in await ledger.trash(trace=trace)]
    distinct = {one.message.id: one for one in mine}
    if not distinct:
        raise NotFound(f"Nothing in the trash belongs to {key!r}. See what is there: goldthread trash list")
    if len(distinct) > 1:
        raise Misuse(f"{key} has {len(distinct)} messages here; name one: {', '.join(distinct)}.")
    return distinct.popitem()[1]


async def listed(house: House, keys: Sequence[str] | None, cause: str) -> list[Trashed]:
    """The messages that a person named, one by one or by their cause. Raises `Misuse`, `NotFound`."""
    if bool(keys) == bool(cause):
        raise Misuse("Name the messages, or their cause with --cause; `goldthread trash list` shows both.")
    if keys:
        return [await found(house, key) for key in keys]
    mine = list(await house.world.ledger.trash(cause=cause, limit=MANY))
    if not mine:
        raise NotFound(f"Nothing in the trash has the cause {cause!r}.")
    return mine


def said(one: Trashed) -> dict[str, object]:
    """A message in the trash for machines."""
    message, why = one.message, one.why
    return {
        "message": message.id,
        "run": message.run,
        "trace": message.trace,
        "topology": message.topology,
        "node": message.node,
        "kind": why.kind,
        "reason": why.reason,
        "field": why.field,
        "faults": json.loads(why.faults),
        "cause": why.cause,
        "detail": why.detail,
        "version": one.version,
        "trashed_at": one.trashed_at,
        "body": decode(message.body.encode()),
        "in_doubt": [call.id for call in one.calls if call.reply is None and not call.is_open_again],
    }


def card(one: Trashed) -> list[RenderableType]:
    """A message in the trash for a person: why, where, what can be done."""
    message, why = one.message, one.why
    head = facts(
        {
            "message": message.id,
            "stands before": f"{message.node} of {message.topology}",
            "since": one.trashed_at,
            "kind": Text(why.kind, style="yellow"),
        }
    )
    parts: list[RenderableType] = [head, Panel(Text(why.reason), title="why", border_style="red", title_align="left")]
    for fault in json.loads(why.faults):
        suggestion = f"  perhaps: {fault['suggestion']}" if fault.get("suggestion") else ""
        parts.append(
            Text.assemble((fault["field"] or "/", "bold yellow"), f"  {fault['message']}", (suggestion, "green"))
        )
    if why.detail:
        parts.append(Text(why.detail, style="dim"))
    parts.append(Panel(JSON(message.body), title="body", title_align="left", border_style="dim"))
    parts.append(Text(f"goldthread trash {_advice(one)}", style="cyan"))
    return parts


def changes(done: Sequence[Change]) -> Text:
    """A repair, field by field."""
    text = Text()
    for one in done:
        text.append(f"{one.field}  ", style="bold")
        text.append(json.dumps(one.before, ensure_ascii=False), style="red strike")
        text.append(" → ")
        text.append(json.dumps(one.after, ensure_ascii=False) + "\n", style="green")
    return text if done else Text("The body stays as it was.\n", style="dim")


def _advice(one: Trashed) -> str:
    match one.why.kind:
        case "rejected":
            return f"repair {one.message.id} --set {one.why.field or '/field'}=VALUE"
        case "in_doubt":
            return f"adopt {one.message.id} --file ANSWER.json   (or: again {one.message.id} --why REASON)"
        case "orphaned":
            return f"resume {one.message.id} --node NODE"
        case _:
            return f"resume {one.message.id}"
