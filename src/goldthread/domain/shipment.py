"""What a carrier has taken on: the parcels of one fulfilment."""

from dataclasses import dataclass, replace
from datetime import datetime

from goldthread.domain.entity import Entity
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, OrderId, ParcelId, ShipmentId, TrackingNumber
from goldthread.domain.label import Label
from goldthread.domain.order import order_entities


@dataclass(frozen=True, kw_only=True, slots=True)
class ShippedParcel:
    """A parcel and the number under which the carrier follows it."""

    id: ParcelId
    tracking_number: TrackingNumber


@dataclass(frozen=True, kw_only=True, slots=True)
class Shipment:
    """A shipment with everything that is needed to tell shop and ERP about it later."""

    carrier: str
    """The name of the carrier's installation."""
    id: ShipmentId
    reference: str
    """Ours at the carrier, by which a shipment is found whose creation is in doubt."""
    created_at: datetime
    parcels: tuple[ShippedParcel, ...]
    labels: tuple[Label, ...]
    """One for every parcel at least; void ones stay listed."""
    shop: str
    order_id: OrderId
    order_number: str
    erp: str
    erp_order: ErpOrderNumber
    fulfilment: FulfilmentId
    is_void: bool = False

    @property
    def tracking_numbers(self) -> tuple[TrackingNumber, ...]:
        """Of all parcels, in their order."""
        return tuple(parcel.tracking_number for parcel in self.parcels)

    def entities(self) -> tuple[Entity, ...]:
        return (
            *order_entities(self.shop, self.order_id, self.order_number),
            Entity.local("erp_order", self.erp, self.erp_order),
            Entity.local("fulfilment", self.erp, self.fulfilment),
            *self.carrier_entities(),
        )

    def carrier_entities(self) -> tuple[Entity, ...]:
        """How the carrier's messages find the trace: by shipment and by tracking number."""
        return (
            Entity.local("shipment", self.carrier, self.id),
            *(Entity.local("tracking", self.carrier, number) for number in self.tracking_numbers),
            *(Entity(kind="label", key=label.id) for label in self.labels),
        )

    def live_labels(self) -> tuple[Label, ...]:
        """The labels that may still be printed, as far as voiding goes."""
        return tuple(label for label in self.labels if not label.is_void)

    def voided(self) -> "Shipment":
        """The shipment after the carrier cancelled it, with all its labels."""
        return replace(self, is_void=True, labels=tuple(label.voided() for label in self.labels))
