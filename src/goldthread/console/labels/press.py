"""A label printed again for somebody at a station: asked for once, then followed until paper came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from goldthread.access.scope import Scope
from goldthread.audit.printing import Paper, Progress, progress
from goldthread.audit.stations import Stations
from goldthread.console.visit import Visit
from goldthread.domain.request import ReprintRequest
from goldthread.flow.errors import Conflict, Misuse
from goldthread.flow.message import RunId

REPRINT: Final = "label.reprint"
PRINTING: Final = ("order.ship", REPRINT)
"""The topologies whose runs print labels."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """One label wanted again."""

    label: str
    why: str
    printer: str | None
    """None: that of the label's own station."""
    key: str
    """Two presses with one key print once."""
    is_insisted: bool = False
    """Although the carrier has scanned the parcel."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What became of asking."""

    label: str
    run: RunId | None = None
    refusal: str = ""


async def press(visit: Visit, stations: Stations, wish: Wish) -> Asked:
    """Ask for the print in the person's name; what the label's state forbids is a refusal in words."""
    await visit.demand(Scope.PRINT)
    if wish.is_insisted:
        await visit.demand(Scope.OPERATE)
    world, engine = visit.house.world, visit.house.engine
    if REPRINT not in world.catalog.topologies:
        raise Misuse(f"Nothing reprints here: the topology {REPRINT} isn't among those of the settings.")
    if wish.printer:
        world.installations.get(wish.printer)
    try:
        await stations.printable(wish.label, visit.door.now(), is_insisted=wish.is_insisted)
    except Conflict as error:
        return Asked(label=wish.label, refusal=str(error))
    request = ReprintRequest(of=f"label:{wish.label}", who=visit.name, why=wish.why, printer=wish.printer)
    begun = await engine.intake.start(REPRINT, request, key=wish.key, actor=visit.name)
    return Asked(label=wish.label, run=begun.run)


async def all_progress(visit: Visit, asked: Sequence[Asked]) -> dict[str, Progress]:
    """How each label's paper stands."""
    ledger = visit.house.world.ledger
    return {one.label: await progress(ledger, one.run) for one in asked if one.run is not None}


def told(standing: Sequence[Progress], refused: Sequence[Asked], printer: str) -> tuple[str, str]:
    """The outcome in a sentence, and its tone."""
    count = {paper: sum(one.paper is paper for one in standing) for paper in Paper}
    total = len(standing) + len(refused)
    reasons = list(dict.fromkeys([one.reason for one in standing if one.reason] + [one.refusal for one in refused]))
    because = f" {' '.join(reasons[:2])}" if reasons else ""
    if count[Paper.TRASHED] or refused:
        stuck = count[Paper.TRASHED] + len(refused)
        words = "It" if total == 1 else f"{stuck} of {total}"
        return f"{words} did not print at {printer}.{because}", "bad"
    if count[Paper.WAITING]:
        return f"{printer} is asked and waits.{because} It prints by itself as soon as it can.", "warn"
    if count[Paper.COMING]:
        return f"{printer} prints: {count[Paper.PRINTED]} of {total} done.", "info"
    return f"Printed at {printer}." if total == 1 else f"All {total} printed at {printer}.", "good"
