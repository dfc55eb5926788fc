"""What a person does with a message that needs one: repair, resume, re-read, resolve, discard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from goldthread.domain.problem import InvalidValueError
from goldthread.engine.attempt import Attempter
from goldthread.engine.calls import Caller
from goldthread.engine.causes import fault_of, words_of
from goldthread.engine.client import EngineClient
from goldthread.engine.codec import canonical
from goldthread.engine.exchange import Taken
from goldthread.engine.note import Notebook
from goldthread.engine.reading import read_payload
from goldthread.engine.recording import Recorder, decode
from goldthread.engine.routing import Router
from goldthread.engine.world import World
from goldthread.flow.difference import Change, difference
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Conflict, Fault, GoldthreadError, Misuse, NotFound, Rejected, Unfit
from goldthread.flow.message import START, CallId, Message, MessageId
from goldthread.flow.node import Connector
from goldthread.flow.reply import Json
from goldthread.flow.start import Origin, reread_of
from goldthread.flow.topology import Topology
from goldthread.ports.carried import Birth, Resolution, TrashKind
from goldthread.ports.receipt import Beaten
from goldthread.ports.view import Call, Trashed
from goldthread.ports.write import Mend


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Who acts on a message in the trash, on which version of it, and why."""

    actor: str
    version: int | None = None
    """The version that was looked at; None: whatever it is now."""
    reason: str = ""


class Trash:
    """Acts on messages in the trash. Exactly one of two people who resume a message wins.

    Every method may raise `NotFound` (no such message in the trash), `Conflict` (somebody was first, with who),
    `Unfit` (a body that isn't the node's type, with every field), `Misuse`.
    """

    def __init__(self, world: World, attempter: Attempter, recorder: Recorder, *, wake: Callable[[], None]) -> None:
        self._world = world
        self._attempter = attempter
        self._recorder = recorder
        self._wake = wake

    async def get(self, message: MessageId) -> Trashed:
        """The message, why it is here, and its calls."""
        found = await self._world.ledger.trashed(message)
        if found is None:
            raise NotFound(
                f"There is no message {message!r} in the trash; it was resumed or discarded, or never was here."
            )
        return found

    def check(self, trashed: Trashed, body: Json) -> str:
        """The body's JSON as its node takes it. Raises `Unfit`."""
        message = trashed.message
        text = canonical(body)
        topology = self._world.catalog.topology(message.topology)
        if message.node == START:
            self._check_start(topology, message, text)
            return text
        spec = topology.nodes.get(message.node)
        if spec is None:
            return text
        return self._world.codec.encode(self._world.codec.decode(cast("type[object]", spec.takes), text))

    def _check_start(self, topology: Topology[object], message: Message, text: str) -> None:
        origin = Origin(installation=message.origin, received_at=message.created_at)
        try:
            read_payload(self._world.codec, topology, origin, text)
        except Rejected as error:
            raise Unfit(str(error), faults=error.faults) from error
        except InvalidValueError as error:
            raise Unfit(error.problem.message, faults=(fault_of(error.problem),)) from error
        except GoldthreadError:
            raise
        except Exception as error:
            words = f"What reads it fails with {words_of(error)}"
            raise Unfit(words, faults=(Fault(field="", message=words),)) from error

    async def repair(self, message: MessageId, body: Json, act: Act, *, resume: bool = False) -> tuple[Change, ...]:
        """Change the body in place; with `resume` let it go on at once. The changes, field by field."""
        trashed = await self.get(message)
        self._refuse_doubt(trashed, "repaired")
        text = self.check(trashed, body)
        changes = difference(decode(trashed.message.body.encode()), decode(text.encode()))
        words: dict[str, object] = {
            "reason": act.reason,
            "changes": [{"field": one.field, "before": one.before, "after": one.after} for one in changes],
        }
        entries = [self._entry(Kind.REPAIRED, trashed, act, canonical(words))]
        if resume:
            entries.append(self._entry(Kind.RESUMED, trashed, act, canonical({"node": trashed.message.node})))
        await self._mend(trashed, act, body=text, resume=resume, entries=tuple(entries))
        return changes

    async def resume(self, message: MessageId, act: Act, *, node: str = "") -> None:
        """Let it go on where it stopped, or before another `node` when its own no longer exists."""
        trashed = await self.get(message)
        if doubts := self._ask_doubts(trashed):
            raise Conflict(
                f"It isn't known whether {doubts[0].node} was done at {doubts[0].installation}. "
                "Look there, then adopt what it made, or say that it is to be done again."
            )
        if node and node not in self._world.catalog.topology(trashed.message.topology).nodes:
            raise NotFound(f"The topology {trashed.message.topology} has no node {node!r}.")
        words = canonical({"node": node or trashed.message.node, "reason": act.reason})
        await self._mend(
            trashed, act, resume=True, node=node, entries=(self._entry(Kind.RESUMED, trashed, act, words),)
        )

    async def reread(self, message: MessageId, act: Act) -> tuple[Change, ...]:
        """Fetch the body from its source again, and resume. What changed, field by field."""
        trashed = await self.get(message)
        self._refuse_doubt(trashed, "read again")
        fresh = await self._fetch(trashed)
        body = decode(self._world.codec.encode(fresh).encode())
        source = Act(actor=act.actor, version=act.version, reason=act.reason or "re-read from its source")
        return await self.repair(message, body, source, resume=True)

    async def discard(self, message: MessageId, act: Act) -> None:
        """End it, with a reason."""
        if not act.reason:
            raise Misuse("Say why the message is discarded; the reason stays in its story.")
        trashed = await self.get(message)
        arrival = None
        if trashed.message.frames:
            router = Router(new_id=self._world.ids.new, now=self._world.clock.now(), bear=_bears_nothing)
            arrival = router.arrival(trashed.message, None)
        entry = self._entry(Kind.DISCARDED, trashed, act, canonical({"reason": act.reason}))
        await self._mend(trashed, act, discard=True, arrival=arrival, entries=(entry,))

    async def adopt(self, message: MessageId, found: Json, act: Act, *, call: str = "") -> None:
        """The write in doubt was done: `found` is what it would have answered. Goes on without sending it again."""
        trashed = await self.get(message)
        doubted = self._doubted(trashed, call)
        reply = f'{{"adopted":{canonical(found)}}}'
        await self._resolve(trashed, act, doubted, reply, {"resolution": "adopted", "found": found})

    async def again(self, message: MessageId, act: Act, *, call: str = "", was_voided: bool = False) -> None:
        """The write in doubt is to be done again: it never happened, was voided there, or is wanted twice knowingly."""
        if not act.reason:
            raise Misuse("Say why it is safe to do it again (never happened there, was voided, wanted twice).")
        trashed = await self.get(message)
        doubted = self._doubted(trashed, call)
        words = {"resolution": "voided and again" if was_voided else "again", "cost": trashed.why.detail}
        await self._resolve(trashed, act, doubted, None, words)

    async def _resolve(
        self, trashed: Trashed, act: Act, call: Call, reply: str | None, words: Mapping[str, object]
    ) -> None:
        said = {**words, "call": call.id, "installation": call.installation, "reason": act.reason}
        entries = (
            self._entry(Kind.RESOLVED, trashed, act, canonical(said)),
            self._entry(Kind.RESUMED, trashed, act, canonical({"node": trashed.message.node})),
        )
        resolution = Resolution(call=CallId(call.id), reply=reply, is_overruling=call.reply is not None)
        await self._mend(trashed, act, resume=True, resolve=(resolution,), entries=entries)

    async def _mend(self, trashed: Trashed, act: Act, **what: object) -> None:
        mend = Mend(
            message=trashed.message.id,
            version=trashed.version if act.version is None else act.version,
            actor=act.actor,
            at=self._world.clock.now(),
        )
        receipt = await self._world.ledger.write(replace(mend, **what))  # type: ignore[arg-type] # the callers' keywords are its fields
        if isinstance(receipt, Beaten):
            raise Conflict(
                f"Somebody was first: {receipt.by or 'the message has changed meanwhile'}. Look at it again."
            )
        self._wake()

    async def _fetch(self, trashed: Trashed) -> object:
        """The body as its source has it now."""
        message = trashed.message
        topology = self._world.catalog.topology(message.topology)
        reread = reread_of(topology.start)
        if reread is None:
            raise Misuse(f"The topology {topology.name} doesn't say how its source is read again.")
        began = await self._began(message)
        body = self._world.codec.decode(cast("type[object]", reread.spec.takes), began)
        spec = self._attempter.variant_of(reread.spec, body)
        installation = self._attempter.installation_of(spec, body, message)
        if installation is None:
            raise Misuse(f"{spec.name} reads from no installation.")
        notebook = Notebook(self._world, message)
        caller = Caller(self._world, notebook, self._recorder, installation, {})
        try:
            fresh = await Connector[object, object](spec)(body, EngineClient(self._world, notebook, caller, None))
        except Taken:
            raise Misuse(f"{spec.name} writes; what reads a source again may only read.") from None
        finally:
            notebook.flush()
        return self._carried_to(trashed, fresh)

    async def _began(self, message: Message) -> str:
        """The first body of the message's run, as its start entry has it."""
        for sealed in await self._world.ledger.entries(kinds=(Kind.STARTED,), run=message.run):
            started = decode(sealed.entry.content.encode())
            if isinstance(started, dict) and "body" in started:
                return canonical(started["body"])
        raise Misuse("The run has no body to read its source by; it was erased or never read.")

    def _carried_to(self, trashed: Trashed, fresh: object) -> object:
        """The fresh first body, brought through the pure nodes to where the message stands."""
        message = trashed.message
        topology = self._world.catalog.topology(message.topology)
        return self._attempter.bring(topology, message, fresh)

    def _ask_doubts(self, trashed: Trashed) -> list[Call]:
        return [call for call in trashed.calls if call.reply is None and _is_asked(trashed, call)]

    def _doubted(self, trashed: Trashed, call: str) -> Call:
        for known in trashed.calls:
            if is_in_doubt(trashed, known) and call in ("", known.id):
                return known
        raise Conflict("Nothing about this message is in doubt any more; resume it.")

    def _refuse_doubt(self, trashed: Trashed, done: str) -> None:
        for call in trashed.calls:
            if is_in_doubt(trashed, call):
                raise Conflict(
                    f"It cannot be {done} while it isn't known whether {call.node} was done at {call.installation}: "
                    "a changed body would be sent as something new. Resolve the doubt first."
                )

    def _entry(self, kind: Kind, trashed: Trashed, act: Act, content: str) -> Entry:
        message = trashed.message
        return Entry(
            kind=kind,
            at=self._world.clock.now(),
            trace=message.trace,
            run=message.run,
            topology=message.topology,
            node=message.node,
            message=message.id,
            actor=act.actor,
            content=content,
        )


def is_in_doubt(trashed: Trashed, call: Call) -> bool:
    """Its answer was lost, or is what brought the message here: it cannot be used."""
    if call.reply is None:
        return not call.is_open_again
    why = trashed.why
    return why.kind is TrashKind.IN_DOUBT and why.call == call.id and _was_known(trashed, call)


def _was_known(trashed: Trashed, call: Call) -> bool:
    """Whether the answer was there when the message came here; one that came later is as good as any."""
    return call.answered_at is not None and call.answered_at <= trashed.trashed_at


def _is_asked(trashed: Trashed, call: Call) -> bool:
    return is_in_doubt(trashed, call) and call.doubt == "ask"


def _bears_nothing(topology: str, body: object, text: str, giver: Message) -> Birth:
    raise TypeError(f"A discarded message starts nothing: {topology}, {giver.id}, {text[:20]}, {body!r}")
