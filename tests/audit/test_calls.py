"""The last calls: folded, counted, by the hour, masked."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.audit.calls import by_hour, by_installation, call_figures, hidden, recent_calls
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.mask import mask
from goldthread.flow.reply import Json
from goldthread.ports.write import Note
from goldthread.testing.clock import ManualClock

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def an_entry(kind: Kind, minutes: int, content: Json) -> Entry:
    return Entry(
        kind=kind, at=NOW + timedelta(minutes=minutes), trace="t1", topology="order.ship", content=json.dumps(content)
    )


def a_read(minutes: int, *, at: str = "shop", verdict: str = "accepted", ms: float = 10.0) -> Entry:
    body: Json = {"email": "ana@example.com"}
    content: Json = {
        "call": "",
        "installation": at,
        "method": "GET",
        "path": "/orders",
        "request": {"method": "GET", "path": "/orders", "params": {}, "body": None},
        "reply": {"status": 200, "headers": {}, "body": body},
        "verdict": verdict,
        "ms": ms,
    }
    return an_entry(Kind.CALLED, minutes, content)


async def a_ledger(*entries: Entry) -> MemoryLedger:
    ledger = MemoryLedger(clock=ManualClock())
    await ledger.write(Note(entries=entries))
    return ledger


async def test_a_write_and_its_answer_are_one_call() -> None:
    """The intent's request with the reply's verdict; a write without an answer is a call, too."""
    request: Json = {"method": "POST", "path": "/shipments", "params": {}, "body": {"weight": 2}}
    asked: Json = {"call": "c1", "installation": "carrier", "request": request}
    answer: Json = {
        "call": "c1",
        "installation": "carrier",
        "reply": {"status": 201, "body": {}},
        "verdict": "accepted",
        "ms": 7,
    }
    open_: Json = {"call": "c2", "installation": "carrier", "request": request}
    ledger = await a_ledger(
        an_entry(Kind.INTENDED, 0, asked), an_entry(Kind.CALLED, 1, answer), an_entry(Kind.INTENDED, 2, open_)
    )
    newest, former = await recent_calls(ledger)
    assert (former.exchange.request, former.exchange.status, former.exchange.took_ms) == ({"weight": 2}, 201, 7)
    assert (newest.exchange.verdict, newest.is_error) == ("", False)
    assert call_figures([newest]).verdicts == {"no answer yet": 1}


async def test_a_login_is_a_call_without_contents() -> None:
    """Its status says whether we were let in."""
    ledger = await a_ledger(an_entry(Kind.CALLED, 0, {"installation": "erp", "login": "/session", "status": 401}))
    (login,) = await recent_calls(ledger)
    assert (login.exchange.method, login.exchange.path, login.exchange.verdict) == ("login", "/session", "denied")


async def test_figures_are_of_each_system_and_hour() -> None:
    """Errors are verdicts that were in vain; what is missing is an answer."""
    ledger = await a_ledger(
        a_read(0),
        a_read(1, verdict="missing"),
        a_read(2, verdict="later", ms=900.0),
        a_read(60, verdict="refused"),
        a_read(61, at="erp"),
    )
    calls = by_installation(await recent_calls(ledger))
    assert call_figures(calls["erp"]).calls == 1
    hours = by_hour(calls["shop"])
    assert [(hour.hour, each.calls, each.errors, each.p95_ms) for hour, each in hours] == [
        (15, 1, 1, 10),
        (14, 3, 1, 900),
    ]


async def test_nineteen_of_twenty_are_as_fast_as_p95() -> None:
    """Of 1 to 100 ms it is 95; of nothing there is none."""
    ledger = await a_ledger(*(a_read(0, ms=float(n)) for n in range(1, 101)))
    assert call_figures(await recent_calls(ledger)).p95_ms == 95
    assert call_figures([]).p95_ms is None


async def test_personal_data_is_masked_for_whom_it_isnt() -> None:
    """In the reply as well."""
    ledger = await a_ledger(a_read(0))
    (plain,) = await recent_calls(ledger)
    assert "ana@example.com" not in str(hidden(plain, mask).exchange.reply)
    assert plain.exchange.reply == {"email": "ana@example.com"}
