"""Asks the other side whether it would take a message's body, without booking, buying or changing anything."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import cast

from goldthread.domain.problem import InvalidValueError
from goldthread.engine.attempt import Attempter
from goldthread.engine.calls import Caller
from goldthread.engine.causes import fault_of
from goldthread.engine.client import EngineClient
from goldthread.engine.codec import canonical
from goldthread.engine.exchange import Taken
from goldthread.engine.note import Notebook
from goldthread.engine.recording import Recorder
from goldthread.engine.trash import Trash
from goldthread.engine.world import World
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Fault, Misuse, Rejected
from goldthread.flow.message import MessageId
from goldthread.flow.node import Spec
from goldthread.flow.outcome import Drop
from goldthread.flow.reply import Json
from goldthread.ports.view import Trashed
from goldthread.ports.write import Note


@dataclass(frozen=True, kw_only=True, slots=True)
class DryRunAnswer:
    """What the other side said."""

    by: str
    """The installation that was asked; empty when our own rules refused first."""
    words: str = ""
    """Why it would be refused."""
    faults: tuple[Fault, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether it would go well, as things are now."""
        return not self.faults


class DryRun:
    """Checks bodies of messages in the trash. Costs calls within the limit, and nothing else."""

    def __init__(self, world: World, attempter: Attempter, recorder: Recorder, trash: Trash) -> None:
        self._world = world
        self._attempter = attempter
        self._recorder = recorder
        self._trash = trash

    def knows(self, trashed: Trashed) -> bool:
        """Whether there is anything to ask where the message stands."""
        return bool(self._way(trashed))

    async def ask(self, message: MessageId, body: Json, actor: str) -> DryRunAnswer:
        """Whether the body would be taken; the question and its answer stand in the story.

        Raises `NotFound`, `Unfit` (it isn't the node's type), `Misuse` (nobody can be asked), `Transient`, `Held`,
        `Unavailable`.
        """
        trashed = await self._trash.get(message)
        way = self._way(trashed)
        if not way:
            raise Misuse(f"Before {trashed.message.node} nobody can be asked without cost; repair and resume it.")
        spec = cast("type[object]", way[0].takes)
        checked = self._world.codec.decode(spec, self._trash.check(trashed, body))
        notebook = Notebook(self._world, trashed.message)
        try:
            answer = await self._asked(way, checked, trashed, notebook)
        except Taken:
            raise Misuse(f"{way[-1].name} writes; what only asks may not.") from None
        finally:
            notebook.flush()
        await self._note(trashed, answer, actor)
        return answer

    def _way(self, trashed: Trashed) -> tuple[Spec, ...]:
        topology = self._world.catalog.topologies.get(trashed.message.topology)
        return topology.dry_runs.get(trashed.message.node, ()) if topology is not None else ()

    async def _asked(self, way: tuple[Spec, ...], body: object, trashed: Trashed, notebook: Notebook) -> DryRunAnswer:
        asked = ""
        try:
            for step in way:
                spec = self._attempter.variant_of(step, body)
                installation = self._attempter.installation_of(spec, body, trashed.message)
                if spec.application is None:
                    body = spec.function(body)
                else:
                    asked = installation.name if installation else ""
                    caller = Caller(self._world, notebook, self._recorder, installation, {}) if installation else None
                    client = EngineClient(self._world, notebook, caller, None)
                    body = await cast("Awaitable[object]", spec.function(body, client))
                if isinstance(body, Drop):
                    return DryRunAnswer(by=asked, words=body.reason, faults=(Fault(field="", message=body.reason),))
        except Rejected as error:
            return DryRunAnswer(by=asked, words=str(error), faults=error.faults)
        except InvalidValueError as error:
            return DryRunAnswer(by=asked, words=error.problem.message, faults=(fault_of(error.problem),))
        return DryRunAnswer(by=asked)

    async def _note(self, trashed: Trashed, answer: DryRunAnswer, actor: str) -> None:
        said = "it would be taken" if answer.is_taken else f"it would be refused: {answer.words}"
        message = trashed.message
        entry = Entry(
            kind=Kind.NOTED,
            at=self._world.clock.now(),
            trace=message.trace,
            run=message.run,
            topology=message.topology,
            node=message.node,
            message=message.id,
            actor=actor,
            content=canonical({"text": f"Asked {answer.by or 'our own rules'} without buying: {said}"}),
        )
        await self._world.ledger.write(Note(entries=(entry,)))
