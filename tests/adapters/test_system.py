"""Time, chance and ids of the machine."""

from __future__ import annotations

import random
import threading
from datetime import UTC, timedelta
from itertools import pairwise

import pytest

from goldthread.adapters.system import SystemChance, SystemClock, TimeIds
from goldthread.ports.clock import Chance, Clock, Ids


def test_the_system_fits_its_ports() -> None:
    """What is given satisfies the protocols that the engine asks for."""
    clock: Clock = SystemClock()
    chance: Chance = SystemChance()
    ids: Ids = TimeIds()
    assert clock.now().tzinfo is UTC
    assert 0 <= chance.draw() < 1
    assert len(ids.new()) == 26


async def test_a_sleep_of_nothing_or_less_returns_at_once() -> None:
    """A wait that is over already doesn't fail."""
    clock = SystemClock()
    before = clock.monotonic()
    await clock.sleep(timedelta(seconds=-5))
    assert before <= clock.monotonic() < before + 1


def test_ids_rise_and_differ() -> None:
    """Within one maker ids are unique and sorted as they were made."""
    ids = TimeIds()
    made = [ids.new() for _ in range(20_000)]
    assert all(former < later for former, later in pairwise(made))


def test_ids_keep_rising_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that goes back doesn't make ids fall."""
    times = iter([5_000, 4_000, 3_000, 6_000])
    monkeypatch.setattr("goldthread.adapters.system.time.time_ns", lambda: next(times) * 1_000_000)
    ids = TimeIds()
    made = [ids.new() for _ in range(4)]
    assert made == sorted(set(made))


def test_ids_go_on_into_the_next_millisecond_when_one_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A standing clock cannot exhaust the ids of a millisecond."""
    monkeypatch.setattr("goldthread.adapters.system.time.time_ns", lambda: 5_000_000)
    monkeypatch.setattr("goldthread.adapters.system._COUNTS", 2)
    ids = TimeIds()
    made = [ids.new() for _ in range(7)]
    assert made == sorted(set(made))


def test_ids_of_several_threads_and_makers_differ() -> None:
    """Neither threads that share a maker nor makers of their own make one id twice."""
    shared, made = TimeIds(), list[str]()

    def make() -> None:
        own = TimeIds()
        made.extend(ids.new() for _ in range(2_000) for ids in (shared, own))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == len(made) == 16_000


def test_chance_ignores_the_seed_of_the_random_module() -> None:
    """Two workers that were seeded alike draw differently."""
    random.seed(1)
    first = SystemChance().draw()
    random.seed(1)
    assert SystemChance().draw() != first


def test_tokens_are_long_and_url_safe() -> None:
    """A token has 192 bits in characters that need no quoting."""
    tokens = {SystemChance().token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 32 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)
