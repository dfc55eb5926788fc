"""Subscriptions at the other side: what should be told to us, and what the vendor says that it will."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from goldthread.domain.entity import Entity


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedHook:
    """An event that some topology listens to, and where it is to be sent."""

    event: str
    """In the connector's own words, as its `Webhook` names it: `order.placed`."""
    address: str
    """Absolute: `https://gold.example/hooks/myshop/order.placed`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HookCheck:
    """An installation whose subscriptions are looked at."""

    installation: str
    application: str
    wanted: tuple[WantedHook, ...]

    def entities(self) -> tuple[Entity, ...]:
        return (Entity(kind="installation", key=self.installation),)


class HookRepair(StrEnum):
    """What had to be done about one subscription."""

    KEPT = "kept"
    """It was there and on."""
    CREATED = "created"
    """It was missing: never made, or dropped by the vendor."""
    ENABLED = "enabled"
    """The vendor had switched it off."""
    MOVED = "moved"
    """It told another address of ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HookState:
    """One subscription after it was looked at."""

    event: str
    address: str
    repair: HookRepair
    theirs: str
    """The vendor's id of the subscription."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HookReport:
    """What became of an installation's subscriptions."""

    installation: str
    hooks: tuple[HookState, ...]

    def entities(self) -> tuple[Entity, ...]:
        return (Entity(kind="installation", key=self.installation),)


@dataclass(frozen=True, kw_only=True, slots=True)
class HookRecord:
    """How an installation's subscriptions stand. Kept as `hooks`, by the installation's name."""

    installation: str
    checked_at: datetime
    hooks: tuple[HookState, ...]
    repairs: int = 0
    """How often one had to be made again since the first check."""
    repaired_at: datetime | None = None
