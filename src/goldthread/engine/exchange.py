"""One exchange with an outside system: let in, within the limit, intended, sent, judged, told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import quote, urlencode

from goldthread.engine.codec import canonical
from goldthread.engine.installation import Installation
from goldthread.engine.limiter import Held
from goldthread.engine.limiter_headers import parse_throttle
from goldthread.engine.recording import Answered, Ask, Recorder, decode
from goldthread.engine.world import World
from goldthread.flow.application import Application
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import NotFound, Unavailable
from goldthread.flow.message import CallId, Message
from goldthread.flow.reply import Accepted, Denied, Json, Later, Reply, Unclear, Verdict
from goldthread.ports.carried import Answer
from goldthread.ports.receipt import Receipt, Recorded
from goldthread.ports.wire import AnswerLost, NotSent, Request
from goldthread.ports.write import Intend, Write

LATE_S = 0.04
"""A call that goes later than this after its turn takes another one: what counts is when the other side gets it."""
PATIENCE = timedelta(seconds=2)
"""Up to here a message waits for its limit in a worker's hands; longer, it goes back to the ledger."""

RECORD_STEP = timedelta(milliseconds=250)
"""Between tries to write down a large reply."""


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

    def send_answers(self) -> None:
        """Let the answers recorded so far go on their way: what is known shall outlive what comes now."""

    def tear_off(self) -> tuple[Entry, ...]:
        """The entries added so far, for the write that is handed over next; answers go on their way before."""

    def hand_over(self, write: Write) -> None:
        """Hand a write over without waiting for it."""

    async def durable(self, write: Write) -> Receipt:
        """Hand a write over, after everything added so far, and wait until it is durable. Raises `Taken`."""

    async def settled_before(self) -> None:
        """Wait until everything that this attempt builds on is durable. Raises `Taken`."""


class Exchange:
    """Exchanges with one installation, for one attempt of one message."""

    def __init__(self, world: World, pen: Pen, recorder: Recorder, installation: Installation) -> None:
        self._world = world
        self._pen = pen
        self._recorder = recorder
        self.installation = installation
        self._application: Application = world.catalog.application(installation.application)
        self._former_secrets = world.installations.secrets(installation.name)
        self._given: Mapping[str, str] = {}
        self._intended_at: dict[CallId, datetime] = {}

    @property
    def secrets(self) -> Mapping[str, str]:
        """As they are now: they may be renewed while an attempt is under way."""
        try:
            self._former_secrets = self._world.installations.secrets(self.installation.name)
        except NotFound:
            return self._former_secrets
        return self._former_secrets

    async def __call__(self, ask: Ask, intent: Intent | None = None) -> tuple[Answered, Verdict, str]:
        """Send within the limit; once more with fresh credentials when those were refused."""
        result = await self._once(ask, intent)
        if not isinstance(result[1], Denied):
            return result
        self._world.authoriser.refuse(self.installation.name, self._given)
        if intent is not None:
            self.write_down(intent.call, result[1], result[2])
            intent = replace(intent, is_again=True)
        return await self._once(ask, intent)

    def write_down(self, call: CallId, verdict: Verdict, recorded: str) -> None:
        """Record what a write was answered; what isn't clear stays open."""
        if isinstance(verdict, Unclear):
            return
        self._answer(call, recorded, is_definite_failure=not isinstance(verdict, Accepted))

    def _answer(self, call: CallId, recorded: str, *, is_definite_failure: bool) -> None:
        self._pen.answer(
            Answer(
                call=call,
                at=self._world.clock.now(),
                reply=recorded,
                is_definite_failure=is_definite_failure,
                intended_at=self._intended_at.get(call),
            )
        )

    async def _once(self, ask: Ask, intent: Intent | None) -> tuple[Answered, Verdict, str]:
        world, name, message = self._world, self.installation.name, self._pen.message
        self._pen.send_answers()
        headers = await world.authoriser.headers(
            self._application, self.installation.base_url, name, self.secrets, ask.path
        )
        slot = world.limiter.slot(
            name, priority=message.priority, trace=message.trace, topology=message.topology, patience=PATIENCE
        )
        self._given = headers
        async with slot:
            granted = world.clock.monotonic()
            if intent is not None:
                await self._intend(intent)
            if slot.is_limited and world.clock.monotonic() - granted > LATE_S:
                try:
                    await slot.anew()
                except Held as held:
                    return Answered(reply=Reply(status=0), json=None), Later(held.reason, is_throttled=True), "null"
                if not self._may_send():
                    raise Taken
            world.fuse.point("send")
            return await self._send_once(ask, headers, intent.call if intent else "")

    async def _intend(self, intent: Intent) -> None:
        """Make it durable that the write is about to be sent. Raises `Taken`."""
        if not self._may_send():
            raise Taken
        name, message = self.installation.name, self._pen.message
        at = self._intended_at[intent.call] = self._world.clock.now()
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
                at=at,
                entries=self._pen.tear_off(),
                is_again=intent.is_again,
            )
        )
        if not isinstance(receipt, Recorded):
            raise Taken
        if not self._may_send():
            self._answer(intent.call, "null", is_definite_failure=True)  # it surely isn't sent
            raise Taken

    def _may_send(self) -> bool:
        return self._world.lease.is_valid

    async def _send_once(self, ask: Ask, headers: Mapping[str, str], call: str) -> tuple[Answered, Verdict, str]:
        clock = self._world.clock
        began = clock.monotonic()
        recorded = "null"
        reply, decoded = Reply(status=0), None
        verdict: Verdict
        bug: Exception | None = None
        try:
            reply = await self._world.wire.send(self._request(ask, headers))
        except NotSent as error:
            verdict = Later(f"{self.installation.name} cannot be reached: {error}")
        except AnswerLost as error:
            verdict = Unclear(f"the answer of {self.installation.name} was lost: {error}")
        else:
            decoded = decode(reply.content)
            recorded = await self._recorded(reply, is_json=decoded is not None)
            verdict, bug = self._judge(reply, decoded)
            after = self._heed(reply)
            if isinstance(verdict, Later) and after is not None:
                verdict = replace(verdict, after=verdict.after or after, is_throttled=True)
        took = (clock.monotonic() - began) * 1000
        judged = type(verdict).__name__.lower()
        self._world.calls[self.installation.name, judged] += 1
        asked = f'"method":"{ask.method}","path":{canonical(ask.path)}'
        if not call:
            asked += f',"request":{await self._recorder.request(ask, self.secrets)}'
        words = "" if isinstance(verdict, Accepted) else f',"words":{canonical(verdict.message)}'
        self._pen.add(
            Kind.CALLED,
            f'{{"call":"{call}","installation":"{self.installation.name}",{asked},"reply":{recorded},'
            f'"verdict":"{judged}","ms":{took:.1f}{words}}}',
        )
        if bug is not None:
            raise bug
        return Answered(reply=reply, json=decoded), verdict, recorded

    def _judge(self, reply: Reply, decoded: Json) -> tuple[Verdict, Exception | None]:
        """What the reply means, without credentials; a status policy that fails is a bug."""
        try:
            verdict = self._application.statuses.judge(reply, decoded)
        except Exception as error:  # noqa: BLE001 - what was answered is told, then the bug is
            return Unclear("its status policy failed"), error
        if isinstance(verdict, Accepted):
            return verdict, None
        return replace(verdict, message=self._recorder.words(verdict.message, self.secrets)), None

    async def _recorded(self, reply: Reply, *, is_json: bool) -> str:
        """The reply as it is written down; a full disk doesn't lose what is known of a write."""
        while True:
            try:
                return await self._recorder.reply(reply, self.secrets, is_json=is_json)
            except Unavailable:
                await self._world.clock.sleep(RECORD_STEP)

    def _request(self, ask: Ask, headers: Mapping[str, str]) -> Request:
        url = self.installation.base_url.rstrip("/") + quote(ask.path, safe="/:?&=%+,@~-._")
        authoriser, application, name = self._world.authoriser, self._application, self.installation.name
        if ask.params:
            params = authoriser.params(application, name, ask.params, self.secrets, ask.path)
            url += ("&" if "?" in url else "?") + urlencode(params)
        content_type = {"Content-Type": ask.media_type} if ask.content else {}
        content = authoriser.content(application, name, ask.content, self.secrets, ask.path)
        return Request(method=ask.method, url=url, headers={**content_type, **ask.headers, **headers}, content=content)

    def _heed(self, reply: Reply) -> timedelta | None:
        """Tell the limiter what the reply says of its budget; how long we are asked to wait, if we are."""
        if not any("limit" in name or name.startswith("retry-after") for name in reply.headers):
            return None
        throttle = parse_throttle(reply.headers, self._world.clock.now())
        self._world.limiter.heed(
            self.installation.name, after=throttle.after, remaining=throttle.remaining, reset=throttle.reset
        )
        return throttle.after
