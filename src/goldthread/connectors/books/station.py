"""Which printer stands at which packing station."""

import json

from goldthread.connectors.books.application import books
from goldthread.domain.printing import StationProfile
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected


@books.connector
async def assign_station(profile: StationProfile, api: Client) -> StationProfile:
    """Keep the printer of a packing station; the last word counts."""
    await api.recall("station", profile.station, into=StationProfile)
    api.remember("station", profile.station, profile)
    return profile


async def printer_at(station: str, api: Client, field: str) -> StationProfile:
    """The printer of a station.

    Raises:
        Rejected: none is assigned; `field` is where the station is named.

    """
    profile = await api.recall("station", station, into=StationProfile)
    if profile is None:
        message = f"No printer is assigned to {station!r}. Assign one by station.assign and resume."
        raise Rejected(message, field=field)
    return profile


async def printer_named(printer: str, api: Client, field: str) -> StationProfile:
    """The profile of a printer, wherever it stands.

    Raises:
        Rejected: it stands at no station; the message names those that do.

    """
    known: list[str] = []
    after: str | None = None
    while True:
        listed = await api.records("station", after=after)
        for row in map(json.loads, listed.bodies):
            known.append(row["printer"])
            if row["printer"] == printer:
                return await printer_at(row["station"], api, field)
        if listed.after is None:
            break
        after = listed.after
    names = ", ".join(sorted(known)) or "none"
    raise Rejected(f"No station has the printer {printer!r}; there are: {names}.", field=field)
