"""The rows of what is connected, and a connection test in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

from goldthread.api.dashboard import InstallationState
from goldthread.api.models_admin import ConnectionTest
from goldthread.audit.calls import Called
from goldthread.audit.hooks import HookHealth, Subscription
from goldthread.audit.told import Exchange
from goldthread.console.applications.calls import narrowed
from goldthread.console.applications.rows import InstallationRow, chosen, installation_rows
from goldthread.console.applications.switches import told
from goldthread.engine.installation import Installation

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def a_call(at: str, *, verdict: str = "accepted", path: str = "/orders", method: str = "GET") -> Called:
    exchange = Exchange(
        installation=at,
        method=method,
        path=path,
        params=None,
        request=None,
        status=200,
        reply=None,
        verdict=verdict,
        words="",
        took_ms=12,
        is_write=False,
        call="",
    )
    return Called(at=NOW, trace="t1", topology="order.ship", node="label_order", exchange=exchange)


def rows() -> list[InstallationRow]:
    installations = [
        Installation(name="eshop", application="woo", base_url="https://shop.example"),
        Installation(name="printer", application="raw", base_url="tcp://10.0.0.9:9100"),
    ]
    states = [
        InstallationState(name="eshop", application="woo", state="paused", reason="tired", waiting=0, held=2),
        InstallationState(name="printer", application="raw", state="up", reason="", waiting=0, held=0),
    ]
    event = Subscription(event="order.placed", address="", repair="", theirs="")
    health = HookHealth(
        installation="eshop",
        application="woo",
        subscriptions=(event,),
        checked_at=None,
        repairs=0,
        repaired_at=None,
        missed=3,
        missed_at=NOW,
    )
    calls = [a_call("eshop"), a_call("eshop", verdict="later"), a_call("elsewhere")]
    return installation_rows(installations, titles={"woo": "WooCommerce"}, states=states, calls=calls, health=[health])


def test_each_row_has_its_own_calls_state_and_webhooks() -> None:
    """What belongs to another system isn't counted."""
    eshop, printer = rows()
    assert (eshop.title, eshop.state, eshop.reason) == ("WooCommerce", "paused", "tired")
    assert (eshop.figures.calls, eshop.figures.errors, eshop.webhooks, eshop.missed) == (2, 1, 1, 3)
    assert (printer.title, printer.figures.calls, printer.webhooks) == ("raw", 0, 0)


def test_rows_are_chosen_by_text_state_and_application() -> None:
    """The text is looked for in names, titles and addresses."""
    assert [one.name for one in chosen(rows(), text="WOOCOM", state="", application="")] == ["eshop"]
    assert [one.name for one in chosen(rows(), text="10.0.0", state="up", application="raw")] == ["printer"]
    assert chosen(rows(), text="", state="off", application="") == []


def test_calls_are_narrowed_by_verdict_and_path() -> None:
    """In any case."""
    calls = [a_call("eshop"), a_call("eshop", verdict="refused", path="/Labels", method="POST")]
    assert len(narrowed(calls, verdict="", text="post /label")) == 1
    assert narrowed(calls, verdict="refused", text="orders") == []


def a_test(**changes: object) -> ConnectionTest:
    said = {"is_reachable": True, "status": 200, "verdict": "accepted", "words": "", "took_ms": 12, **changes}
    return ConnectionTest.model_validate(said)


def test_a_connection_test_is_told_in_a_sentence() -> None:
    """Well, not at all, locked out, or answered by something else."""
    assert told("eshop", a_test()) == ("eshop answers in 12 ms with status 200 and takes our login.", "good")
    words, tone = told("eshop", a_test(is_reachable=False, status=None, verdict="", words="nobody is there"))
    assert (words, tone) == ("eshop doesn't answer: nobody is there", "bad")
    assert told("eshop", a_test(verdict="denied", status=401, words="no"))[1] == "bad"
    assert told("eshop", a_test(verdict="missing", status=404, words="no page"))[1] == "info"
