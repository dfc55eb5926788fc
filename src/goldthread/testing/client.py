"""A client for tests of connectors: it keeps the promises of the real one, with nothing but memory beneath."""

from __future__ import annotations

import hashlib
import json as std_json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar, assert_never, cast
from urllib.parse import urlencode

from goldthread.domain.artifact import Artifact
from goldthread.engine.codec import Codec, ask_digest, dump
from goldthread.flow.application import Application
from goldthread.flow.client import Listed, Params
from goldthread.flow.doubt import Ask, Doubt, Lookup, NativeKey, Repeatable, TwoStep
from goldthread.flow.errors import InDoubt, Misuse, Rejected, Transient, Unauthorised, Unfit
from goldthread.flow.hooks import HookCheck
from goldthread.flow.reply import Accepted, Denied, Json, Later, Missing, Refused, Reply, Unclear, Verdict
from goldthread.ports.wire import AnswerLost, NotSent, Request, Wire
from goldthread.testing.wire import ScriptedWire

T = TypeVar("T")

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""What time it is in tests that don't say."""


@dataclass(slots=True)
class Kept:
    """What connectors left behind."""

    records: dict[tuple[str, str], str] = field(default_factory=dict)
    """(kind, key) → JSON."""
    ended: set[tuple[str, str]] = field(default_factory=set)
    """Records that aren't live."""
    links: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """(kind, ours, installation) → theirs."""
    artifacts: dict[str, bytes] = field(default_factory=dict)
    notes: list[dict[str, Json]] = field(default_factory=list)
    hook_checks: tuple[HookCheck, ...] = ()
    """What the engine would say is listened to."""


class FakeClient:
    """`flow.Client` over a wire, for one message at one node; `again()` begins its next attempt.

    `await mark_shipped(order, FakeClient(bazaar, steps=[…]))`
    """

    def __init__(
        self,
        application: Application,
        wire: Wire | None = None,
        *,
        installation: str = "",
        settings: Mapping[str, str] | None = None,
        kept: Kept | None = None,
        cursor: str | None = None,
        now: datetime = NOON,
    ) -> None:
        self.application = application
        self.wire = wire or ScriptedWire()
        self.kept = kept or Kept()
        self.outcome_records: dict[tuple[str, str], str] = {}
        self._installation = installation or application.name
        self._settings = dict(settings or {})
        self._cursor = cursor
        self._now = now
        self._codec = Codec()
        self._calls: dict[str, Reply | None] = {}
        self._adopted: dict[str, object] = {}
        self._turns: dict[str, int] = {}
        self._recalled: set[tuple[str, str]] = set()

    def again(self) -> None:
        """Begin the next attempt: what was recorded is replayed, what was only intended is in doubt."""
        self._turns.clear()
        self._recalled.clear()
        self.outcome_records.clear()

    def commit(self) -> None:
        """Keep what was remembered, as the engine does with the outcome."""
        self.kept.records.update(self.outcome_records)
        self.outcome_records.clear()

    @property
    def installation(self) -> str:
        return self._installation

    @property
    def reference(self) -> str:
        return "trace-node"

    @property
    def cursor(self) -> str | None:
        return self._cursor

    def now(self) -> datetime:
        return self._now

    def setting(self, key: str, default: str = "") -> str:
        return self._settings.get(key, default)

    async def get(self, path: str, *, into: type[T], params: Params | None = None) -> T:
        return self._shape(await self._accepted(_question("GET", path, params)), into)

    async def find(self, path: str, *, into: type[T], params: Params | None = None) -> T | None:
        reply, verdict = await self._exchange(_question("GET", path, params))
        if isinstance(verdict, Missing):
            return None
        return self._shape(_done(reply, verdict), into)

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
        asked = _question("POST", path, params, json, content, headers)
        if is_read:
            return self._shape(await self._accepted(asked), into)
        return await self._written(asked, into, doubt or Ask())

    async def put(
        self,
        path: str,
        *,
        into: type[T],
        json: object = None,
        params: Params | None = None,
        doubt: Doubt[T] | None = None,
    ) -> T:
        return await self._written(_question("PUT", path, params, json), into, doubt or Repeatable())

    async def patch(
        self,
        path: str,
        *,
        into: type[T],
        json: object = None,
        params: Params | None = None,
        doubt: Doubt[T] | None = None,
    ) -> T:
        return await self._written(_question("PATCH", path, params, json), into, doubt or Ask())

    async def delete(
        self, path: str, *, into: type[T], params: Params | None = None, doubt: Doubt[T] | None = None
    ) -> T:
        return await self._written(_question("DELETE", path, params), into, doubt or Repeatable())

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
        asked = _question(method, path, params, json, content, headers)
        if is_read or method == "GET":
            return await self._accepted(asked)
        usual: Doubt[Reply] = Repeatable() if method in {"PUT", "DELETE"} else Ask()
        return await self._written(asked, Reply, doubt or usual)

    @asynccontextmanager
    async def exclusive(self, kind: str, key: str) -> AsyncIterator[None]:
        del kind, key  # nobody else is here
        yield

    async def link(self, kind: str, ours: str, theirs: str) -> None:
        self.kept.links[kind, ours, self._installation] = theirs

    async def linked(self, kind: str, ours: str) -> str | None:
        return self.kept.links.get((kind, ours, self._installation))

    async def recall(self, kind: str, key: str, *, into: type[T]) -> T | None:
        self._recalled.add((kind, key))
        body = self.kept.records.get((kind, key))
        return None if body is None else self._codec.decode(into, body)

    def remember(self, kind: str, key: str, record: object, *, is_live: bool = True) -> None:
        if (kind, key) not in self._recalled:
            raise Misuse(f"The record {kind}:{key} is to be recalled before it is remembered.")
        self.outcome_records[kind, key] = self._codec.encode(record)
        (self.kept.ended.discard if is_live else self.kept.ended.add)((kind, key))

    async def records(self, kind: str, *, after: str | None = None, limit: int = 50) -> Listed:
        rows = [(key, body) for (named, key), body in sorted(self.kept.records.items()) if named == kind]
        live = [(key, body) for key, body in rows if (kind, key) not in self.kept.ended and key > (after or "")]
        page = live[:limit]
        return Listed(bodies=tuple(body for _, body in page), after=page[-1][0] if len(page) == limit else None)

    async def keep(self, content: bytes, media_type: str, *, lifetime: timedelta | None = None) -> Artifact:
        """Kept for as long as the test lasts, whatever the lifetime."""
        del lifetime
        digest = hashlib.sha256(content).hexdigest()
        self.kept.artifacts[digest] = content
        return Artifact(digest=digest, media_type=media_type, size=len(content))

    async def artifact(self, artifact: Artifact) -> bytes:
        if artifact.digest not in self.kept.artifacts:
            raise Rejected(f"The bytes {artifact.digest[:12]}… were erased.")
        return self.kept.artifacts[artifact.digest]

    def hook_checks(self) -> tuple[HookCheck, ...]:
        return self.kept.hook_checks

    def note(self, text: str, **facts: Json) -> None:
        self.kept.notes.append({"text": text, **facts})

    async def _written(self, asked: _Question, into: type[T], doubt: Doubt[T]) -> T:
        """A write: sent once, replayed when its reply is known, resolved when its answer was lost."""
        if isinstance(doubt, Repeatable):
            return self._shape(await self._accepted(asked), into)
        turn = self._turns[asked.digest] = self._turns.get(asked.digest, 0) + 1
        call = f"{asked.digest}.{turn}"
        if call in self._adopted:
            return cast("T", self._adopted[call])
        if call in self._calls:
            known = self._calls[call]
            if known is not None:
                return self._shape(known, into)
            found = await _resolve(asked, doubt, call)
            if found is not None:
                self._adopted[call] = found
                return found
        if isinstance(doubt, NativeKey):
            asked = asked.with_header(doubt.header, call)
        self._calls[call] = None
        reply, verdict = await self._exchange(asked)
        if isinstance(verdict, Accepted):
            self._calls[call] = reply
        elif not isinstance(verdict, Unclear):
            del self._calls[call]
        elif isinstance(doubt, Ask):
            raise InDoubt(f"{asked.text}: {verdict.message}", call=call, cost=doubt.cost)
        return self._shape(_done(reply, verdict), into)

    async def _accepted(self, asked: _Question) -> Reply:
        return _done(*await self._exchange(asked))

    async def _exchange(self, asked: _Question) -> tuple[Reply, Verdict]:
        if self.application.is_internal:
            raise Misuse("Goldthread's own records call nothing outside.")
        try:
            reply = await self.wire.send(asked.request)
        except NotSent as error:
            return Reply(status=0), Later(f"{self._installation} cannot be reached: {error}")
        except AnswerLost as error:
            return Reply(status=0), Unclear(f"the answer of {self._installation} was lost: {error}")
        return reply, self.application.statuses.judge(reply, _decoded(reply.content))

    def _shape(self, reply: Reply, into: type[T]) -> T:
        if into is Reply:
            return cast("T", reply)
        if into is bytes:
            return cast("T", reply.content)
        try:
            return self._codec.decode(into, reply.content or b"null")
        except Unfit as error:
            raise Transient(f"{self._installation} answered something unreadable: {error}") from error


@dataclass(frozen=True, slots=True)
class _Question:
    """A request before it is sent."""

    request: Request
    digest: str
    text: str

    def with_header(self, name: str, value: str) -> _Question:
        """The same question with one more header."""
        request = self.request
        headers = {**request.headers, name: value}
        return _Question(
            Request(method=request.method, url=request.url, headers=headers, content=request.content),
            self.digest,
            self.text,
        )


def _question(
    method: str,
    path: str,
    params: Params | None = None,
    json: object = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> _Question:
    if content is None:
        content = b"" if json is None else dump(json)
    given = {name: str(value) for name, value in (params or {}).items() if value is not None}
    digest = ask_digest(installation="", method=method, path=path, params=given, headers=headers, content=content)
    url = f"http://fake{path}" + (f"?{urlencode(given)}" if given else "")
    request = Request(method=method, url=url, headers=dict(headers or {}), content=content)
    return _Question(request, digest[:16], f"{method} {path}")


async def _resolve(asked: _Question, doubt: Doubt[T], call: str) -> T | None:
    """What became of a write whose answer was lost; None: it may be sent again."""
    match doubt:
        case NativeKey() | Repeatable():
            return None
        case Lookup():
            return await doubt.find()
        case TwoStep():
            return await doubt.completed()
        case Ask():
            raise InDoubt(f"{asked.text} was sent, but its answer was lost.", call=call, cost=doubt.cost)
        case _:
            assert_never(doubt)


def _done(reply: Reply, verdict: Verdict) -> Reply:
    match verdict:
        case Accepted():
            return reply
        case Missing():
            raise Rejected(verdict.message)
        case Refused():
            raise Rejected(verdict.message, faults=verdict.faults)
        case Later():
            raise Transient(verdict.message, after=verdict.after, was_sent=False)
        case Unclear():
            raise Transient(verdict.message)
        case Denied():
            raise Unauthorised(verdict.message)
        case _:
            assert_never(verdict)


def _decoded(content: bytes) -> Json:
    try:
        return cast("Json", std_json.loads(content)) if content else None
    except ValueError:
        return None


def texts(rows: Sequence[dict[str, Json]]) -> list[str]:
    """The sentences of notes."""
    return [str(row["text"]) for row in rows]
