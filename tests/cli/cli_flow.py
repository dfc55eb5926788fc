"""What flows in the tests of the terminal: notes with a code, checked, and a schedule."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.domain.entity import Entity
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import ApiKey
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.limit import Limit
from goldthread.flow.node import mapper
from goldthread.flow.outcome import Drop
from goldthread.flow.start import Cron, Manual, Tick
from goldthread.flow.topology import Topology

helios = Application(
    "helios",
    limit=Limit(60),
    auth=ApiKey(header="X-Api-Key"),
    fields=(
        Field("api_key", "the key of the API", is_secret=True),
        Field("region", "where it stands", is_required=False),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A parcel with a place to go."""

    number: str
    postal_code: str
    pieces: int = 1

    def entities(self) -> tuple[Entity, ...]:
        return (Entity(kind="parcel", key=self.number),)


@mapper
def check_code(parcel: Parcel) -> Parcel:
    """Five digits."""
    if len(parcel.postal_code) != 5:
        raise Rejected(f"The postal code {parcel.postal_code!r} has not five digits.", field="/postal_code")
    return parcel


@helios.connector
async def look(tick: Tick, api: Client) -> Drop:
    """Nothing, on schedule."""
    return Drop(f"{api.installation} has nothing at {tick.due}.")


parcel_send = Topology("parcel.send", title="A parcel goes", start=Manual(Parcel), path=check_code)
parcel_watch = Topology("parcel.watch", title="Parcels are looked for", start=Cron("0 4 * * *"), path=look)
TOPOLOGIES = (parcel_send, parcel_watch)
