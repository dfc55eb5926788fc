"""What the warehouse sends at once for an order, and the order while it is shipped."""

from dataclasses import dataclass
from datetime import datetime

from goldthread.domain.address import Address
from goldthread.domain.entity import Entity
from goldthread.domain.gtin import is_gtin
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, OrderId, ShipmentId
from goldthread.domain.label import Label
from goldthread.domain.marks import override
from goldthread.domain.money import Money
from goldthread.domain.order import order_entities
from goldthread.domain.parcel import Parcel
from goldthread.domain.problem import invalid
from goldthread.domain.shipment import Shipment, ShippedParcel
from goldthread.domain.weight import Weight


@dataclass(frozen=True, kw_only=True, slots=True)
class PackedLine:
    """One article in a fulfilment; what customs ask for is there where the ERP knows it."""

    sku: str
    quantity: int
    """Pieces in this fulfilment, which may be fewer than were ordered."""
    name: str
    unit_price: Money | None = None
    hs_code: str | None = None
    origin: str | None = None
    gtin: str | None = None
    weight: Weight | None = None
    """Of one piece."""

    def __post_init__(self) -> None:
        if self.quantity < 1:
            message = f"The quantity of {self.sku!r} is 1 or more, not {self.quantity}."
            raise invalid("/quantity", "line.quantity", message, before=self.quantity)
        if self.gtin is not None and not is_gtin(self.gtin):
            message = f"The GTIN of {self.sku!r} has a wrong length or check digit: {self.gtin!r}."
            raise invalid("/gtin", "line.gtin", message, before=self.gtin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fulfilment:
    """Parcels packed together at one station for one order; an order may have several."""

    id: FulfilmentId
    station: str
    """The packing station, whose printer gets the labels."""
    parcels: tuple[Parcel, ...]
    lines: tuple[PackedLine, ...]

    def __post_init__(self) -> None:
        if not self.parcels:
            raise invalid("/parcels", "fulfilment.empty", f"Fulfilment {self.id!r} has no parcel; pack one.")
        if len({parcel.id for parcel in self.parcels}) < len(self.parcels):
            raise invalid("/parcels", "fulfilment.parcels", f"Two parcels of fulfilment {self.id!r} share one id.")

    @property
    def weight(self) -> Weight:
        """Of all parcels together."""
        return Weight.total(parcel.weight for parcel in self.parcels)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadyOrder:
    """An order packed and ready to ship, as the warehouse says it."""

    erp: str
    """The name of the ERP's installation."""
    erp_order: ErpOrderNumber
    shop: str
    """The name of the installation of the shop that took the order."""
    order_id: OrderId
    order_number: str
    recipient: Address
    email: str
    fulfilment: Fulfilment
    cod: Money | None = None
    """What the carrier collects on delivery, for all parcels together; none where the order is paid."""
    service: str = ""
    """How it is to be sent, in the words of ERP or shop; which of its services that is, the carrier's settings say."""
    pickup_point: str = ""
    """The carrier's id of the point where the parcel is to be collected; empty for the door."""

    def entities(self) -> tuple[Entity, ...]:
        return (
            *order_entities(self.shop, self.order_id, self.order_number),
            Entity.local("erp_order", self.erp, self.erp_order),
            Entity.local("fulfilment", self.erp, self.fulfilment.id),
            Entity.customer(self.email),
        )

    @property
    def reference(self) -> str:
        """Ours at the carrier, one per fulfilment, `bazaar-1001-F7`; shipments are looked up by it."""
        return f"{self.shop}-{self.order_id}-{self.fulfilment.id}"

    def taken_on(
        self,
        carrier: str,
        id_: ShipmentId,
        *,
        reference: str,
        created_at: datetime,
        parcels: tuple[ShippedParcel, ...],
        labels: tuple[Label, ...],
    ) -> Shipment:
        """The shipment that a carrier (an installation) made of the order's parcels, with all that is told later."""
        return Shipment(
            carrier=carrier,
            id=id_,
            reference=reference,
            created_at=created_at,
            parcels=parcels,
            labels=labels,
            shop=self.shop,
            order_id=self.order_id,
            order_number=self.order_number,
            erp=self.erp,
            erp_order=self.erp_order,
            fulfilment=self.fulfilment.id,
        )

    def labelled(self, shipment: Shipment) -> "LabelledOrder":
        """The next stage: every parcel has its label.

        Raises:
            InvalidValueError: a parcel has none; ask the carrier for it first.

        """
        return LabelledOrder(
            erp=self.erp,
            erp_order=self.erp_order,
            shop=self.shop,
            order_id=self.order_id,
            order_number=self.order_number,
            recipient=self.recipient,
            email=self.email,
            fulfilment=self.fulfilment,
            cod=self.cod,
            service=self.service,
            pickup_point=self.pickup_point,
            shipment=shipment,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelledOrder(ReadyOrder):
    """An order whose parcels all carry a label."""

    shipment: Shipment

    def __post_init__(self) -> None:
        labelled = {label.parcel for label in self.shipment.labels}
        missing = [parcel.id for parcel in self.fulfilment.parcels if parcel.id not in labelled]
        if missing:
            message = f"Shipment {self.shipment.id!r} has no label for parcel {', '.join(missing)}."
            raise invalid("/shipment/labels", "shipment.unlabelled", message)

    @override
    def entities(self) -> tuple[Entity, ...]:
        return (
            *order_entities(self.shop, self.order_id, self.order_number),
            Entity.local("erp_order", self.erp, self.erp_order),
            Entity.local("fulfilment", self.erp, self.fulfilment.id),
            Entity.customer(self.email),
            *self.shipment.carrier_entities(),
        )
