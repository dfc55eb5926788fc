"""What a connector talks through: every call is limited, recorded, redacted, and never sent twice without proof."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias, TypeVar

from goldthread.domain.artifact import Artifact
from goldthread.flow.doubt import Doubt
from goldthread.flow.hooks import HookCheck
from goldthread.flow.reply import Json, Reply

T = TypeVar("T")

Params: TypeAlias = Mapping[str, str | int | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One page of records: their keys in order, and the key to go on after (None at the end)."""

    bodies: tuple[str, ...]
    """The records' bodies as JSON."""
    after: str | None


class Client(Protocol):
    """The ledger's pen, bound to one installation and one attempt of one message.

    Every method that calls out may raise: `Transient` (tried again by itself), `Rejected` (goes to the trash),
    `Unauthorised` (pauses the installation), `InDoubt` (goes to the trash as maybe done). A connector catches
    `Rejected` only to give its faults the names of our fields, and lets everything else pass.
    """

    @property
    def installation(self) -> str:
        """The name of the installation that is talked to."""

    @property
    def reference(self) -> str:
        """A reference of this message at this node, the same on every attempt; for asking by reference later."""

    @property
    def cursor(self) -> str | None:
        """Where the last committed page of this node ended; None at the very first."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def setting(self, key: str, default: str = "") -> str:
        """A setting of the installation."""

    async def get(self, path: str, *, into: type[T], params: Params | None = None) -> T:
        """Read; a 404 is a rejection."""

    async def find(self, path: str, *, into: type[T], params: Params | None = None) -> T | None:
        """Read; None when the other side answers 404."""

    async def post(
        self,
        path: str,
        *,
        into: type[T],
        json: object = None,
        content: bytes | None = None,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        doubt: Doubt[T] | None = None,
        is_read: bool = False,
    ) -> T:
        """Write. `json` may be any JSON value or a dataclass; `doubt` says how a lost answer is resolved.

        `is_read` marks a POST that changes nothing (a search, a dry run): it is sent freely.
        """

    async def put(
        self,
        path: str,
        *,
        into: type[T],
        json: object = None,
        params: Params | None = None,
        doubt: Doubt[T] | None = None,
    ) -> T:
        """Write, repeatable unless `doubt` says otherwise."""

    async def patch(
        self,
        path: str,
        *,
        into: type[T],
        json: object = None,
        params: Params | None = None,
        doubt: Doubt[T] | None = None,
    ) -> T:
        """Write; not repeatable unless `doubt` says so."""

    async def delete(
        self, path: str, *, into: type[T], params: Params | None = None, doubt: Doubt[T] | None = None
    ) -> T:
        """Write, repeatable unless `doubt` says otherwise."""

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        content: bytes | None = None,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        doubt: Doubt[Reply] | None = None,
        is_read: bool = False,
    ) -> Reply:
        """The call beneath all others: the accepted reply as it came (for XML, PDF, headers)."""

    def exclusive(self, kind: str, key: str) -> AbstractAsyncContextManager[None]:
        """A critical section over all workers: one holder of (kind, key) at a time."""

    async def link(self, kind: str, ours: str, theirs: str) -> None:
        """Map for good: `ours` (e.g. `bazaar/1001`) is `theirs` at this installation."""

    async def linked(self, kind: str, ours: str) -> str | None:
        """The id at this installation that `ours` is mapped to."""

    async def recall(self, kind: str, key: str, *, into: type[T]) -> T | None:
        """The record that is kept of an entity (a shipment, a label)."""

    def remember(self, kind: str, key: str, record: object, *, is_live: bool = True) -> None:
        """Keep a record of an entity, committed with the outcome of this attempt.

        When somebody else changed the record since it was recalled, nothing is committed and the message is
        attempted again at once; replies already recorded are replayed.
        """

    async def records(self, kind: str, *, after: str | None = None, limit: int = 50) -> Listed:
        """A page of the live records of a kind, in the order of their keys."""

    async def keep(self, content: bytes, media_type: str, *, lifetime: timedelta | None = None) -> Artifact:
        """Keep bytes as they are, under their digest; durable no later than the outcome.

        After `lifetime` they are erased; None keeps them for good. Keeping the same bytes again lengthens it.
        """

    async def artifact(self, artifact: Artifact) -> bytes:
        """The bytes that were kept. Raises `Rejected` when they were erased."""

    def hook_checks(self) -> tuple[HookCheck, ...]:
        """Each installation that is on, with the events that topologies of this house listen to, and our address of
        each; none while the setting `public_url` is empty.
        """

    def note(self, text: str, **facts: Json) -> None:
        """Add a line to the story of this message."""
