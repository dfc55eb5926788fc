"""A printer for a packing station: `station.assign`; the last word counts."""

from goldthread.connectors.books import assign_station
from goldthread.domain.printing import StationProfile
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology

station_assign = Topology(
    "station.assign",
    title="A printer for a station",
    start=Manual(StationProfile),
    path=assign_station,
)
