"""The table at the end, and the page that is kept of it."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from real.life import CUSTOMERS, DOWN_S, FIRST, ORDERS, WITHHELD, Life
from real.verdict import Check

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "reports" / "real.md"


TEXT: Final = """\
# Goldthread with real systems

*Written by `make real`; changes here are lost.*

{orders} orders of {customers} customers went from a shop through an ERP with its warehouse and a carrier to paper and
to the door, through real software on one machine. On {on}, in {took} s: **{good} of {asked} questions were answered as
they should be.**

## What ran

| software | version |
|---|---|
{versions}

karrio's own carrier draws labels without a network and follows no parcels. For this day it works with a plugin of ours
around that carrier (`real/karrio_carrier.py.txt`), which lets parcels be followed and cancelled; what happens to them
is injected by karrio's own API, and told by karrio's own webhooks.

## The day

| what happened | seconds |
|---|---:|
{day}

- Goldthread was killed with `-9` {kills} times: twice while orders came in, while a jam held jobs, while labels were
  sold, and between two scans.
- Tryton was away for {down} s while {late} orders came in: {facts[trash_while_tryton_was_away]} messages were trashed.
- karrio refused an address at `{facts[field_at_fault]}`: “{facts[refusal]}”
  A clerk corrected it in Tryton; read again, that was {facts[what_was_read_again]}.
- A queue of CUPS jammed: {facts[printed_while_jammed]} labels came out until it was cleared, and each once after.
- karrio was killed with a label sold and its answer not sent. The label was found again by its reference.
- {withheld} parcels were delivered while karrio's webhook was switched off. The watch found them.

## What each system said in the end

Every system was asked by its own interface, and not by the connector that is being proven.

| asked | question | answer | |
|---|---|---|---|
{answers}
"""


def show(checks: Sequence[Check], took_s: float) -> None:
    """The table on the terminal."""
    table = Table(title=f"{ORDERS} orders of {CUSTOMERS} customers, {took_s:.0f} s", title_justify="left")
    for column in ("asked", "question", "answer", ""):
        table.add_column(column)
    for check in checks:
        answer = _short(check.found) if check.is_ok else f"{_short(check.found)}, not {_short(check.wanted)}"
        table.add_row(check.of, check.question, answer, "ok" if check.is_ok else "WRONG")
    Console().print(table)


def write(life: Life, checks: Sequence[Check], versions: Mapping[str, str], took_s: float, page: Path = PAGE) -> None:
    """The page that is kept: what ran, what happened, what everybody said."""
    good = sum(check.is_ok for check in checks)
    facts = {**life.facts, "what_was_read_again": "; ".join(life.facts.get("what_was_read_again", ()))}
    text = TEXT.format(
        orders=ORDERS,
        customers=CUSTOMERS,
        on=datetime.now(UTC).date(),
        took=f"{took_s:.0f}",
        good=good,
        asked=len(checks),
        versions=_rows((name, version) for name, version in sorted({**versions, **_own()}.items())),
        day=_rows((what, f"{seconds:.0f}") for what, seconds in life.told),
        kills=life.house.goldthread.kills,
        down=f"{DOWN_S:.0f}",
        late=ORDERS - FIRST,
        withheld=WITHHELD,
        facts=facts,
        answers=_rows(
            (one.of, one.question, _short(one.found), "ok" if one.is_ok else f"wrong: {_short(one.wanted)}")
            for one in checks
        ),
    )
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")


def _rows(rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _own() -> dict[str, str]:
    return {"Python": platform.python_version(), "system": platform.platform(terse=True)}


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        if len(value) > 4:
            return f"{len(value)} as wanted" if value else "none"
        return ", ".join(f"{count} {name}" for name, count in value.items()) or "none"
    if isinstance(value, list | tuple):
        return "none" if not value else f"{len(value)}: {', '.join(map(str, value[:3]))}"
    return str(value)
