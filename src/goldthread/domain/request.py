"""What a person asks for by hand: a label again, a shipment cancelled, a printer for a station."""

from dataclasses import dataclass

from goldthread.domain.entity import Entity
from goldthread.domain.ids import ShipmentId
from goldthread.domain.problem import invalid


@dataclass(frozen=True, kw_only=True, slots=True)
class ReprintRequest:
    """Print the labels of an order, a shipment, a parcel or one label again, from the cache."""

    of: str
    """Whose labels: `order:bazaar/1001`, `order_number:bazaar/B-1`, `shipment:swiftpost/SP17`,
    `tracking:swiftpost/SW1` or `label:swiftpost-SP17-1`.
    """
    who: str
    why: str
    printer: str | None = None
    """The name of another printer's installation; none means the printer of the label's station."""

    def __post_init__(self) -> None:
        if not self.who.strip():
            raise invalid("/who", "reprint.who", "A reprint says who wants it.")
        if not self.why.strip():
            raise invalid("/why", "reprint.why", "A reprint says why it is wanted.")
        if self.entity.kind not in _REPRINTABLE:
            message = f"Labels are found by {', '.join(_REPRINTABLE)}, not by {self.entity.kind}."
            raise invalid("/of", "reprint.of", message, before=self.of)

    @property
    def entity(self) -> Entity:
        """What the labels belong to."""
        return Entity.parse(self.of)

    def entities(self) -> tuple[Entity, ...]:
        return (self.entity,)


_REPRINTABLE = ("order", "order_number", "shipment", "tracking", "label")


@dataclass(frozen=True, kw_only=True, slots=True)
class VoidRequest:
    """Have the carrier cancel a shipment that wasn't scanned yet."""

    carrier: str
    """The name of the carrier's installation."""
    shipment: ShipmentId
    who: str
    why: str

    def entities(self) -> tuple[Entity, ...]:
        return (Entity.local("shipment", self.carrier, self.shipment),)
