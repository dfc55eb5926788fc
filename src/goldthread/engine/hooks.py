"""What this house wants to be told, by whom, and where."""

from __future__ import annotations

from collections.abc import Iterator

from goldthread.engine.catalog import Catalog
from goldthread.engine.installation import Installations
from goldthread.flow.hooks import HookCheck, WantedHook


def hook_checks(catalog: Catalog, installations: Installations, address: str) -> Iterator[HookCheck]:
    """Each installation that is on and whose application's events start something; addresses are empty without one."""
    for one in installations:
        events = catalog.events(one.application) if one.is_on else ()
        place = f"{address}/hooks/{one.name}" if address else ""
        wanted = tuple(WantedHook(event=event, address=f"{place}/{event}" if place else "") for event in events)
        if wanted:
            yield HookCheck(installation=one.name, application=one.application, wanted=wanted)
