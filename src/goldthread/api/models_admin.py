"""Installations, limits, schedules and tokens as they are asked and answered."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, SecretStr

from goldthread.access.scope import Scope
from goldthread.api.model import Asked, Shown


class LimitModel(Asked):
    """At most `count` calls in any window of `per_s` seconds."""

    count: int = Field(ge=1)
    per_s: int = Field(ge=1)
    burst: int | None = Field(default=None, ge=1)
    """How many may come at once; all of `count` if not given."""


class LimitsAsked(Asked):
    """An installation's own windows."""

    limits: list[LimitModel] | None
    """Null: those of its application. An empty list: none at all."""
    concurrency: int | None = Field(default=None, ge=1, le=1000)
    """How many calls may be under way at once; null: as its application says."""


class InstallationAsked(Asked):
    """An application set up for one account."""

    application: str
    base_url: str
    settings: dict[str, str] = Field(default_factory=dict)
    credentials: dict[str, SecretStr] | None = None
    """Written and never shown; null keeps the former ones."""
    limits: list[LimitModel] | None = None
    concurrency: int | None = Field(default=None, ge=1, le=1000)
    is_default: bool = False
    is_on: bool = True


class PauseModel(Shown):
    """Why an installation isn't called for now."""

    kind: str
    """`failing`, `unauthorised` or `by_hand`."""
    reason: str
    since: datetime
    probe_at: datetime | None
    """When it is tried again; null: when a person resumes it."""
    by: str


class InstallationModel(Shown):
    """An installation, without its credentials."""

    name: str
    application: str
    base_url: str
    settings: dict[str, str]
    credentials: list[str]
    """The names of those that are set."""
    limits: list[LimitModel] | None
    concurrency: int | None
    is_default: bool
    is_on: bool
    pause: PauseModel | None


class FieldModel(Shown):
    """What an installation is asked for."""

    name: str
    help: str
    is_secret: bool
    is_required: bool


class ApplicationModel(Shown):
    """A kind of outside system."""

    name: str
    title: str
    fields: list[FieldModel]
    limits: list[LimitModel]
    concurrency: int
    events: list[str]
    """Webhooks that start a run."""


class Why(Asked):
    """A reason."""

    why: str = Field(min_length=1, max_length=500)


class ConnectionTest(Shown):
    """Whether the other side answers at its address with our credentials."""

    is_reachable: bool
    status: int | None
    verdict: str
    """`accepted`, `missing`, `refused`, `later`, `unclear`, `denied`; empty when nothing answered."""
    words: str
    took_ms: int


class BudgetModel(Shown):
    """How an installation's budget stands, as this process sees it."""

    installation: str
    limits: list[str]
    """`10 per 1 s`."""
    concurrency: int
    under_way: int
    used: int
    waiting: int
    held: int
    by_topology: dict[str, int]
    next_release: datetime | None
    """Null: the next call may go at once."""
    empty_at: datetime | None
    reason: str


class ScheduleModel(Shown):
    """A topology's cron, as it stands."""

    topology: str
    expression: str
    zone: str
    missed: str
    overlap: str
    is_on: bool
    last: datetime | None
    next: datetime | None
    override: str | None
    """The operator's expression in place of the topology's own."""
    fault: str
    """Why its last tick could not be started; empty when it could."""


class Reschedule(Asked):
    """Another expression for a schedule."""

    expression: str | None
    """Five fields of cron(5); null: the topology's own."""


class TokenAsked(Asked):
    """A token wanted."""

    name: str = Field(min_length=1, max_length=100)
    scopes: list[Scope] = Field(min_length=1)
    lifetime_days: int | None = Field(default=None, ge=1, le=3650)
    """Null: until it is revoked."""


class TokenModel(Shown):
    """A token, without its secret."""

    id: str
    name: str
    scopes: list[str]
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    """To the hour."""


class IssuedModel(TokenModel):
    """A token that was just created."""

    secret: str
    """Shown this once."""
