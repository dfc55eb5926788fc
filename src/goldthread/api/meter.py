"""Figures for Prometheus: counted where they arise, the rest looked up when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from goldthread.audit.counts import Counts
from goldthread.bootstrap.house import House
from goldthread.engine.limiter import LimiterView
from goldthread.flow.entry import Kind
from goldthread.ports.view import Tally

LOOKED_UP_FOR: Final = timedelta(seconds=1)
"""How long what was looked up is answered again."""
ATTEMPTS: Final = frozenset({Kind.SETTLED, Kind.RETRYING, Kind.WAITING, Kind.TRASHED})
"""Every attempt ends in one of these."""
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)


class Meter:
    """Counts what passes this door, and shows where everything accepted is."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._registry = CollectorRegistry()
        self._intake = Counter(
            "goldthread_intake",
            "Webhooks by installation and what became of them.",
            ("installation", "outcome"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "goldthread_intake_seconds",
            "From the arrival of a webhook to its answer.",
            buckets=SECONDS,
            registry=self._registry,
        )
        self._standing = _Standing()
        self._counts = Counts()
        self._registry.register(self._standing)
        self._looked_up_at: datetime | None = None

    def hook(self, installation: str, outcome: str, seconds: float) -> None:
        """A webhook was answered. `outcome`: started, duplicate, in_trash, or the name of a problem.

        Installations that don't exist count under one name, since anybody may invent them.
        """
        known = any(one.name == installation for one in self._house.world.installations)
        self._intake.labels(installation if known else "unknown", outcome).inc()
        self._seconds.observe(seconds)

    async def page(self) -> bytes:
        """All figures in Prometheus' text form."""
        now = self._house.world.clock.now()
        if self._looked_up_at is None or now - self._looked_up_at >= LOOKED_UP_FOR:
            self._looked_up_at = now
            await self._look_up(now)
        return generate_latest(self._registry)

    async def _look_up(self, now: datetime) -> None:
        world = self._house.world
        self._standing.show(
            tally=await world.ledger.tally(now),
            counts=await self._counts.look(world.ledger, now),
            calls=dict(world.calls),
            now=now,
            budgets=world.limiter.view(),
            paused=frozenset(world.pauses.view()),
            installations=tuple(one.name for one in world.installations),
            carried=self._house.engine.worker.busy,
        )


class _Standing(Collector):
    """Gauges of what was looked up last."""

    def __init__(self) -> None:
        self._metrics: list[Metric] = []

    def collect(self) -> Iterable[Metric]:
        return self._metrics

    def show(
        self,
        *,
        tally: Tally,
        counts: Mapping[tuple[str, str], int],
        calls: Mapping[tuple[str, str], int],
        now: datetime,
        budgets: Iterable[LimiterView],
        paused: frozenset[str],
        installations: Iterable[str],
        carried: int,
    ) -> None:
        """Answer these from now on."""
        self._metrics = [
            *_of_tally(tally, now),
            *_of_counts(counts),
            _of_calls(calls),
            *_of_limiter(budgets),
            _of_pauses(paused, installations),
            _gauge("goldthread_messages_carried", "Messages that this process carries now.", carried),
        ]


def _of_tally(tally: Tally, now: datetime) -> list[Metric]:
    messages = GaugeMetricFamily("goldthread_messages", "Open messages by state.", labels=("state",))
    for state in ("pending", "waiting", "held", "trash"):
        messages.add_metric((state,), getattr(tally, state))
    runs = GaugeMetricFamily("goldthread_runs", "Runs by topology and state.", labels=("topology", "state"))
    for topology, states in sorted(tally.by_topology.items()):
        for state, count in sorted(states.items()):
            runs.add_metric((topology, state), count)
    age = (now - tally.oldest_pending).total_seconds() if tally.oldest_pending else 0.0
    accepted = CounterMetricFamily("goldthread_runs_accepted", "Runs ever accepted.", value=tally.runs)
    settled = CounterMetricFamily("goldthread_runs_settled", "Runs that ended.", value=tally.runs - tally.runs_open)
    oldest = _gauge("goldthread_oldest_pending_seconds", "Age of the oldest message that could move.", max(age, 0.0))
    return [accepted, settled, messages, runs, oldest]


def _of_counts(counts: Mapping[tuple[str, str], int]) -> list[Metric]:
    labels = ("topology", "kind")
    entries = CounterMetricFamily(
        "goldthread_entries", "Entries of the ledger since this process began.", labels=labels
    )
    attempts = CounterMetricFamily("goldthread_attempts", "Attempts by how they ended.", labels=("topology", "outcome"))
    for (topology, kind), count in sorted(counts.items()):
        entries.add_metric((topology, kind), count)
        if kind in ATTEMPTS:
            attempts.add_metric((topology, kind), count)
    return [entries, attempts]


def _of_calls(calls: Mapping[tuple[str, str], int]) -> Metric:
    made = CounterMetricFamily("goldthread_calls", "Calls of this process.", labels=("installation", "verdict"))
    for (installation, verdict), count in sorted(calls.items()):
        made.add_metric((installation, verdict), count)
    return made


def _of_limiter(budgets: Iterable[LimiterView]) -> list[Metric]:
    names = ("installation",)
    used = GaugeMetricFamily("goldthread_limiter_used", "Calls that count in the fullest window.", labels=names)
    waiting = GaugeMetricFamily("goldthread_limiter_waiting", "Calls that wait for their turn.", labels=names)
    held = GaugeMetricFamily("goldthread_limiter_held", "Messages sent away until their turn.", labels=names)
    under_way = GaugeMetricFamily("goldthread_limiter_under_way", "Calls sent and not answered.", labels=names)
    for view in budgets:
        key = (view.installation,)
        used.add_metric(key, view.used)
        waiting.add_metric(key, view.waiting)
        held.add_metric(key, view.held)
        under_way.add_metric(key, view.under_way)
    return [used, waiting, held, under_way]


def _of_pauses(paused: frozenset[str], installations: Iterable[str]) -> Metric:
    up = GaugeMetricFamily(
        "goldthread_installation_up", "1 when it is called, 0 when paused.", labels=("installation",)
    )
    for name in installations:
        up.add_metric((name,), 0 if name in paused else 1)
    return up


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)
