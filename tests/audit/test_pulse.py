"""How nodes are doing, told by entries."""

from __future__ import annotations

from datetime import timedelta

from telling_entries import NOON, an_entry, called, sealed

from goldthread.audit.pulse import START, NodePulse, pulse_of
from goldthread.flow.entry import Kind

NOW = NOON + timedelta(seconds=60)
TOPOLOGY = "order.ship"


def test_what_a_node_did_is_counted() -> None:
    """Settled, failed, called; what was emitted counts by the message, what was dropped not at all."""
    pulse = pulse_of(
        sealed(
            an_entry(Kind.STARTED, {}, node=""),
            an_entry(Kind.SETTLED, {"outcome": "done", "body": {}}),
            an_entry(Kind.SETTLED, {"outcome": "drop", "reason": "known"}),
            an_entry(Kind.SETTLED, {"outcome": "emit", "count": 7}, node="list"),
            an_entry(Kind.RETRYING, {}),
            an_entry(Kind.TRASHED, {}),
            called(),
        ),
        NOW,
        is_cut=False,
    )
    assert pulse.of(TOPOLOGY, START).given == 1
    assert pulse.of(TOPOLOGY, "pack") == NodePulse(settled=2, given=1, failed=2, took_ms=(12,))
    assert pulse.of(TOPOLOGY, "list").given == 7
    assert pulse.of(TOPOLOGY, "nowhere") == NodePulse()


def test_a_rate_is_of_the_time_that_the_entries_cover() -> None:
    """All entries of ten minutes, or those since the oldest of as many as were read."""
    entries = sealed(
        an_entry(Kind.SETTLED, {"outcome": "done"}, at=30), an_entry(Kind.SETTLED, {"outcome": "done"}, at=50)
    )
    assert pulse_of(entries, NOW, is_cut=True).per_minute(2) == 4
    assert pulse_of(entries, NOW, is_cut=False).per_minute(2) == 0.2


def test_what_is_long_ago_says_nothing_about_now() -> None:
    """A quiet house stands still."""
    entries = sealed(an_entry(Kind.SETTLED, {"outcome": "done"}))
    assert pulse_of(entries, NOON + timedelta(hours=1), is_cut=False).of(TOPOLOGY, "pack").settled == 0


def test_p95_is_that_of_nineteen_of_twenty_calls() -> None:
    """The nearest rank; nothing without calls."""
    assert NodePulse(took_ms=tuple(range(20, 0, -1))).p95_ms == 19
    assert NodePulse(took_ms=(5,)).p95_ms == 5
    assert NodePulse().p95_ms is None


def test_an_empty_ledger_has_a_pulse() -> None:
    """Of nothing."""
    assert pulse_of([], NOW, is_cut=False).per_minute(0) == 0
