"""Traces and their stories as they are answered."""

from __future__ import annotations

from datetime import datetime

from pydantic import JsonValue

from goldthread.api.model import Shown
from goldthread.api.models_run import ChangeModel, MessageModel, RunModel


class ExchangeModel(Shown):
    """One call to an outside system."""

    installation: str
    method: str
    path: str
    params: JsonValue
    request: JsonValue
    status: int | None
    """Null while no answer is known."""
    reply: JsonValue
    verdict: str
    words: str
    took_ms: int | None
    is_write: bool
    call: str


class LineModel(Shown):
    """One thing that happened."""

    at: datetime
    kind: str
    text: str
    topology: str
    run: str
    node: str
    message: str
    actor: str
    changes: list[ChangeModel]
    exchange: ExchangeModel | None
    facts: JsonValue
    chain: int
    seq: int
    is_erased: bool


class StandingModel(Shown):
    """A message that is still open."""

    message: str
    run: str
    topology: str
    node: str
    state: str
    """`ready`, `waiting`, `held`, `blocked` or `trash`."""
    since: datetime
    due: datetime | None
    reason: str


class RunLineModel(Shown):
    """One run of a trace."""

    run: str
    topology: str
    state: str
    started_at: datetime
    ended_at: datetime | None
    open_messages: int


class StoryModel(Shown):
    """Everything that happened to one business entity, in order."""

    trace: str
    entities: list[str]
    runs: list[RunLineModel]
    lines: list[LineModel]
    open: list[StandingModel]
    is_cut: bool
    is_masked: bool


class FoundModel(Shown):
    """A trace and the entity it was found by."""

    trace: str
    entity: str


class TraceModel(Shown):
    """A trace, its runs and what of it is open."""

    id: str
    entities: list[str]
    runs: list[RunModel]
    open: list[MessageModel]
