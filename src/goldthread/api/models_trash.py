"""The trash as it is answered and acted upon."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, JsonValue

from goldthread.api.model import Asked, FieldProblem, Problem, Shown
from goldthread.api.models_run import ChangeModel


class TrashRow(Shown):
    """A message that needs a person."""

    message: str
    run: str
    trace: str
    topology: str
    node: str
    kind: str
    """`rejected`, `exhausted`, `in_doubt`, `failed` or `orphaned`."""
    reason: str
    field: str
    """JSON Pointer into our body."""
    cause: str
    """Equal causes have equal fingerprints."""
    version: int
    """Send it with an action, so that nobody acts on what changed meanwhile."""
    trashed_at: datetime


class CallModel(Shown):
    """One recorded write of the message."""

    id: str
    node: str
    installation: str
    request: JsonValue
    doubt: str
    intended_at: datetime
    answered_at: datetime | None
    reply: JsonValue
    is_in_doubt: bool


class TrashCard(TrashRow):
    """A message that needs a person, with everything known of it."""

    body: JsonValue
    """As it stood before its node."""
    errors: list[FieldProblem]
    detail: str
    """A traceback, or what doing it again would cost."""
    calls: list[CallModel]
    actions: list[str]
    """What can be done now."""
    is_masked: bool


class CauseModel(Shown):
    """Messages that are in the trash for the same reason."""

    cause: str
    kind: str
    node: str
    reason: str
    """Of one of them."""
    count: int


class Action(Asked):
    """An act on a message in the trash."""

    version: int | None = Field(default=None, ge=1)
    """The version that was looked at; without it, whatever is there now is acted upon."""
    reason: str = Field(default="", max_length=1000)
    """Why; it stays in the story."""


class Repair(Action):
    """A body in place of the message's; or some of its fields in place of what they were."""

    body: JsonValue = None
    changes: dict[str, JsonValue] | None = None
    """By JSON Pointer: `{"/recipient/postal_code": "110 00"}`; then no `body` is given."""
    resume: bool = False
    """Let it go on at once."""


class Draft(Asked):
    """A body that isn't in place yet; nothing is changed by it."""

    body: JsonValue = None
    changes: dict[str, JsonValue] | None = None
    """By JSON Pointer; then no `body` is given. Neither: the body as it is."""


class Checked(Shown):
    """What the other side said of a draft."""

    by: str
    """The installation that was asked; empty when our own rules refused first."""
    is_taken: bool
    errors: list[FieldProblem]


class Resume(Action):
    """Go on where it stopped."""

    node: str = ""
    """Another node, when its own no longer exists."""


class Reasoned(Asked):
    """An act that needs a reason."""

    version: int | None = Field(default=None, ge=1)
    """The version that was looked at."""
    reason: str = Field(min_length=1, max_length=1000)
    """Why; it stays in the story."""


class Adopt(Action):
    """The write in doubt was done."""

    found: JsonValue
    """What it would have answered, in the form that its node reads."""
    call: str = ""
    """Which write, when several are in doubt."""


class Again(Reasoned):
    """The write in doubt is to be done again."""

    call: str = ""
    was_voided: bool = False
    """It was done, and was cancelled at the other side since."""


class Bulk(Asked):
    """An act on all messages of one cause."""

    reason: str = Field(min_length=1, max_length=1000)
    limit: int = Field(default=500, ge=1, le=5000)
    """How many at most."""


class BulkRepair(Bulk):
    """The same change to all messages of one cause."""

    changes: dict[str, JsonValue] = Field(min_length=1)
    """By JSON Pointer: `{"/service": "standard"}`."""
    resume: bool = True
    """Let each go on at once."""


class Repaired(Shown):
    """What a repair changed."""

    message: str
    changes: list[ChangeModel]
    is_resumed: bool


class Acted(Shown):
    """What was done with a message."""

    message: str
    done: str


class BulkAnswer(Shown):
    """What became of each message."""

    done: list[str]
    failed: list[Problem]
    """With the message as `instance`."""
