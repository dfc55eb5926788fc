"""Budgets and retry rules, as they are told and typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from goldthread.console.limiter.budget import Budget, bar, forecast, limits_words, next_call, pause_words
from goldthread.console.limiter.limits_form import at_once_of, windows_of
from goldthread.console.schedules.coming import coming
from goldthread.console.topologies.recent import retry_words
from goldthread.console.topologies.retry_form import rule_of
from goldthread.engine.limiter import LimiterView
from goldthread.engine.pause_state import Pause, PauseKind
from goldthread.flow.errors import Misuse, Unsettled
from goldthread.flow.limit import Limit
from goldthread.flow.retry import Retry
from goldthread.flow.start import Cron

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PER_SECOND, PER_HOUR = Limit(10), Limit(1000, per=timedelta(hours=1))


def a_budget(*, used: int = 0, waiting: int = 0, pause: Pause | None = None, stopped: int = 0) -> Budget:
    """Of an installation that takes ten calls a second."""
    view = LimiterView(
        installation="swift",
        limits=(PER_SECOND,),
        concurrency=4,
        under_way=1,
        used=used,
        used_of=(used,),
        waiting=waiting,
        held=0,
        by_topology={"order.ship": waiting} if waiting else {},
        next_release=NOW + timedelta(seconds=3),
        empty_at=NOW + timedelta(seconds=30) if waiting else None,
        reason="swift takes 10 per 1 s, and that is used up.",
    )
    held = {"order.ship": stopped, "label.reprint": 1} if stopped else {}
    return Budget(
        name="swift", application="swift", state="up", pause=pause, view=view, limits=(PER_SECOND,), stopped=held
    )


def test_a_full_budget_stands_out() -> None:
    """By colour and by its numbers."""
    assert 'class="gauge bad"' in bar(a_budget(used=12))
    assert "12 of 10" in bar(a_budget(used=12))
    assert 'class="gauge warn"' in bar(a_budget(used=9))
    assert 'class="gauge "' in bar(a_budget(used=1))


def test_the_fullest_window_is_shown() -> None:
    """By its share, not by its number."""
    several = replace(a_budget(used=8), limits=(PER_HOUR, PER_SECOND))
    view = several.view
    assert view is not None
    assert "8 of 10" in bar(replace(several, view=replace(view, used_of=(20, 8))))


def test_who_waits_is_told_with_those_that_a_pause_holds() -> None:
    """Together, the most first."""
    budget = a_budget(waiting=2, stopped=5)
    assert budget.waiting == 8
    assert list(budget.by_topology.items()) == [("order.ship", 7), ("label.reprint", 1)]


def test_the_forecast_is_an_instant_only_where_somebody_waits() -> None:
    """Nobody waits: the next call goes at once."""
    assert next_call(a_budget(), NOW) == "at once"
    assert forecast(a_budget(), NOW) == "-"
    assert "2026-03-01T12:00:03" in str(next_call(a_budget(waiting=2), NOW))
    assert "2026-03-01T12:00:30" in str(forecast(a_budget(waiting=2), NOW))


def test_a_pause_says_what_ends_it() -> None:
    """A person's word, a probe, new credentials."""
    pause = Pause(kind=PauseKind.BY_HAND, reason="stocktaking.", since=NOW, by="eva")
    budget = a_budget(pause=pause, stopped=1)
    assert next_call(budget, NOW) == "when somebody resumes it"
    assert forecast(budget, NOW) == "not while it is paused"
    assert pause_words(pause) == "Paused by eva: stocktaking. It stays so until somebody resumes it."
    failing = Pause(kind=PauseKind.FAILING, reason="503.", since=NOW, probe_at=NOW)
    assert "One call tries it now and then" in pause_words(failing)


def test_limits_are_told_in_words() -> None:
    """With the unit that fits."""
    assert limits_words([PER_SECOND, PER_HOUR]) == "10 in 1 s and 1000 in 1 h"
    assert limits_words([]) == "no limit"


def test_typed_limits_are_read() -> None:
    """Empty rows are left out."""
    (one,) = windows_of([(None, None, None), (10.0, 60.0, 2.0), (None, None, None)])
    assert (one.count, one.per_s, one.burst) == (10, 60, 2)
    assert windows_of([(None, None, None)]) == []
    assert at_once_of(None) is None
    assert at_once_of(8.0) == 8


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((10.0, None, None), "Window 1 needs a whole number"),
        ((0.5, 1.0, None), "Window 1 needs a whole number"),
        ((10.0, 1.0, 11.0), "calls at once are a whole number from 1 to 10"),
    ],
)
def test_a_limit_that_is_none_is_refused(row: tuple[float | None, float | None, float | None], words: str) -> None:
    """With the window and what it needs."""
    with pytest.raises(Misuse, match=words):
        windows_of([row])


def test_a_retry_rule_is_told_and_read() -> None:
    """As it will be kept."""
    assert retry_words(Retry()) == (
        "8 attempts, waiting up to 1 s, then twice as long each time, at most 10 min; given up after 24 h"
    )
    assert retry_words(Retry(attempts=1)) == "one attempt, never again"
    assert rule_of(3.0, 1.0, 60.0, 3600.0).rule().attempts == 3


@pytest.mark.parametrize(("attempts", "first"), [(None, 1.0), (0.0, 1.0), (2.5, 1.0), (3.0, 0.0), (3.0, None)])
def test_a_rule_that_is_none_is_refused(attempts: float | None, first: float | None) -> None:
    """In a sentence."""
    with pytest.raises(Misuse, match=r"number"):
        rule_of(attempts, first, 60.0, 3600.0)


def test_the_next_ticks_are_told() -> None:
    """In order; an expression that can't be read is refused with its reason."""
    found = coming(Cron("*/15 * * * *"), NOW, 2)
    assert found == [NOW + timedelta(minutes=15), NOW + timedelta(minutes=30)]
    with pytest.raises(Unsettled, match="is no cron expression"):
        coming(Cron("often"), NOW, 1)
