"""Entries in sentences."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from goldthread.audit.exchange import Read
from goldthread.audit.tracked import status_sentence
from goldthread.flow.difference import Change
from goldthread.flow.entry import Kind
from goldthread.flow.reply import Json

_QUIET = frozenset({"text", "call"})


def sentence(entry: Read, *, is_change: bool = True) -> str:
    """What the entry says, for everything but calls. `is_change`: the node changed the body."""
    if entry.sealed.is_erased:
        return f"{entry.kind.value}: its content was erased; the digest {entry.sealed.digest[:12]}… stays"
    match entry.kind:
        case Kind.STARTED:
            return _started(entry)
        case Kind.SETTLED:
            return _settled(entry, is_change=is_change)
        case Kind.WAITING | Kind.RETRYING | Kind.TRASHED:
            return _stopped(entry)
        case Kind.REPAIRED | Kind.RESUMED | Kind.DISCARDED | Kind.RESOLVED:
            return _acted(entry)
        case Kind.DUPLICATE | Kind.FINISHED | Kind.REFUSED | Kind.ADOPTED | Kind.INTENDED | Kind.CALLED:
            return _passed(entry)
        case Kind.NOTED | Kind.PRINTED | Kind.CHANGED | Kind.OPENED | Kind.ERASED | Kind.ROOTED | Kind.MISSED:
            return _noted(entry)
        case _:
            assert_never(entry.kind)


def changes_of(entry: Read) -> tuple[Change, ...]:
    """The changes that a person made, as the entry lists them."""
    rows = entry.content.get("changes")
    return tuple(
        Change(field=str(row.get("field", "")), before=row.get("before"), after=row.get("after"))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    )


def _started(entry: Read) -> str:
    """By its start key: `hook:bazaar:order.placed:…`, `manual:…`, `handover:…`, `cron:…`."""
    line = entry.sealed.entry
    way, _, rest = entry.text("key").partition(":")
    installation = entry.text("installation")
    match way:
        case "hook":
            event = rest.split(":")[1] if rest.count(":") else "something"
            told = f"{installation} told of {event}"
            return told if "body" in entry.content else f"{told}, which cannot be read"
        case "manual":
            return f"{line.topology} started by {line.actor or 'hand'}"
        case "handover":
            return f"handed over to {line.topology}"
        case _:
            return f"{line.topology} started by its schedule" + (f", by {line.actor}" if line.actor else "")


def _settled(entry: Read, *, is_change: bool) -> str:
    node = entry.sealed.entry.node
    match entry.text("outcome"):
        case "drop":
            return f"{node}: nothing more to do: {entry.text('reason') or 'no reason given'}"
        case "emit":
            more = ", more to come" if entry.content.get("has_more") else ""
            return f"{node}: found {entry.content.get('count')}{more}"
        case _:
            status = status_sentence(entry.content.get("body")) if is_change else ""
            return status or f"{node}: done"


def _stopped(entry: Read) -> str:
    node, reason = entry.sealed.entry.node, entry.text("reason")
    until = _clock(entry.text("until"))
    match entry.kind:
        case Kind.WAITING:
            held = entry.text("held_by")
            what = f"held for {held}" if held else f"waits until {until}"
            return f"{node}: {what}: {reason}"
        case Kind.RETRYING:
            return f"{node}: attempt {entry.content.get('attempt')} failed, tried again at {until}: {reason}"
        case _:
            field = entry.text("field")
            return f"{node}: to the trash ({entry.text('kind')}{', ' + field if field else ''}): {reason}"


def _acted(entry: Read) -> str:
    line, reason = entry.sealed.entry, entry.text("reason")
    why = f": {reason}" if reason else ""
    who = line.actor or "somebody"
    match entry.kind:
        case Kind.REPAIRED:
            fields = ", ".join(change.field for change in changes_of(entry)) or "nothing"
            return f"{who} repaired {fields}{why}"
        case Kind.RESUMED:
            return f"{who} let it go on before {entry.text('node') or line.node}{why}"
        case Kind.DISCARDED:
            return f"{who} discarded it{why}"
        case _:
            return f"{who} resolved the call in doubt ({entry.text('resolution')}){why}"


def _passed(entry: Read) -> str:
    line = entry.sealed.entry
    match entry.kind:
        case Kind.DUPLICATE:
            return "the same event came again; nothing was started"
        case Kind.FINISHED:
            return f"{line.topology}: {entry.text('state') or 'done'}"
        case Kind.REFUSED:
            return f"refused {entry.text('event')} from {entry.text('installation')}: {entry.text('reason')}"
        case Kind.ADOPTED:
            return f"{line.node}: adopted what {entry.text('installation')} had done already"
        case _:
            return f"{line.node}: {entry.kind.value}"


def _noted(entry: Read) -> str:
    line = entry.sealed.entry
    said = entry.text("text")
    facts = "; ".join(
        f"{name}: {_brief(value)}"
        for name, value in entry.content.items()
        if name not in _QUIET and not (said and str(value) in said)
    )
    text = said or {
        Kind.PRINTED: "printed",
        Kind.CHANGED: "changed",
        Kind.OPENED: "opened",
        Kind.ERASED: "contents were erased",
        Kind.ROOTED: "the heads of all chains",
        Kind.MISSED: "the watch found what a webhook should have told",
    }.get(entry.kind, entry.kind.value)
    place = f"{line.node}: " if line.node else (f"{line.actor}: " if line.actor else "")
    return f"{place}{text}" + (f" ({facts})" if facts and entry.kind is not Kind.ROOTED else "")


def _clock(instant: str) -> str:
    """The time of the day; of anything else what it is."""
    try:
        return datetime.fromisoformat(instant).strftime("%H:%M:%S")
    except ValueError:
        return instant


def _brief(value: Json) -> str:
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"
