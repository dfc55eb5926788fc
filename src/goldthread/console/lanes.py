"""Which system a line of a story belongs to: the shop, the ERP, the carrier, a printer, or Goldthread itself."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from goldthread.audit.told import Line
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.order import IdentifiedOrder, InjectedOrder, Order
from goldthread.domain.printing import PrintJob
from goldthread.domain.request import VoidRequest
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels
from goldthread.engine.catalog import Catalog
from goldthread.engine.installation import Installation
from goldthread.flow.entry import Kind
from goldthread.flow.node import Spec
from goldthread.flow.start import Tick, Webhook


class Lane(StrEnum):
    """One of the columns of a story."""

    OWN = "Goldthread"
    SHOP = "Shop"
    ERP = "ERP"
    CARRIER = "Carrier"
    PRINTER = "Printer"


class Lanes:
    """Knows the lane of every installation by what its application does in the topologies."""

    def __init__(self, catalog: Catalog, installations: Iterable[Installation]) -> None:
        self._of_application: dict[str, Lane] = {}
        for topology in catalog.topologies.values():
            if isinstance(topology.start, Webhook):
                self._learn(topology.start.application.name, _lane_of_event(topology.start.carries))
            for spec in topology.nodes.values():
                for one in spec.variants or (spec,):
                    self._learn(one.application.name if one.application else "", _lane_of_node(one))
        self._of_installation = {one.name: self._of_application.get(one.application) for one in installations}
        self._nodes = {
            (topology.name, name): self._of_application.get(spec.applications[0].name) if spec.applications else None
            for topology in catalog.topologies.values()
            for name, spec in topology.nodes.items()
        }

    def of(self, line: Line) -> Lane:
        """Where the line stands."""
        if line.exchange is not None:
            return self._of_installation.get(line.exchange.installation) or Lane.OWN
        if line.kind in (Kind.STARTED, Kind.REFUSED) and isinstance(line.facts, dict):
            return self._of_installation.get(str(line.facts.get("installation", ""))) or Lane.OWN
        if line.kind in (Kind.PRINTED, Kind.NOTED, Kind.ADOPTED, Kind.WAITING, Kind.RETRYING, Kind.TRASHED):
            return self._nodes.get((line.topology, line.node)) or Lane.OWN
        return Lane.OWN

    def _learn(self, application: str, lane: Lane | None) -> None:
        if application and lane is not None:
            self._of_application.setdefault(application, lane)


def _lane_of_event(carries: object) -> Lane | None:
    if carries is Order:
        return Lane.SHOP
    if carries is ReadyOrder:
        return Lane.ERP
    return Lane.CARRIER if carries is TrackingEvent else None


def _lane_of_node(spec: Spec) -> Lane | None:
    """By what it takes and gives; a node that tells somebody of something says nothing of who that is."""
    pair = (spec.takes, spec.gives)
    if spec.takes is PrintJob:
        return Lane.PRINTER
    if spec.gives is LabelledOrder and spec.takes is not LabelledOrder:
        return Lane.CARRIER
    if spec.takes in (LiveParcels, VoidRequest):
        return Lane.CARRIER
    if pair in ((Tick, Order), (InjectedOrder, InjectedOrder)):
        return Lane.SHOP
    if pair in ((Tick, ReadyOrder), (Order, IdentifiedOrder), (IdentifiedOrder, InjectedOrder)):
        return Lane.ERP
    return None
