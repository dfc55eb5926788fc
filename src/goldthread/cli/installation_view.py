"""What is said of an installation, and how its limits and settings are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from goldthread.bootstrap.house import House
from goldthread.cli.screen import facts
from goldthread.engine.installation import Installation
from goldthread.flow.errors import Misuse


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An installation for people and machines, without its credentials."""

    name: str
    application: str
    base_url: str
    settings: Mapping[str, str]
    credentials: tuple[str, ...]
    """Their names."""
    limits: tuple[str, ...]
    has_own_limits: bool
    concurrency: int
    is_default: bool
    is_on: bool
    is_paused: bool
    paused_because: str


def said(house: House, one: Installation) -> Said:
    """What may be said of an installation."""
    world = house.world
    pause = world.pauses.reason(one.name)
    return Said(
        name=one.name,
        application=one.application,
        base_url=one.base_url,
        settings=one.settings,
        credentials=tuple(sorted(world.installations.secrets(one.name))),
        limits=tuple(str(limit) for limit in world.installations.limits(one.name)),
        has_own_limits=one.limits is not None,
        concurrency=world.installations.concurrency(one.name),
        is_default=one.is_default,
        is_on=one.is_on,
        is_paused=pause is not None,
        paused_because=pause or "",
    )


def state(one: Said) -> Text:
    """One word on whether it works."""
    if not one.is_on:
        return Text("off", style="red")
    if one.is_paused:
        return Text(f"paused: {one.paused_because}", style="yellow")
    return Text("on", style="green")


def drawing(one: Said) -> Table:
    """All that is said, one thing a line."""
    return facts(
        {
            "installation": Text(one.name, style="bold"),
            "application": one.application,
            "address": one.base_url,
            "state": state(one),
            "credentials": ", ".join(one.credentials) or "none",
            "limits": ", ".join(one.limits) or "none",
            "at once": one.concurrency,
            **{f"setting {name}": value for name, value in one.settings.items()},
        }
    )


def pairs(given: Iterable[str] | None) -> dict[str, str]:
    """`name=value` texts as a mapping. Raises `Misuse`."""
    found: dict[str, str] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise Misuse(f"A setting is written name=value, not {text!r}.")
        found[name] = value
    return found
