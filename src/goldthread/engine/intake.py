"""Where runs begin: verify, read, deduplicate, commit, and only then answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from goldthread.domain.entity import Entity
from goldthread.domain.problem import InvalidValueError
from goldthread.engine.causes import fault_of, traceback_of, trashed_content, trashing, words_of
from goldthread.engine.codec import canonical
from goldthread.engine.reading import read_payload
from goldthread.engine.routing import Router, entities_of
from goldthread.engine.world import World
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Fault, Forbidden, Misuse, NotFound, Rejected, Unfit
from goldthread.flow.limit import Priority
from goldthread.flow.message import START, Message, MessageId, RunId, TraceId
from goldthread.flow.outcome import Drop
from goldthread.flow.start import Cron, Origin, Tick, once_of
from goldthread.flow.topology import To, Topology
from goldthread.ports.carried import Birth, Run, TrashKind
from goldthread.ports.receipt import Accepted, Duplicate
from goldthread.ports.transport import Closed
from goldthread.ports.write import Accept, Note

MAX_SAID = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """The answer to an event: its run, and whether it was known before."""

    run: RunId
    trace: TraceId
    topology: str
    is_duplicate: bool
    is_in_trash: bool = False
    """It could not be read; a person finds it in the trash."""


class Intake:
    """Starts runs."""

    def __init__(self, world: World, *, wake: Callable[[], None], is_on: Callable[[str], bool]) -> None:
        self._world = world
        self._wake = wake
        self._is_on = is_on

    async def hook(self, installation: str, event: str, headers: Mapping[str, str], body: bytes) -> list[Begun]:
        """Take a webhook; header names are in lower case. No run begins for a vendor's test delivery (`ping`), nor for
        an event that `read` drops.

        Raises `NotFound` (installation, event), `Forbidden` (signature; an entry says so), `Unavailable`.
        """
        known = self._world.installations.get(installation)
        application = self._world.catalog.application(known.application)
        scheme = application.webhooks
        if scheme is None:
            raise NotFound(f"The application {application.name} sends no webhooks.")
        topologies = self._world.catalog.listening(application.name, event)
        now = self._world.clock.now()
        if scheme.ping is not None and scheme.ping(headers, body):
            return []
        if scheme.signature is not None:
            secret = self._world.installations.secrets(installation).get(scheme.signature.credential, "")
            try:
                scheme.signature.verify(secret=secret, headers=headers, body=body, now=now)
            except Forbidden as error:
                self._note_refusal(installation, event, str(error), now)
                raise
        delivery = headers.get(scheme.delivery_header.lower(), "") if scheme.delivery_header else ""
        key = f"hook:{installation}:{event}:{delivery or hashlib.sha256(body).hexdigest()}"
        begun = [await self._hooked(one, installation, key, body, now) for one in topologies]
        return [one for several in begun for one in several]

    async def start(
        self, topology: str, body: object, *, key: str = "", priority: Priority = Priority.PERSON, actor: str = ""
    ) -> Begun:
        """Start a run by hand with a body of the type that the topology carries.

        `key`: two starts with one key are one. Raises `NotFound`, `Misuse` (a cron's topology), `Unavailable`.
        """
        found = self._world.catalog.topology(topology)
        if isinstance(found.start, Cron):
            raise Misuse(f"{topology} is started by its schedule; run the schedule now instead.")
        text = self._world.codec.encode(body)
        key = f"manual:{topology}:{key}" if key else f"manual:{topology}:{self._world.ids.new()}"
        birth = self._birth(found, body, text, key=key, origin="", priority=priority, actor=actor)
        return await self._accept(found, birth)

    async def tick(self, topology: str, due: datetime, *, key: str, actor: str = "") -> list[Begun]:
        """Start the run of a cron's tick, once for all workers.

        Where the first node could ask several installations of its application, each that is on has a run of its own.
        """
        found = self._world.catalog.topology(topology)
        body = Tick(due=due, schedule=topology)
        text = self._world.codec.encode(body)
        births = [
            self._birth(
                found,
                body,
                text,
                key=f"{key}@{origin}" if origin else key,
                origin=origin,
                priority=Priority.CRON,
                actor=actor,
            )
            for origin in self._visited(found)
        ]
        return [await self._accept(found, birth) for birth in births]

    def _visited(self, topology: Topology[object]) -> list[str]:
        """The installations that a tick visits; one run that belongs to none where there is nothing to choose from."""
        first = topology.nodes[topology.first.node] if isinstance(topology.first, To) else None
        if first is None or first.application is None or first.application.is_internal or first.at:
            return [""]
        known = self._world.installations.of(first.application.name)
        return [one.name for one in known if one.is_on] if len(known) > 1 else [""]

    def bear(self, topology: str, body: object, text: str, giver: Message) -> Birth:
        """The birth of a run that another topology hands over.

        It goes on with the giver's trace when its body says of no entity that it is about, or of one that is known
        there; an order that a sweep found begins a trace of its own.
        """
        found = self._world.catalog.topology(topology)
        trace = None if entities_of(body) else giver.trace
        key = f"handover:{giver.id}:{topology}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        birth = self._birth(found, body, text, key=key, origin=giver.origin, priority=giver.priority, trace=trace)
        missed = self._missed(birth, giver)
        return replace(birth, entries=(*birth.entries, missed)) if missed else birth

    def _missed(self, birth: Birth, giver: Message) -> Entry | None:
        """That a sweep found what a webhook should have told, when one of the installation it is about should have."""
        sweep = self._world.catalog.topologies.get(giver.topology)
        if sweep is None or not isinstance(sweep.start, Cron):
            return None
        tellers = self._world.catalog.tellers(birth.run.topology)
        names = {entity.key.split("/", 1)[0] for entity in birth.entities}
        silent = [one.name for one in self._world.installations if one.application in tellers and one.name in names]
        if not silent:
            return None
        words = {"installation": silent[0], "found_by": giver.topology}
        return replace(birth.entries[0], kind=Kind.MISSED, content=canonical(words), actor="")

    async def _hooked(
        self, topology: Topology[object], installation: str, key: str, body: bytes, now: datetime
    ) -> list[Begun]:
        key = f"{key}:{topology.name}"
        text = body.decode(errors="replace")
        cannot = partial(self._unreadable, topology, installation, key, text)
        try:
            body.decode()
            read = read_payload(self._world.codec, topology, Origin(installation=installation, received_at=now), text)
            if isinstance(read, Drop):
                self._note_drop(topology, installation, read.reason, text, now)
                return []
            births = [
                self._birth(
                    topology,
                    one,
                    self._world.codec.encode(one),
                    key=key if len(read) == 1 else f"{key}:{place}",
                    origin=installation,
                    priority=Priority.EVENT,
                    raw=text,
                )
                for place, one in enumerate(read)
            ]
        except UnicodeDecodeError as error:
            return [await cannot(f"The body isn't UTF-8: {error}")]
        except (Unfit, Rejected) as error:
            return [await cannot(str(error), error.faults)]
        except InvalidValueError as error:
            return [await cannot(error.problem.message, (fault_of(error.problem),))]
        except Exception as error:  # noqa: BLE001 - a bug of ours loses nobody's event: it is stored, and tried again
            return [await cannot(words_of(error), kind=TrashKind.FAILED, detail=traceback_of(error))]
        return [await self._accept(topology, birth) for birth in births]

    async def _unreadable(
        self,
        topology: Topology[object],
        installation: str,
        key: str,
        text: str,
        reason: str,
        faults: tuple[Fault, ...] = (),
        *,
        kind: TrashKind = TrashKind.REJECTED,
        detail: str = "",
    ) -> Begun:
        now = self._world.clock.now()
        run = self._run(topology, key, installation, now)
        message = self._message(topology, run, START, text, Priority.EVENT, now)
        why = trashing(self._world.codec, message, kind, reason, faults=faults, detail=detail)
        entries = (
            self._entry(Kind.STARTED, message, canonical({"key": key, "installation": installation, "raw": text})),
            self._entry(Kind.TRASHED, message, trashed_content(why)),
        )
        entity = Entity(kind="delivery", key=run.id)
        birth = Birth(run=run, messages=(message,), entities=(entity,), entries=entries, trash=why)
        return replace(await self._accept(topology, birth), is_in_trash=True)

    def _birth(
        self,
        topology: Topology[object],
        body: object,
        text: str,
        *,
        key: str,
        origin: str,
        priority: Priority,
        actor: str = "",
        raw: str = "",
        trace: TraceId | None = None,
    ) -> Birth:
        now = self._world.clock.now()
        run = self._run(topology, key, origin, now, trace)
        standing = self._message(topology, run, START, text, priority, now)
        router = Router(new_id=self._world.ids.new, now=now, bear=self.bear)
        moves = router.go(topology, topology.first, standing, (body, text))
        words: dict[str, object] = {"key": key, "start": topology.start.__class__.__name__.lower()}
        if origin:
            words["installation"] = origin
        content = f'{canonical(words)[:-1]},"body":{text}}}'
        if raw and raw != text:
            content = f'{content[:-1]},"raw":{canonical(raw)}}}'
        entry = self._entry(Kind.STARTED, standing, content, actor)
        once = once_of(topology.start)
        return Birth(
            run=run,
            messages=tuple(moves.followers),
            entities=entities_of(body) or (Entity(kind="run", key=run.id),),
            entries=(entry,),
            duplicate_of=f"once:{topology.name}:{once(body)}" if once else "",
        )

    async def _accept(self, topology: Topology[object], birth: Birth) -> Begun:
        world = self._world
        takes = bool(birth.messages) and birth.trash is None and world.transport.room() >= len(birth.messages)
        takes = takes and world.lease.is_valid and self._is_on(topology.name)
        receipt = await world.ledger.write(Accept(birth=birth, worker=world.worker if takes else None))
        match receipt:
            case Accepted():
                if takes:
                    mine = [message for message in receipt.messages if message.id not in receipt.blocked]
                    world.fresh.update(message.id for message in mine)
                    with suppress(Closed):  # this process stops; whoever claims goes on
                        await world.transport.deliver(*mine)
                else:
                    self._wake()
                return Begun(run=receipt.run, trace=receipt.trace, topology=topology.name, is_duplicate=False)
            case Duplicate():
                row = await world.ledger.run(receipt.run)
                trace = row.run.trace if row else TraceId("")
                return Begun(run=receipt.run, trace=trace, topology=topology.name, is_duplicate=True)
            case _:
                raise TypeError(f"An acceptance was answered with {receipt!r}.")

    def _run(
        self, topology: Topology[object], key: str, origin: str, now: datetime, trace: TraceId | None = None
    ) -> Run:
        return Run(
            id=RunId(self._world.ids.new()),
            trace=trace or TraceId(self._world.ids.new()),
            topology=topology.name,
            version=topology.fingerprint,
            origin=origin,
            start_key=key,
            started_at=now,
        )

    def _message(
        self, topology: Topology[object], run: Run, node: str, text: str, priority: Priority, now: datetime
    ) -> Message:
        return Message(
            id=MessageId(self._world.ids.new()),
            run=run.id,
            trace=run.trace,
            topology=topology.name,
            version=topology.fingerprint,
            node=node,
            body=text,
            priority=priority,
            origin=run.origin,
            created_at=now,
        )

    def _entry(self, kind: Kind, message: Message, content: str, actor: str = "") -> Entry:
        return Entry(
            kind=kind,
            at=message.created_at,
            trace=message.trace,
            run=message.run,
            topology=message.topology,
            node=message.node,
            message=message.id,
            actor=actor,
            content=content,
        )

    def _note_drop(self, topology: Topology[object], installation: str, reason: str, text: str, now: datetime) -> None:
        """An event that concerns nobody leaves a line, with what it said as far as an entry holds."""
        words = {"text": reason, "installation": installation, "raw": text[:MAX_SAID]}
        entry = Entry(kind=Kind.NOTED, at=now, topology=topology.name, content=canonical(words))
        self._world.ledger.write(Note(entries=(entry,)))

    def _note_refusal(self, installation: str, event: str, reason: str, now: datetime) -> None:
        content = canonical({"installation": installation, "event": event, "reason": reason[:MAX_SAID]})
        self._world.ledger.write(Note(entries=(Entry(kind=Kind.REFUSED, at=now, content=content),)))
