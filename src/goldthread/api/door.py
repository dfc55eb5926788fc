"""What every route is given: the house, and the read side made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, TypeAlias, cast

from fastapi import Depends, Request

from goldthread.access.links import Links
from goldthread.api.meter import Meter
from goldthread.audit.labels import Labels
from goldthread.audit.shipments import Shipments
from goldthread.bootstrap.house import House
from goldthread.flow.entry import Entry, Kind
from goldthread.ports.write import Note

LOOKED_AGAIN = timedelta(hours=1)
"""One caller's looks at one trace are one entry within this time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """The house behind the API."""

    house: House
    labels: Labels
    shipments: Shipments
    links: Links
    meter: Meter
    _looks: dict[tuple[str, str], datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, house: House) -> Door:
        """The door of a house."""
        world = house.world
        return cls(
            house=house,
            labels=Labels(world.ledger, world.artifacts),
            shipments=Shipments(world.ledger),
            links=Links(ledger=world.ledger, clock=world.clock, chance=world.chance),
            meter=Meter(house),
        )

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return self.house.world.clock.now()

    def note_look(self, who: str, trace: str, what: str) -> None:
        """Somebody saw personal data of a trace; handed over without waiting, once an hour."""
        now = self.now()
        seen = self._looks.get((who, trace))
        if seen is not None and now - seen < LOOKED_AGAIN:
            return
        if len(self._looks) > 10_000:
            self._looks.clear()
        self._looks[who, trace] = now
        self.note(Entry(kind=Kind.OPENED, at=now, trace=trace, actor=who, content=json.dumps({"text": f"saw {what}"})))

    def note(self, entry: Entry) -> None:
        """Append an entry without waiting for it."""
        self.house.world.ledger.write(Note(entries=(entry,)))


def door_of(request: Request) -> Door:
    """The door that the request came through."""
    return cast("Door", request.app.state.door)


Through: TypeAlias = Annotated[Door, Depends(door_of)]
