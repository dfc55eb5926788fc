"""Sends webhooks as vendors do: signed, retried, and not always well."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.exchange import Json
from goldthread.sandbox.rules import Judge, Kind, Rule

PAUSES = (0.2, 0.5, 1.0)
"""Seconds before the second, third and last try."""
PATIENCE = ClientTimeout(total=None, sock_connect=5, sock_read=5)
"""For the receiver; waiting for a free connection of our own isn't his fault."""
GUESSED_SECRET = "guessed"  # noqa: S105 - what a forger signs with
AT_ONCE = 32


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that happened and that a subscriber is told."""

    event: str
    delivery: str
    """Its id, the same on every retry."""
    entity: str
    """What it is about."""
    mark: str
    """Which of this entity's notices it is; faults hang on it, so it must not depend on the order of arrival."""
    content: Json


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A notice as it goes over the wire."""

    body: bytes
    headers: dict[str, str]


Compose = Callable[[Notice, int, str], Envelope]
"""A vendor's way to write and sign: (notice, epoch seconds of sending, secret)."""


@dataclass(kw_only=True)
class Target:
    """Where webhooks go; nowhere while there is no base."""

    installation: str
    base: str | None = None

    def url(self, event: str) -> str:
        return f"{self.base}/hooks/{self.installation}/{event}"


class Courier:
    """One system's sender of webhooks."""

    def __init__(self, *, compose: Compose, secret: str, target: Target, clock: SystemClock, judge: Judge) -> None:
        self._compose = compose
        self._secret = secret
        self.target = target
        self._clock = clock
        self._judge = judge
        self._session: ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: dict[str, asyncio.Event] = {}
        self.counts: Counter[str] = Counter()

    @property
    def pending(self) -> int:
        """Webhooks on their way."""
        return len(self._tasks)

    def post(self, notice: Notice) -> None:
        """Send a notice soon; returns at once."""
        self.counts["made"] += 1
        if self.target.base is None:
            return
        rules = self._judge.of_webhook(event=notice.event, entity=f"{notice.entity}/{notice.mark}")
        faults = {rule.kind: rule for rule in rules}
        if Kind.WEBHOOK_LOST in faults:
            self.counts["lost"] += 1
            return
        overtaken = self._held.pop(notice.entity, None)
        gate = asyncio.Event()
        if Kind.WEBHOOK_REORDERED in faults:
            self._held[notice.entity] = gate
        self._launch(self._carry(notice, faults, gate, overtaken))

    async def settle(self) -> None:
        """Wait until nothing is on its way any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Drop what is on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def reset(self) -> None:
        self.counts.clear()

    def _launch(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(
        self, notice: Notice, faults: dict[Kind, Rule], gate: asyncio.Event, overtaken: asyncio.Event | None
    ) -> None:
        if rule := faults.get(Kind.WEBHOOK_LATE):
            self.counts["late"] += 1
            await asyncio.sleep(rule.parameter("seconds", 0.5))
        if rule := faults.get(Kind.WEBHOOK_REORDERED):
            self.counts["reordered"] += 1
            await _wait(gate, rule.parameter("seconds", 0.3))
        work = [self._insist(notice)]
        if rule := faults.get(Kind.WEBHOOK_DUPLICATED):
            copies = int(rule.parameter("copies", 2))
            self.counts["duplicated"] += 1
            work += [self._insist(notice) for _ in range(copies - 1)]
        if Kind.WEBHOOK_FORGED in faults:
            work.append(self._deceive("forged", replace(notice, delivery=f"{notice.delivery}x"), 0, GUESSED_SECRET))
        if rule := faults.get(Kind.WEBHOOK_STALE):
            age = int(rule.parameter("seconds", 900))
            work.append(self._deceive("stale", notice, age, self._secret))
        await asyncio.gather(*work)
        if overtaken is not None:
            overtaken.set()

    async def _insist(self, notice: Notice) -> None:
        """Send until it's taken, four times at most."""
        for pause in (0.0, *PAUSES):
            await asyncio.sleep(pause)
            status = await self._send(notice, self._compose(notice, int(self._clock.epoch()), self._secret))
            if 200 <= status < 300:
                self.counts["accepted"] += 1
                return
            self.counts["refused"] += 1
        self.counts["undelivered"] += 1

    async def _deceive(self, kind: str, notice: Notice, age: int, secret: str) -> None:
        """Send one that no receiver may believe, once."""
        self.counts[kind] += 1
        status = await self._send(notice, self._compose(notice, int(self._clock.epoch()) - age, secret))
        self.counts[f"{kind}_accepted"] += 200 <= status < 300
        self.counts[f"{kind}_refused"] += 400 <= status < 500

    async def _send(self, notice: Notice, envelope: Envelope) -> int:
        """The status of the answer, or 0 without one."""
        if self._session is None:
            self._session = ClientSession(timeout=PATIENCE, connector=TCPConnector(limit=AT_ONCE))
        self.counts["sent"] += 1
        url = self.target.url(notice.event)
        try:
            async with self._session.post(url, data=envelope.body, headers=envelope.headers) as response:
                await response.read()
                return response.status
        except (ClientError, OSError, TimeoutError):
            return 0


async def _wait(gate: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(gate.wait(), seconds)
    except TimeoutError:
        return
