"""A printer for a packing station: `station.assign`; the last word counts."""

from typing import Any

from goldthread.connectors.books import assign_station
from goldthread.domain.printing import StationProfile
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology


def station_assign() -> Topology[Any]:
    """Which printer stands where."""
    return Topology(
        "station.assign",
        title="A printer for a station",
        start=Manual(StationProfile),
        path=assign_station,
    )
