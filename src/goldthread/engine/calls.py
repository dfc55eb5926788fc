"""Calls to an outside system: what was asked before is replayed, adopted or asked about, and not sent again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TypeAlias, TypeVar, assert_never, cast

from goldthread.engine.codec import ask_digest, canonical
from goldthread.engine.exchange import Exchange, Intent, Pen, Taken
from goldthread.engine.installation import Installation
from goldthread.engine.operation import operation_of
from goldthread.engine.recording import Answered, Ask, LostRecordError, Recorder, check_whole, decode, is_adopted
from goldthread.engine.world import World
from goldthread.flow.doubt import Ask as AskPerson
from goldthread.flow.doubt import Doubt, Lookup, NativeKey, Repeatable, TwoStep
from goldthread.flow.entry import Kind
from goldthread.flow.errors import InDoubt, Rejected, Transient, Unauthorised, Unfit
from goldthread.flow.message import CallId
from goldthread.flow.reply import Accepted, Denied, Json, Later, Missing, Refused, Reply, Unclear, Verdict
from goldthread.ports.carried import Answer
from goldthread.ports.view import Call

T = TypeVar("T")

Read: TypeAlias = Callable[[Answered], T]
"""Makes of an answer what the connector wants. Raises `Unfit`."""


class Caller:
    """Talks to one installation for one attempt of one message."""

    def __init__(
        self, world: World, pen: Pen, recorder: Recorder, installation: Installation, known: Mapping[CallId, Call]
    ) -> None:
        self._world = world
        self._pen = pen
        self._recorder = recorder
        self.installation = installation
        self._exchange = Exchange(world, pen, recorder, installation)
        self._known = dict(known)
        self._asked: dict[str, int] = {}
        self._asked_calls: set[str] = set()

    async def read(self, ask: Ask, *, may_miss: bool = False) -> Answered | None:
        """Send freely; None when the thing is missing and may be."""
        answered, verdict, _ = await self._exchange(ask)
        if isinstance(verdict, Missing) and may_miss:
            return None
        self._raise_unless_done(ask, verdict)
        return answered

    async def write(self, ask: Ask, doubt: Doubt[T], read: Read[T]) -> T:
        """Send once; replay, adopt or ask when it was sent before.

        `read` makes of an answer what the connector wants, or raises `Unfit`. An answer that says "done" and cannot be
        read counts as none: it is not known what was done.
        """
        if isinstance(doubt, Repeatable):
            await self._pen.settled_before()
            if not self._world.lease.is_valid:
                raise Taken
            answered, verdict, _ = await self._exchange(ask)
            self._raise_unless_done(ask, verdict)
            return read(answered)
        call = self._call_id(ask)
        known = self._known.get(call)
        if known is None:
            former = self._former_like(ask)
            if former is not None and (found := await self._resolve_former(ask, former, doubt)) is not None:
                return read(found)
            return await self._send(ask, call, doubt, read, is_again=False)
        if known.reply is not None:
            return await self._replay(ask, call, known.reply, read)
        if not known.is_open_again:
            self._pen.doubt(call)
            adopted = await self._resolve(ask, call, doubt)
            self._known[call] = replace(known, is_open_again=True)
            if adopted is not None:
                return read(adopted)
        return await self._send(ask, call, doubt, read, is_again=True)

    async def _replay(self, ask: Ask, call: CallId, recorded: str, read: Read[T]) -> T:
        """The recorded answer; where it cannot be given as it was, a person has to say what was done."""
        try:
            value = read(await self._recorder.replay(recorded))
            check_whole(self._world.codec, recorded, value)
        except (LostRecordError, Unfit) as error:
            raise InDoubt(
                f"{ask.text} was done by {self.installation.name}, but its recorded answer cannot be used: {error} "
                "Look there and adopt what it made.",
                call=call,
            ) from error
        self._pen.add(Kind.NOTED, canonical({"text": "replayed a recorded reply", "call": call}))
        return value

    def _call_id(self, ask: Ask) -> CallId:
        message = self._pen.message
        digest = ask_digest(
            installation=self.installation.name,
            method=ask.method,
            path=ask.path,
            params=ask.params,
            headers=ask.headers,
            content=ask.content,
        )[:16]
        turn = self._asked[digest] = self._asked.get(digest, 0) + 1
        call = CallId(f"{message.id}.{digest}.{turn}")
        self._asked_calls.add(call)
        return call

    def _former_like(self, ask: Ask) -> Call | None:
        """An earlier write of this message to the same place, asked otherwise, whose answer was lost or adopted."""
        for known in self._known.values():
            is_lost = known.reply is None and not known.is_open_again
            if (is_lost or is_adopted(known.reply)) and known.id not in self._asked_calls:
                asked = decode(known.request.encode())
                if isinstance(asked, dict) and _is_same_place(asked, ask):
                    return known
        return None

    async def _resolve_former(self, ask: Ask, former: Call, doubt: Doubt[T]) -> Answered | None:
        """The body or a setting changed since a write whose answer was lost: what became of that one comes first."""
        self._asked_calls.add(former.id)
        if former.reply is not None:
            return await self._resolve_adopted(ask, former.id, doubt)
        self._pen.doubt(former.id)
        found = await self._resolve(ask, former.id, AskPerson() if isinstance(doubt, NativeKey) else doubt)
        self._known[former.id] = replace(former, is_open_again=True)
        if found is None:
            failed = Answer(call=former.id, at=self._world.clock.now(), reply="null", is_definite_failure=True)
            self._pen.answer(failed)
        return found

    async def _resolve_adopted(self, ask: Ask, former: CallId, doubt: Doubt[T]) -> Answered | None:
        """Something else is asked than what was found done: only the other side or a person can tell them apart."""
        found = None if isinstance(doubt, NativeKey | AskPerson) else await self._resolve(ask, former, doubt)
        if found is None:
            raise InDoubt(
                f"{ask.text} asks {self.installation.name} for something else than what was adopted. "
                "Say that it is to be done again, or let the message go on before the next node.",
                call=former,
            )
        return found

    async def _resolve(self, ask: Ask, call: CallId, doubt: Doubt[T]) -> Answered | None:
        """What became of a write whose answer was lost; None: it surely may be sent again."""
        match doubt:
            case NativeKey() | Repeatable():
                return None
            case Lookup():
                return await self._adopt(call, doubt.find)
            case TwoStep():
                return await self._adopt(call, doubt.completed)
            case AskPerson():
                raise InDoubt(
                    f"{ask.text} was sent to {self.installation.name}, but its answer was lost: it may have happened.",
                    call=call,
                    cost=doubt.cost,
                )
            case _:
                assert_never(doubt)

    async def _adopt(self, call: CallId, find: Callable[[], Awaitable[T | None]]) -> Answered | None:
        found = await find()
        if found is None:
            self._pen.add(Kind.NOTED, canonical({"text": "looked for a lost write: it never happened", "call": call}))
            return None
        exact = self._world.codec.encode(found)
        value = self._recorder.adopted(exact, self._exchange.secrets)
        self._pen.answer(Answer(call=call, at=self._world.clock.now(), reply=f'{{"adopted":{value}}}'))
        self._pen.add(Kind.ADOPTED, f'{{"call":"{call}","installation":"{self.installation.name}","found":{value}}}')
        return Answered(reply=Reply(status=200), json=None, adopted=exact)

    async def _send(self, ask: Ask, call: CallId, doubt: Doubt[T], read: Read[T], *, is_again: bool) -> T:
        if isinstance(doubt, NativeKey):
            ask = Ask(
                method=ask.method,
                path=ask.path,
                params=ask.params,
                headers={**ask.headers, doubt.header: call},
                content=ask.content,
                media_type=ask.media_type,
            )
        request = await self._recorder.request(ask, self._exchange.secrets)
        intent = Intent(call=call, request=request, doubt=type(doubt).__name__.lower(), is_again=is_again)
        answered, verdict, recorded = await self._exchange(ask, intent)
        value = None
        try:
            value = read(answered) if isinstance(verdict, Accepted) else None
        except Unfit as error:
            verdict = Unclear(self._unreadable(answered, error))
        self._exchange.write_down(call, verdict, recorded)
        if isinstance(verdict, Unclear) and isinstance(doubt, AskPerson):
            raise InDoubt(
                f"{ask.text} was sent to {self.installation.name}, and it isn't known whether it happened: "
                f"{verdict.message}",
                call=call,
                cost=doubt.cost,
            )
        self._raise_unless_done(ask, verdict)
        return cast("T", value)

    def _unreadable(self, answered: Answered, error: Unfit) -> str:
        start = self._recorder.words(answered.reply.content[:200].decode(errors="replace"), self._exchange.secrets)
        return f"its answer cannot be read: {error} It began: {start!r}"

    def _raise_unless_done(self, ask: Ask, verdict: Verdict) -> None:
        name = self.installation.name
        match verdict:
            case Accepted():
                return
            case Missing() | Refused():
                faults = verdict.faults if isinstance(verdict, Refused) else ()
                raise Rejected(f"{name} refused {ask.text}: {verdict.message}", faults=faults)
            case Later():
                raise Transient(
                    f"{name} asks for patience with {ask.text}: {verdict.message}",
                    after=verdict.after,
                    was_sent=False,
                    is_throttled=verdict.is_throttled,
                )
            case Unclear():
                raise Transient(f"{name} broke down at {ask.text}: {verdict.message}")
            case Denied():
                raise Unauthorised(f"{name} doesn't take our credentials at {ask.text}: {verdict.message}")
            case _:
                assert_never(verdict)


def _is_same_place(asked: Mapping[str, Json], ask: Ask) -> bool:
    """Whether a recorded request went where this one goes: by method, path, and operation where one path serves all."""
    if (asked.get("method"), asked.get("path")) != (ask.method, ask.path):
        return False
    former, now = operation_of(asked.get("body")), operation_of(decode(ask.content))
    return former == now or not (former and now)  # a body that was kept aside doesn't tell: then it may be the same
