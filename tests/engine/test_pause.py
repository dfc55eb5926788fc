"""What fails is paused, probed by one at a time, and resumes by itself; what a person paused does not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.engine.pause import Go, Hold, Pause, PauseKind, Pauses
from goldthread.engine.pause_state import paused
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Unavailable
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import Write
from goldthread.testing.clock import ManualClock

SECOND = timedelta(seconds=1)


class Even:
    """Chance that always draws the middle."""

    def draw(self) -> float:
        return 0.5

    def token(self) -> str:
        return "even"


class Worker:
    """Pauses as one process has them, refreshed every second, with what its hooks were told."""

    def __init__(self, ledger: MemoryLedger, clock: ManualClock) -> None:
        self.ledger = ledger
        self.clock = clock
        self.pauses = Pauses(clock=clock, chance=Even(), ledger=ledger)
        self.told: list[str] = []
        self.pauses.on_pause = self._paused
        self.pauses.on_resume = self._resumed
        self.pauses.on_probe = self._probe

    async def _paused(self, installation: str, pause: Pause) -> None:
        self.told.append(f"{installation} {pause.kind}")

    async def _resumed(self, installation: str) -> None:
        self.told.append(f"{installation} resumed")

    async def _probe(self, installation: str) -> None:
        self.told.append(f"{installation} probe")

    async def pass_time(self, seconds: int = 1) -> None:
        for _ in range(seconds):
            await self.clock.advance(SECOND)
            self.pauses.refresh(await self.ledger.rows("pause"))
            await self.clock.rest()

    async def fail(self, times: int = 5) -> None:
        for _ in range(times):
            self.pauses.failed("helios", "HTTP 503")
        await self.clock.rest()

    @property
    def probes(self) -> int:
        return self.told.count("helios probe")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def ledger(clock: ManualClock) -> MemoryLedger:
    return MemoryLedger(clock=clock)


@pytest.fixture
def worker(ledger: MemoryLedger, clock: ManualClock) -> Worker:
    return Worker(ledger, clock)


@pytest.fixture
def other(ledger: MemoryLedger, clock: ManualClock) -> Worker:
    return Worker(ledger, clock)


async def test_what_fails_time_and_again_is_paused(worker: Worker) -> None:
    await worker.fail(4)
    assert worker.pauses.admit("helios") == Go()
    await worker.fail(1)
    held = worker.pauses.admit("helios")
    assert isinstance(held, Hold)
    assert held.reason == "helios is paused since it keeps failing: HTTP 503"
    assert worker.pauses.reason("helios") == held.reason
    assert worker.pauses.admit("atlas") == Go()
    assert worker.told == ["helios failing"]


async def test_one_success_in_between_forgets_the_failures(worker: Worker) -> None:
    await worker.fail(4)
    worker.pauses.succeeded("helios")
    await worker.fail(4)
    assert worker.pauses.admit("helios") == Go()


async def test_failures_far_apart_are_no_outage(worker: Worker) -> None:
    for _ in range(12):
        await worker.fail(1)
        await worker.clock.advance(20 * SECOND)
    assert worker.pauses.admit("helios") == Go()


async def test_one_probe_is_let_through_and_its_success_resumes(worker: Worker) -> None:
    await worker.fail()
    await worker.pass_time()
    assert worker.probes == 1
    assert worker.pauses.admit("helios") == Go(is_probe=True)
    assert isinstance(worker.pauses.admit("helios"), Hold)
    worker.pauses.succeeded("helios")
    assert worker.pauses.admit("helios") == Go()
    await worker.clock.rest()
    assert "helios resumed" in worker.told
    assert await worker.ledger.rows("pause") == []


async def test_probes_come_ever_more_rarely_up_to_a_minute(worker: Worker) -> None:
    await worker.fail()
    gaps = []
    for _ in range(9):
        gap = 0
        while isinstance(worker.pauses.admit("helios"), Hold):
            await worker.pass_time()
            gap += 1
        gaps.append(gap)
        await worker.fail(1)
    assert gaps == sorted(gaps)
    assert gaps[0] == 1
    assert 44 <= gaps[-1] <= 61
    assert gaps[-1] == gaps[-2]


async def test_a_probe_waits_as_long_as_the_other_side_asked(worker: Worker) -> None:
    for _ in range(5):
        worker.pauses.failed("helios", "HTTP 503", after=20 * SECOND)
    await worker.pass_time(19)
    assert worker.probes == 0
    await worker.pass_time(2)
    assert worker.probes == 1


async def test_failures_that_were_under_way_before_the_pause_do_not_delay_the_probe(worker: Worker) -> None:
    await worker.fail(5)
    await worker.fail(10)
    await worker.pass_time(1)
    assert worker.probes == 1


async def test_only_one_of_several_workers_probes(worker: Worker, other: Worker) -> None:
    await worker.fail()
    for _ in range(3):
        rows = await worker.ledger.rows("pause")
        await worker.clock.advance(SECOND)
        for one in (worker, other):
            one.pauses.refresh(rows)
        await worker.clock.rest()
    assert worker.probes + other.probes == 1


async def test_a_probe_that_died_with_its_worker_is_sent_by_another(worker: Worker, other: Worker) -> None:
    await worker.fail()
    await worker.pass_time(2)
    assert worker.probes == 1
    await other.pass_time(55)
    assert other.probes == 0
    await other.pass_time(10)
    assert other.probes == 1


async def test_a_restart_remembers(worker: Worker, other: Worker) -> None:
    await worker.fail()
    await other.pass_time(3)
    assert other.pauses.reason("helios") == worker.pauses.reason("helios")
    assert "helios failing" in other.told


async def test_other_workers_notice_the_resumption(worker: Worker, other: Worker) -> None:
    await worker.fail()
    await other.pass_time(1)
    worker.pauses.succeeded("helios")
    await other.pass_time(3)
    assert other.pauses.admit("helios") == Go()
    assert "helios resumed" in other.told


async def test_a_resumption_is_told_again_for_a_while_and_then_no_more(worker: Worker) -> None:
    """A message that was being put on hold in the moment of the resumption would wait for ever."""
    await worker.fail()
    await worker.pass_time(3)
    worker.pauses.succeeded("helios")
    await worker.pass_time(30)
    assert 5 <= worker.told.count("helios resumed") <= 12


async def test_credentials_that_do_not_work_pause_at_once_and_are_probed_rarely(worker: Worker) -> None:
    worker.pauses.unauthorised("helios", "HTTP 401.")
    held = worker.pauses.admit("helios")
    assert isinstance(held, Hold)
    assert held.reason == "helios is paused since its credentials aren't taken: HTTP 401. Renew them."
    await worker.pass_time(299)
    assert worker.probes == 0
    await worker.pass_time(2)
    assert worker.pauses.admit("helios") == Go(is_probe=True)
    worker.pauses.unauthorised("helios", "HTTP 401.")
    await worker.pass_time(299)
    assert worker.probes == 1
    assert worker.told[0] == "helios unauthorised"


async def test_renewed_credentials_are_tried_at_once(worker: Worker) -> None:
    worker.pauses.unauthorised("helios", "HTTP 401.")
    await worker.pass_time(3)
    worker.pauses.renewed("helios")
    await worker.pass_time(1)
    assert worker.pauses.admit("helios") == Go(is_probe=True)


async def test_what_a_person_paused_only_a_person_resumes(worker: Worker, other: Worker) -> None:
    await other.pauses.pause("helios", "stocktaking", by="eva")
    await worker.pass_time(1)
    worker.pauses.succeeded("helios")
    worker.pauses.failed("helios", "HTTP 503")
    worker.pauses.unauthorised("helios", "HTTP 401.")
    await worker.pass_time(600)
    assert worker.pauses.admit("helios") == Hold("helios was paused by eva: stocktaking", None)
    assert worker.probes == 0
    await other.pauses.resume("helios", by="jan")
    await worker.pass_time(1)
    assert worker.pauses.admit("helios") == Go()


async def test_the_ledger_says_who_paused_and_resumed(worker: Worker) -> None:
    await worker.pauses.pause("helios", "stocktaking", by="eva")
    await worker.pauses.resume("helios", by="jan")
    entries = await worker.ledger.entries(kinds=[Kind.CHANGED])
    assert [sealed.entry.actor for sealed in entries] == ["jan", "eva"]
    assert '"reason": "stocktaking"' in entries[1].entry.content


async def test_a_pause_holds_though_the_ledger_cannot_be_written_and_is_written_later(clock: ManualClock) -> None:
    class Full(MemoryLedger):
        is_full = True

        def write(self, write: Write) -> Awaitable[Receipt]:
            if self.is_full:
                refusal: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
                refusal.set_exception(Unavailable("The disk is full."))
                return refusal
            return super().write(write)

    ledger = Full(clock=clock)
    worker = Worker(ledger, clock)
    await worker.fail()
    await worker.pass_time(5)
    assert worker.pauses.reason("helios") is not None
    ledger.is_full = False
    await worker.pass_time(3)
    await worker.pauses.close()
    (row,) = await ledger.rows("pause")
    assert paused(row.value) == worker.pauses.view()["helios"]
    assert paused(row.value).kind is PauseKind.FAILING


async def test_two_workers_that_pause_together_agree(worker: Worker, other: Worker) -> None:
    for one in (worker, other):
        for _ in range(5):
            one.pauses.failed("helios", "HTTP 503")
    await worker.pass_time(5)
    await other.pass_time(5)
    assert worker.pauses.reason("helios") == other.pauses.reason("helios")
    worker.pauses.succeeded("helios")
    await other.pass_time(4)
    assert other.pauses.admit("helios") == Go()
    assert worker.pauses.admit("helios") == Go()
