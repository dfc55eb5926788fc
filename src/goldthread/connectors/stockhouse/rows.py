"""What stockhouse sends, under its own names; `*_cents` are whole minor units of the order's currency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Data(Generic[T]):
    """One thing."""

    data: T


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing(Generic[T]):
    """One page of things."""

    data: tuple[T, ...]
    page: int = 1
    size: int = 50
    total: int = 0

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.page * self.size < self.total


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseCustomer:
    """A customer; several may have one e-mail."""

    customer_id: str
    email: str
    full_name: str
    phone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseAddress:
    """A delivery address of one customer."""

    recipient: str
    street: str
    town: str
    zip_code: str
    country_code: str
    company: str | None = None
    street_2: str | None = None
    region: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseKeptAddress(StockhouseAddress):
    """A delivery address as the ERP keeps it."""

    address_id: str

    @property
    def content(self) -> StockhouseAddress:
        """The address without its id."""
        return StockhouseAddress(
            recipient=self.recipient,
            street=self.street,
            town=self.town,
            zip_code=self.zip_code,
            country_code=self.country_code,
            company=self.company,
            street_2=self.street_2,
            region=self.region,
            phone=self.phone,
            email=self.email,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseProduct:
    """An article of the ERP."""

    sku: str
    name: str
    gtin: str | None
    hs_code: str | None
    origin: str | None
    unit_weight_g: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseSku:
    """The name of an article."""

    sku: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseOrderItem:
    """One article of an order."""

    sku: str
    quantity: int
    unit_price_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseDraft:
    """An order to be made."""

    customer_id: str
    delivery_address_id: str
    client_reference: str
    currency: str
    items: tuple[StockhouseOrderItem, ...]
    shipping_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseOrder:
    """An order that the ERP keeps."""

    order_no: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseItem:
    """One article of a shipment."""

    sku: str
    name: str
    quantity: int
    unit_price_cents: int | None = None
    gtin: str | None = None
    hs_code: str | None = None
    origin: str | None = None
    unit_weight_g: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseParcel:
    """One packed box, measured."""

    parcel_no: int
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    tracking_number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhouseShipment:
    """What the warehouse packed for one order."""

    shipment_id: str
    order_no: str
    client_reference: str
    packing_station: str
    packed_at: datetime
    currency: str
    customer: StockhouseCustomer
    delivery_address: StockhouseAddress
    items: tuple[StockhouseItem, ...]
    parcels: tuple[StockhouseParcel, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StockhousePacked:
    """The payload of `shipment.packed`."""

    event: str
    shipment: StockhouseShipment
