"""How messages reach workers. It only delivers: wipe it, and the ledger refills it."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from goldthread.flow.message import Message


class Delivery(Protocol):
    """One message in a worker's hands."""

    @property
    def message(self) -> Message:
        """What was delivered."""

    async def ack(self) -> None:
        """It was settled (or parked) in the ledger; forget it. May be called once."""

    async def nak(self, delay: timedelta = timedelta(0)) -> None:
        """Deliver it again, not before the delay has passed."""


class Transport(Protocol):
    """Delivers each message at least once; lower priority numbers first, and in the order given within one."""

    async def deliver(self, *messages: Message) -> None:
        """Hand over; waits while there is no room."""

    async def take(self) -> Delivery:
        """The next message; waits for one. Raises `Closed` when the transport is closed and empty."""

    def room(self) -> int:
        """How many messages may be delivered without waiting."""

    async def close(self) -> None:
        """Take nothing more in; whoever waits in `take` is released with `Closed`."""


class Closed(Exception):
    """The transport was closed."""
