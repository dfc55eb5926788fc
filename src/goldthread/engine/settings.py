"""What operators change at run time: topologies on and off, retries of nodes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from goldthread.engine.codec import Codec, canonical
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Unfit
from goldthread.flow.message import Message
from goldthread.flow.node import Spec
from goldthread.flow.retry import Retry
from goldthread.ports.clock import Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.write import Put, Unhold

logger = structlog.get_logger(__name__)

TABLE = "setting"


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeRetry:
    """An operator's retry rule for one node."""

    attempts: int
    first_s: float = 1
    cap_s: float = 600
    deadline_s: float = 86400

    def rule(self) -> Retry:
        """As the engine uses it."""
        return Retry(
            attempts=self.attempts,
            first=timedelta(seconds=self.first_s),
            cap=timedelta(seconds=self.cap_s),
            deadline=timedelta(seconds=self.deadline_s),
        )


class Settings:
    """Settings of this ledger, the same for all processes; read again about once a second."""

    def __init__(self, ledger: Ledger, codec: Codec, clock: Clock) -> None:
        self._ledger = ledger
        self._codec = codec
        self._clock = clock
        self._off: frozenset[str] = frozenset()
        self._retries: dict[str, Retry] = {}
        self._switched_on: set[str] = set()

    async def load(self) -> None:
        """Read what is set."""
        rows = {row.key: row.value for row in await self._ledger.rows(TABLE)}
        former, self._off = self._off, frozenset(key[4:] for key in rows if key.startswith("off:"))
        self._switched_on |= former - self._off
        self._retries = {key[6:]: rule for key, value in rows.items() if (rule := self._rule(key, value))}

    def take_switched_on(self) -> set[str]:
        """The topologies that move again since this was asked last, whoever switched them on."""
        switched, self._switched_on = self._switched_on, set()
        return switched

    def _rule(self, key: str, value: str) -> Retry | None:
        if not key.startswith("retry:"):
            return None
        try:
            return self._codec.decode(NodeRetry, value).rule()
        except Unfit as error:
            logger.warning("a retry rule cannot be read", key=key, error=str(error))
            return None

    def is_on(self, topology: str) -> bool:
        """Whether the topology's messages move."""
        return topology not in self._off

    def retry_of(self, spec: Spec, message: Message) -> Retry:
        """The rule that holds for a node: the operator's, its own, its application's, the usual."""
        return self.own_retry(message.topology, spec.name) or usual_retry(spec)

    def own_retry(self, topology: str, node: str) -> Retry | None:
        """The operator's rule for a node; None where nobody set one."""
        return self._retries.get(f"{topology}/{node}")

    async def switch(self, topology: str, *, is_on: bool, actor: str) -> None:
        """Let the topology's messages move or stand."""
        entry = self._changed(actor, {"topology": topology, "is_on": is_on})
        value = None if is_on else "{}"
        await self._ledger.write(Put(table=TABLE, key=f"off:{topology}", value=value, entries=(entry,)))
        if is_on:
            await self._ledger.write(Unhold(installation=held_by(topology)))
        await self.load()

    async def set_retry(self, topology: str, node: str, retry: NodeRetry | None, *, actor: str) -> None:
        """Set or remove an operator's rule for a node."""
        value = None if retry is None else self._codec.encode(retry)
        entry = self._changed(actor, {"node": f"{topology}/{node}", "retry": value or "the usual"})
        await self._ledger.write(Put(table=TABLE, key=f"retry:{topology}/{node}", value=value, entries=(entry,)))
        await self.load()

    def _changed(self, actor: str, words: dict[str, object]) -> Entry:
        return Entry(kind=Kind.CHANGED, at=self._clock.now(), actor=actor, content=canonical(words))


def usual_retry(spec: Spec) -> Retry:
    """A node's rule where no operator set one: its own, its application's, the usual."""
    return spec.retry or (spec.application.retry if spec.application else Retry())


def held_by(topology: str) -> str:
    """What messages of a switched-off topology are held by."""
    return f"topology:{topology}"
