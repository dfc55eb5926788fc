"""Delivery within one process."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from heapq import heappop, heappush
from typing import Final

from goldthread.flow.message import Message
from goldthread.ports.transport import Closed

CAPACITY: Final = 1024
OVERTAKERS: Final = 256
"""How many later messages may overtake one, for each step that they are more urgent; so nothing starves."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One message in a worker's hands."""

    message: Message
    _again: Callable[[Message, timedelta], None]

    async def ack(self) -> None:
        """Forget it."""

    async def nak(self, delay: timedelta = timedelta(0)) -> None:
        """Deliver it again; there is always room for what was delivered before."""
        self._again(self.message, delay)


class MemoryTransport:
    """A bounded queue: lower priority numbers first, and in the order given within one.

    A message is overtaken by a few hundred at most: under an unending load of webhooks a cron still has its turn.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._count = 0
        self._queue: list[tuple[int, int, Message]] = []
        self._takers: deque[asyncio.Future[None]] = deque()
        self._givers: deque[asyncio.Future[None]] = deque()
        self._is_closed = False

    async def deliver(self, *messages: Message) -> None:
        """Hand over; waits while there is no room. Raises `Closed`."""
        for message in messages:
            while not self._is_closed and self.room() < 1:
                await _wait(self._givers)
            if self._is_closed:
                raise Closed
            self._put(message)

    async def take(self) -> Handed:
        """The next message; waits for one. Raises `Closed` when the transport is closed and empty."""
        while not self._queue:
            if self._is_closed:
                raise Closed
            await _wait(self._takers)
        _, _, message = heappop(self._queue)
        _wake(self._givers)
        if self._queue:
            _wake(self._takers)
        return Handed(message, self._again)

    def room(self) -> int:
        """How many messages may be delivered without waiting."""
        return max(0, self._capacity - len(self._queue))

    async def close(self) -> None:
        """Take nothing more in; what is queued may still be taken."""
        self._is_closed = True
        for waiting in (self._takers, self._givers):
            while waiting:
                _wake(waiting)

    def _put(self, message: Message) -> None:
        self._count += 1
        heappush(self._queue, (self._count + OVERTAKERS * int(message.priority), self._count, message))
        _wake(self._takers)

    def _again(self, message: Message, delay: timedelta) -> None:
        if self._is_closed:
            return
        if delay > timedelta(0):
            asyncio.get_running_loop().call_later(delay.total_seconds(), self._again, message, timedelta(0))
        else:
            self._put(message)


async def _wait(line: deque[asyncio.Future[None]]) -> None:
    turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    line.append(turn)
    try:
        await turn
    except asyncio.CancelledError:
        if turn.done() and not turn.cancelled():
            _wake(line)
        elif turn in line:
            line.remove(turn)
        raise


def _wake(line: deque[asyncio.Future[None]]) -> None:
    while line:
        turn = line.popleft()
        if not turn.done():
            turn.set_result(None)
            return
