"""Runs, messages and topologies as they are answered."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, JsonValue

from goldthread.api.model import Asked, Shown


class RunModel(Shown):
    """One execution of one topology."""

    id: str
    trace: str
    topology: str
    version: str
    """The fingerprint of the topology as it was."""
    origin: str
    """The installation that started it, or empty."""
    start_key: str
    started_at: datetime
    state: str
    """`open`, `done`, `repaired` or `discarded`."""
    open_messages: int
    ended_at: datetime | None


class MessageModel(Shown):
    """A message before the node where it stands."""

    id: str
    run: str
    trace: str
    topology: str
    version: str
    node: str
    state: str
    """`ready`, `waiting`, `held`, `blocked` or `trash`."""
    body: JsonValue
    origin: str
    attempt: int
    """How many attempts were made before."""
    waits: int
    created_at: datetime
    due: datetime | None


class Begun(Shown):
    """The run of an event."""

    run: str
    trace: str
    topology: str
    is_duplicate: bool
    """The event was known: this run exists since then."""
    is_in_trash: bool = False
    """It could not be read; a person finds it in the trash."""


class HookAnswer(Shown):
    """What a webhook started."""

    runs: list[Begun]
    in_trash: bool
    """Something could not be read and waits for a person."""


class NodeModel(Shown):
    """One step of a topology."""

    name: str
    kind: str
    application: str | None
    takes: str
    gives: str
    ordered: bool


class EdgeModel(Shown):
    """One line of the drawing."""

    source: str
    target: str
    label: str


class TopologyModel(Shown):
    """A topology and how it is started."""

    name: str
    title: str
    fingerprint: str
    is_on: bool
    start: dict[str, str]
    nodes: list[NodeModel]
    edges: list[EdgeModel]


class NodeRetryModel(Asked):
    """An operator's retry rule for one node, in place of its own."""

    attempts: int = Field(ge=1, le=1000)
    first_s: float = Field(default=1, gt=0)
    """Ceiling of the first wait, doubled each time."""
    cap_s: float = Field(default=600, gt=0)
    deadline_s: float = Field(default=86400, gt=0)


class ChangeModel(Shown):
    """One field that became another."""

    field: str
    """JSON Pointer."""
    before: JsonValue
    after: JsonValue
