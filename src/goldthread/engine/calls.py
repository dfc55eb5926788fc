"""One call to an outside system: limited, intended, sent once, judged, written down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol, TypeVar, assert_never
from urllib.parse import quote, urlencode

from goldthread.engine.codec import ask_digest, canonical
from goldthread.engine.installation import Installation
from goldthread.engine.limiter_headers import parse_throttle
from goldthread.engine.recording import Answered, Ask, Recorder, decode
from goldthread.engine.world import World
from goldthread.flow.application import Application
from goldthread.flow.doubt import Ask as AskPerson
from goldthread.flow.doubt import Doubt, Lookup, NativeKey, Repeatable, TwoStep
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import InDoubt, Rejected, Transient, Unauthorised
from goldthread.flow.message import CallId, Message
from goldthread.flow.reply import Accepted, Denied, Later, Missing, Refused, Reply, Unclear, Verdict
from goldthread.ports.carried import Answer
from goldthread.ports.receipt import Receipt, Recorded
from goldthread.ports.view import Call
from goldthread.ports.wire import AnswerLost, NotSent, Request
from goldthread.ports.write import Intend, Write

T = TypeVar("T")

PATIENCE = timedelta(seconds=2)
"""Up to here a message waits for its limit in a worker's hands; longer, it goes back to the ledger."""


class Taken(Exception):
    """The message isn't this worker's any more; whatever it did is left to the one that has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A write that is about to be sent."""

    call: CallId
    request: str
    doubt: str
    is_again: bool


class Pen(Protocol):
    """What an attempt writes with."""

    @property
    def message(self) -> Message:
        """Whose attempt it is."""

    def add(self, kind: Kind, content: str) -> None:
        """Append an entry with the outcome."""

    def answer(self, answer: Answer) -> None:
        """Record a reply with the outcome, or with the next write before it."""

    def doubt(self, call: CallId) -> None:
        """A write of an earlier attempt has no answer yet."""

    def tear_off(self) -> tuple[Entry, ...]:
        """The entries added so far, for the write that is handed over next; answers go on their way before."""

    def hand_over(self, write: Write) -> None:
        """Hand a write over without waiting for it."""

    async def durable(self, write: Write) -> Receipt:
        """Hand a write over, after everything added so far, and wait until it is durable. Raises `Taken`."""

    async def settled_before(self) -> None:
        """Wait until everything that this attempt builds on is durable. Raises `Taken`."""


class Caller:
    """Talks to one installation for one attempt of one message."""

    def __init__(
        self, world: World, pen: Pen, recorder: Recorder, installation: Installation, known: Mapping[CallId, Call]
    ) -> None:
        self._world = world
        self._pen = pen
        self._recorder = recorder
        self.installation = installation
        self._application: Application = world.catalog.application(installation.application)
        self._secrets = world.installations.secrets(installation.name)
        self._known = dict(known)
        self._asked: dict[str, int] = {}
        self._given: Mapping[str, str] = {}

    async def read(self, ask: Ask, *, may_miss: bool = False) -> Answered | None:
        """Send freely; None when the thing is missing and may be."""
        answered, verdict, _ = await self._exchange(ask)
        if isinstance(verdict, Missing) and may_miss:
            return None
        self._raise_unless_done(ask, verdict)
        return answered

    async def write(self, ask: Ask, doubt: Doubt[T]) -> Answered:
        """Send once; replay, adopt or ask when it was sent before."""
        if isinstance(doubt, Repeatable):
            await self._pen.settled_before()
            answered, verdict, _ = await self._exchange(ask)
            self._raise_unless_done(ask, verdict)
            return answered
        call = self._call_id(ask)
        known = self._known.get(call)
        if known is None:
            former = self._unanswered_like(ask)
            if former is not None and (found := await self._resolve_former(ask, former, doubt)) is not None:
                return found
            return await self._send(ask, call, doubt, is_again=False)
        if known.reply is not None:
            self._pen.add(Kind.NOTED, canonical({"text": "replayed a recorded reply", "call": call}))
            return await self._recorder.replay(known.reply)
        if not known.is_open_again:
            self._pen.doubt(call)
            found = await self._resolve(ask, call, doubt)
            self._known[call] = replace(known, is_open_again=True)
            if found is not None:
                return found
        return await self._send(ask, call, doubt, is_again=True)

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
        return CallId(f"{message.id}.{digest}.{turn}")

    def _unanswered_like(self, ask: Ask) -> Call | None:
        """An earlier write of this message to the same place, asked otherwise, that nobody knows the end of."""
        for known in self._known.values():
            if known.reply is None and not known.is_open_again:
                asked = decode(known.request.encode())
                if isinstance(asked, dict) and (asked.get("method"), asked.get("path")) == (ask.method, ask.path):
                    return known
        return None

    async def _resolve_former(self, ask: Ask, former: Call, doubt: Doubt[T]) -> Answered | None:
        """The body or a setting changed since a write whose answer was lost: what became of that one comes first."""
        self._pen.doubt(former.id)
        found = await self._resolve(ask, former.id, AskPerson() if isinstance(doubt, NativeKey) else doubt)
        self._known[former.id] = replace(former, is_open_again=True)
        if found is None:
            failed = Answer(call=former.id, at=self._world.clock.now(), reply="null", is_definite_failure=True)
            self._pen.answer(failed)
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
        value = self._world.codec.encode(found)
        self._pen.answer(Answer(call=call, at=self._world.clock.now(), reply=f'{{"adopted":{value}}}'))
        self._pen.add(Kind.ADOPTED, f'{{"call":"{call}","installation":"{self.installation.name}","found":{value}}}')
        return Answered(reply=Reply(status=200), json=None, adopted=value)

    async def _send(self, ask: Ask, call: CallId, doubt: Doubt[T], *, is_again: bool) -> Answered:
        if isinstance(doubt, NativeKey):
            ask = Ask(
                method=ask.method,
                path=ask.path,
                params=ask.params,
                headers={**ask.headers, doubt.header: call},
                content=ask.content,
                media_type=ask.media_type,
            )
        request = await self._recorder.request(ask, self._secrets)
        intent = Intent(call=call, request=request, doubt=type(doubt).__name__.lower(), is_again=is_again)
        answered, verdict, recorded = await self._exchange(ask, intent)
        self._write_down(call, verdict, recorded)
        if isinstance(verdict, Unclear) and isinstance(doubt, AskPerson):
            raise InDoubt(
                f"{ask.text} was sent to {self.installation.name}, and it isn't known whether it happened: "
                f"{verdict.message}",
                call=call,
                cost=doubt.cost,
            )
        self._raise_unless_done(ask, verdict)
        return answered

    def _write_down(self, call: CallId, verdict: Verdict, recorded: str) -> None:
        if isinstance(verdict, Unclear):
            return
        failed = not isinstance(verdict, Accepted)
        self._pen.answer(Answer(call=call, at=self._world.clock.now(), reply=recorded, is_definite_failure=failed))

    async def _exchange(self, ask: Ask, intent: Intent | None = None) -> tuple[Answered, Verdict, str]:
        """Send within the limit; once more with fresh credentials when those were refused."""
        result = await self._exchange_once(ask, intent)
        if not isinstance(result[1], Denied):
            return result
        self._world.authoriser.refuse(self.installation.name, self._given)
        if intent is not None:
            self._write_down(intent.call, result[1], result[2])
            intent = replace(intent, is_again=True)
        return await self._exchange_once(ask, intent)

    async def _exchange_once(self, ask: Ask, intent: Intent | None) -> tuple[Answered, Verdict, str]:
        world, name, message = self._world, self.installation.name, self._pen.message
        headers = await world.authoriser.headers(self._application, self.installation.base_url, name, self._secrets)
        slot = world.limiter.slot(
            name, priority=message.priority, trace=message.trace, topology=message.topology, patience=PATIENCE
        )
        self._given = headers
        async with slot:
            if intent is not None:
                await self._intend(intent)
            world.fuse.point("send")
            return await self._send_once(ask, headers, intent.call if intent else "")

    async def _intend(self, intent: Intent) -> None:
        """Make it durable that the write is about to be sent. Raises `Taken`."""
        name, message = self.installation.name, self._pen.message
        self._pen.doubt(intent.call)
        self._pen.add(Kind.INTENDED, f'{{"call":"{intent.call}","installation":"{name}","request":{intent.request}}}')
        receipt = await self._pen.durable(
            Intend(
                worker=self._world.worker,
                message=message.id,
                call=intent.call,
                node=message.node,
                installation=name,
                request=intent.request,
                doubt=intent.doubt,
                at=self._world.clock.now(),
                entries=self._pen.tear_off(),
                is_again=intent.is_again,
            )
        )
        if not isinstance(receipt, Recorded) or not self._world.lease.is_valid:
            raise Taken

    async def _send_once(self, ask: Ask, headers: Mapping[str, str], call: str) -> tuple[Answered, Verdict, str]:
        clock = self._world.clock
        began = clock.monotonic()
        recorded = "null"
        reply, decoded = Reply(status=0), None
        verdict: Verdict
        try:
            reply = await self._world.wire.send(self._request(ask, headers))
            decoded = decode(reply.content)
            verdict = self._application.statuses.judge(reply, decoded)
            recorded = await self._recorder.reply(reply, self._secrets, is_json=decoded is not None)
            self._heed(reply)
        except NotSent as error:
            verdict = Later(f"{self.installation.name} cannot be reached: {error}")
        except AnswerLost as error:
            verdict = Unclear(f"the answer of {self.installation.name} was lost: {error}")
        took = (clock.monotonic() - began) * 1000
        judged = type(verdict).__name__.lower()
        self._world.calls[self.installation.name, judged] += 1
        asked = f'"method":"{ask.method}","path":{canonical(ask.path)}'
        if not call:
            asked += f',"request":{await self._recorder.request(ask, self._secrets)}'
        words = "" if isinstance(verdict, Accepted) else f',"words":{canonical(verdict.message)}'
        self._pen.add(
            Kind.CALLED,
            f'{{"call":"{call}","installation":"{self.installation.name}",{asked},"reply":{recorded},'
            f'"verdict":"{judged}","ms":{took:.1f}{words}}}',
        )
        return Answered(reply=reply, json=decoded), verdict, recorded

    def _request(self, ask: Ask, headers: Mapping[str, str]) -> Request:
        url = self.installation.base_url.rstrip("/") + quote(ask.path, safe="/:?&=%+,@~-._")
        if ask.params:
            url += ("&" if "?" in url else "?") + urlencode(ask.params)
        content_type = {"Content-Type": ask.media_type} if ask.content else {}
        return Request(
            method=ask.method, url=url, headers={**content_type, **ask.headers, **headers}, content=ask.content
        )

    def _heed(self, reply: Reply) -> None:
        if any("limit" in name or name.startswith("retry-after") for name in reply.headers):
            throttle = parse_throttle(reply.headers, self._world.clock.now())
            self._world.limiter.heed(
                self.installation.name, after=throttle.after, remaining=throttle.remaining, reset=throttle.reset
            )

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
                    f"{name} asks for patience with {ask.text}: {verdict.message}", after=verdict.after, was_sent=False
                )
            case Unclear():
                raise Transient(f"{name} broke down at {ask.text}: {verdict.message}")
            case Denied():
                raise Unauthorised(f"{name} doesn't take our credentials at {ask.text}: {verdict.message}")
            case _:
                assert_never(verdict)
