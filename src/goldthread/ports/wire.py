"""How requests leave the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from goldthread.flow.reply import Reply


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A request ready to send: absolute URL with its query, headers, bytes."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    timeout: timedelta = timedelta(seconds=30)


class NotSent(Exception):
    """The request surely never reached the other side (name unknown, connection refused)."""


class AnswerLost(Exception):
    """The request may have reached the other side; its answer didn't reach us (timeout, reset, cut short)."""


class Wire(Protocol):
    """Sends requests, one at a time each; never repeats one by itself."""

    async def send(self, request: Request) -> Reply:
        """The reply, whatever its status. Raises `NotSent` or `AnswerLost`."""

    async def close(self) -> None:
        """Close all connections."""
