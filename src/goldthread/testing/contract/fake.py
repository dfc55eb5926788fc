"""What a contract needs of the fake that a connector is proven against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One webhook as the vendor sends it: signed, by the fake's own clock."""

    event: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""


class Fake(Protocol):
    """A stand-in of the vendor's system at an address on loopback; its time is the engine's.

    It must answer as the vendor does: recorded replies, real error bodies, the vendor's own arithmetic of limits.
    """

    @property
    def url(self) -> str:
        """Where it listens; the same after it was away."""

    @property
    def secrets(self) -> Mapping[str, str]:
        """The credentials that an installation of it has."""

    def effects(self) -> Sequence[str]:
        """What the main write of its role has made and not taken back, by its own books, one text each."""

    def throttle(self) -> None:
        """Answer the next request as the vendor does when it is asked too often, and do nothing."""

    def break_down(self) -> None:
        """Answer the next request as the vendor does when it is broken (500), and do nothing."""

    def expire(self) -> None:
        """Refuse the credentials of the next request: forget all tokens, or take no key once."""

    async def take_down(self) -> None:
        """Listen no more."""

    async def bring_up(self) -> None:
        """Listen again, with everything that was known."""
