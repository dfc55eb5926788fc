"""Installations set up, changed and forgotten: what holds at once, and the entry that says who did it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from goldthread.api.door import Door
from goldthread.engine.installation import Installation
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Misuse


async def set_up(
    door: Door,
    given: Installation,
    *,
    actor: str,
    secrets: Mapping[str, str] | None = None,
    change: str = "",
) -> Installation:
    """Keep an installation; without `secrets` the former ones stay. It holds in this process at once.

    Raises `Misuse` (the name), `NotFound` (the application) or `Unsettled` (a field is missing, a limit is none).
    """
    world = door.house.world
    is_new = all(one.name != given.name for one in world.installations)
    if not given.name or any(not (char.isalnum() or char in "-_.") for char in given.name):
        raise Misuse(f"An installation's name is letters, digits, '-', '_' and '.'; {given.name!r} is not.")
    kept = await world.installations.put(given, secrets=secrets)
    world.limiter.set_limits(
        kept.name, world.installations.limits(kept.name), world.installations.concurrency(kept.name)
    )
    world.authoriser.refuse(kept.name)
    if secrets is not None:
        world.pauses.renewed(kept.name)
    _note(door, kept.name, actor, change or ("set up" if is_new else "changed"))
    return kept


async def forget(door: Door, name: str, *, actor: str) -> None:
    """Its credentials as well; its history stays. Raises `NotFound`."""
    await door.house.world.installations.remove(name)
    _note(door, name, actor, "removed")


def _note(door: Door, name: str, actor: str, change: str) -> None:
    content = json.dumps({"installation": name, "change": change})
    door.note(Entry(kind=Kind.CHANGED, at=door.now(), actor=actor, content=content))
