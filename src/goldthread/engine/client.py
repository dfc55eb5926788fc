"""The client that connectors talk through: one attempt of one message at one installation."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar, cast

from goldthread.domain.artifact import Artifact
from goldthread.engine.calls import Caller, Read
from goldthread.engine.codec import canonical, dump
from goldthread.engine.exchange import Pen
from goldthread.engine.hooks import hook_checks
from goldthread.engine.limiter import Held
from goldthread.engine.recording import Answered, Ask
from goldthread.engine.world import World
from goldthread.flow.client import Listed, Params
from goldthread.flow.doubt import Ask as AskPerson
from goldthread.flow.doubt import Doubt, Repeatable
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Misuse, Rejected, Transient, Unfit
from goldthread.flow.hooks import HookCheck
from goldthread.flow.reply import Json, Reply
from goldthread.ports.carried import Keeping, Link
from goldthread.ports.receipt import Beaten
from goldthread.ports.write import Lock, Note, Unlock

T = TypeVar("T")

LOCK_STEP = timedelta(milliseconds=20)
"""After it a section that another message is in is tried again; then after twice as long, and so on."""
LOCK_STEPS = 9
"""So often (about ten seconds) in a worker's hands; then the message waits in the ledger. Two that wait for each other
let go of what they are in thereby."""
LOCK_REST = timedelta(seconds=1)


@dataclass(slots=True)
class Memory:
    """What an attempt recalled and will keep, committed with its outcome."""

    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    keepings: dict[tuple[str, str], Keeping] = field(default_factory=dict)


class EngineClient:
    """`flow.Client` made real; see there for what each method promises."""

    def __init__(self, world: World, pen: Pen, caller: Caller | None, cursor: str | None) -> None:
        self._world = world
        self._pen = pen
        self._caller = caller
        self._cursor = cursor
        self.memory = Memory()
        self._inside: Counter[str] = Counter()
        """The sections this attempt is in, and how deep: a derived connector may enter its caller's again."""

    @property
    def installation(self) -> str:
        return self._caller.installation.name if self._caller else ""

    @property
    def reference(self) -> str:
        return f"{self._pen.message.trace}-{self._pen.message.node}"

    @property
    def cursor(self) -> str | None:
        return self._cursor

    def now(self) -> datetime:
        return self._world.clock.now()

    def setting(self, key: str, default: str = "") -> str:
        return self._caller.installation.settings.get(key, default) if self._caller else default

    async def get(self, path: str, *, into: type[T], params: Params | None = None) -> T:
        answered = await self._must_call.read(_ask("GET", path, params=params))
        return self._shape(answered, into, f"GET {path}")

    async def find(self, path: str, *, into: type[T], params: Params | None = None) -> T | None:
        answered = await self._must_call.read(_ask("GET", path, params=params), may_miss=True)
        return None if answered is None else self._shape(answered, into, f"GET {path}")

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
        ask = _ask("POST", path, params=params, json=json, content=content, headers=headers)
        if is_read:
            return self._shape(await self._read(ask), into, ask.text)
        return await self._must_call.write(ask, doubt or AskPerson(), self._reader(into))

    async def put(
        self,
        path: str,
        *,
        into: type[T],
        json: object = None,
        params: Params | None = None,
        doubt: Doubt[T] | None = None,
    ) -> T:
        return await self._write("PUT", path, into, json, params, doubt or Repeatable())

    async def patch(
        self,
        path: str,
        *,
        into: type[T],
        json: object = None,
        params: Params | None = None,
        doubt: Doubt[T] | None = None,
    ) -> T:
        return await self._write("PATCH", path, into, json, params, doubt or AskPerson())

    async def delete(
        self, path: str, *, into: type[T], params: Params | None = None, doubt: Doubt[T] | None = None
    ) -> T:
        return await self._write("DELETE", path, into, None, params, doubt or Repeatable())

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
        ask = _ask(method, path, params=params, json=json, content=content, headers=headers)
        if is_read or method == "GET":
            return (await self._read(ask)).reply
        usual: Doubt[Reply] = Repeatable() if method in ("PUT", "DELETE") else AskPerson()
        return await self._must_call.write(ask, doubt or usual, self._reply)

    def exclusive(self, kind: str, key: str) -> AbstractAsyncContextManager[None]:
        return self._section(f"{kind}:{key}")

    async def link(self, kind: str, ours: str, theirs: str) -> None:
        link = Link(kind=kind, ours=ours, installation=self.installation, theirs=theirs)
        self._pen.hand_over(Note(links=(link,)))

    async def linked(self, kind: str, ours: str) -> str | None:
        return await self._world.ledger.linked(kind, ours, self.installation)

    async def recall(self, kind: str, key: str, *, into: type[T]) -> T | None:
        record = await self._world.ledger.record(kind, key)
        self.memory.versions[kind, key] = record.version if record else 0
        return self._world.codec.decode(into, record.body) if record else None

    def remember(self, kind: str, key: str, record: object, *, is_live: bool = True) -> None:
        if (kind, key) not in self.memory.versions:
            raise Misuse(
                f"The record {kind}:{key} is to be recalled before it is remembered, so that no change is lost."
            )
        self.memory.keepings[kind, key] = Keeping(
            kind=kind,
            key=key,
            body=self._world.codec.encode(record),
            version=self.memory.versions[kind, key],
            is_live=is_live,
        )

    async def records(self, kind: str, *, after: str | None = None, limit: int = 50) -> Listed:
        found = await self._world.ledger.records(kind, is_live=True, after=after or "", limit=limit)
        following = found[-1].key if len(found) == limit else None
        return Listed(bodies=tuple(record.body for record in found), after=following)

    async def keep(self, content: bytes, media_type: str, *, lifetime: timedelta | None = None) -> Artifact:
        expires_at = None if lifetime is None else self._world.clock.now() + lifetime
        return await self._world.artifacts.keep(content, media_type, expires_at=expires_at)

    async def artifact(self, artifact: Artifact) -> bytes:
        content = await self._world.artifacts.read(artifact.digest)
        if content is None:
            raise Rejected(f"The bytes {artifact.digest[:12]}… were erased; they cannot be printed or sent again.")
        return content

    def hook_checks(self) -> tuple[HookCheck, ...]:
        world = self._world
        return tuple(hook_checks(world.catalog, world.installations, world.address)) if world.address else ()

    def note(self, text: str, **facts: Json) -> None:
        self._pen.add(Kind.NOTED, canonical({"text": text, **facts}))

    @property
    def _must_call(self) -> Caller:
        if self._caller is None:
            raise Misuse("Goldthread's own records call nothing outside; make this a connector of an application.")
        return self._caller

    async def _read(self, ask: Ask) -> Answered:
        answered = await self._must_call.read(ask)
        assert answered is not None  # noqa: S101 - only a read that may miss answers None
        return answered

    async def _write(
        self, method: str, path: str, into: type[T], json: object, params: Params | None, doubt: Doubt[T]
    ) -> T:
        ask = _ask(method, path, params=params, json=json)
        if isinstance(doubt, Repeatable):
            return await self._must_call.write(ask, doubt, lambda answered: self._shape(answered, into, ask.text))
        return await self._must_call.write(ask, doubt, self._reader(into))

    def _reply(self, answered: Answered) -> Reply:
        if answered.adopted is not None:
            return self._world.codec.decode(Reply, answered.adopted)
        return answered.reply

    def _reader(self, into: type[T]) -> Read[T]:
        """What makes an answer the value that the connector wants; raises `Unfit`."""
        codec = self._world.codec

        def read(answered: Answered) -> T:
            if answered.adopted is not None:
                return codec.decode(into, answered.adopted)
            if into is bytes:
                return cast("T", answered.reply.content)
            return codec.decode(into, answered.reply.content or b"null")

        return read

    def _shape(self, answered: Answered | None, into: type[T], asked: str) -> T:
        assert answered is not None  # noqa: S101 - only a read that may miss answers None
        try:
            return self._reader(into)(answered)
        except Unfit as error:
            start = answered.reply.content[:200].decode(errors="replace")
            raise Transient(
                f"{self.installation} answered {asked} with something unreadable: {error} It began: {start!r}"
            ) from error

    @asynccontextmanager
    async def _section(self, key: str) -> AsyncIterator[None]:
        if not self._inside[key]:
            await self._enter(key)
        self._inside[key] += 1
        try:
            yield
        finally:
            self._inside[key] -= 1
            if not self._inside[key]:
                self._pen.hand_over(Unlock(key=key, message=self._pen.message.id, worker=self._world.worker))

    async def _enter(self, key: str) -> None:
        world = self._world
        lock = Lock(key=key, worker=world.worker, message=self._pen.message.id)
        by = ""
        for turn in range(LOCK_STEPS):
            receipt = await self._pen.durable(lock)
            if not isinstance(receipt, Beaten):
                return
            by = receipt.by
            await world.clock.sleep(LOCK_STEP * (1 << turn) * (0.5 + world.chance.draw()))
        raise Held(world.clock.now() + LOCK_REST * (0.5 + world.chance.draw()), f"{by} is busy with {key}.")


def _ask(
    method: str,
    path: str,
    *,
    params: Params | None = None,
    json: object = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Ask:
    media_type = "application/json" if content is None else "application/octet-stream"
    if content is None:
        content = b"" if json is None else dump(json)
    given = {name: str(value) for name, value in (params or {}).items() if value is not None}
    return Ask(method=method, path=path, params=given, headers=headers or {}, content=content, media_type=media_type)
