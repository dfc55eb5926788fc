"""An order on its way from the shop into the ERP: placed, its customer identified, injected."""

from dataclasses import dataclass
from datetime import datetime

from goldthread.domain.address import Address
from goldthread.domain.customer import Customer
from goldthread.domain.entity import Entity
from goldthread.domain.gtin import is_gtin
from goldthread.domain.ids import ErpOrderNumber, OrderId
from goldthread.domain.marks import override
from goldthread.domain.money import Money
from goldthread.domain.problem import invalid
from goldthread.domain.weight import Weight


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderLine:
    """One article of an order."""

    sku: str
    name: str
    quantity: int
    unit_price: Money
    hs_code: str | None = None
    """Six digits of the Harmonised System or more, without dots; customs ask for it."""
    origin: str | None = None
    """The country where it was made, ISO 3166-1 alpha-2."""
    gtin: str | None = None
    """GTIN-8, -12, -13 or -14 with a right check digit."""
    weight: Weight | None = None
    """Of one piece."""

    def __post_init__(self) -> None:
        if self.quantity < 1:
            message = f"The quantity of {self.sku!r} is 1 or more, not {self.quantity}."
            raise invalid("/quantity", "line.quantity", message, before=self.quantity)
        if self.gtin is not None and not is_gtin(self.gtin):
            message = f"The GTIN of {self.sku!r} has a wrong length or check digit: {self.gtin!r}."
            raise invalid("/gtin", "line.gtin", message, before=self.gtin)

    @property
    def price(self) -> Money:
        """Unit price times quantity, unrounded."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An order as the shop took it: the beginning of the thread."""

    id: OrderId
    number: str
    """What the shop shows to people; often the id, not always."""
    shop: str
    """The name of the shop's installation."""
    placed_at: datetime
    currency: str
    """ISO 4217, the currency of the total and of every line."""
    email: str
    customer_name: str
    billing: Address
    shipping: Address
    lines: tuple[OrderLine, ...]
    total: Money
    """What the customer pays, with shipping and taxes, less discounts; not the sum of the lines."""
    note: str = ""
    service: str = ""
    """The shipping method that the shopper chose, in the shop's own code."""
    pickup_point: str = ""
    """The carrier's id of the point where the parcel is to be collected; empty for the door."""
    cod: Money | None = None
    """What the carrier is to collect on delivery; none where the order is paid."""

    def __post_init__(self) -> None:
        if self.placed_at.tzinfo is None:
            raise invalid("/placed_at", "time.naive", f"{self.placed_at} has no time zone.", before=self.placed_at)
        collected = (("/cod", self.cod),) if self.cod else ()
        for field, money in (("/total", self.total), *collected, *_prices(self.lines)):
            if money.currency != self.currency:
                message = f"Order {self.number!r} is in {self.currency}, {money.text} is not."
                raise invalid(f"{field}/currency", "order.currency", message, before=money.currency)

    def entities(self) -> tuple[Entity, ...]:
        return (*order_entities(self.shop, self.id, self.number), Entity.customer(self.email))

    def identified(self, customer: Customer) -> "IdentifiedOrder":
        """The next stage: the ERP knows the customer."""
        return IdentifiedOrder(
            id=self.id,
            number=self.number,
            shop=self.shop,
            placed_at=self.placed_at,
            currency=self.currency,
            email=self.email,
            customer_name=self.customer_name,
            billing=self.billing,
            shipping=self.shipping,
            lines=self.lines,
            total=self.total,
            note=self.note,
            service=self.service,
            pickup_point=self.pickup_point,
            cod=self.cod,
            customer=customer,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class IdentifiedOrder(Order):
    """An order whose customer the ERP knows."""

    customer: Customer

    def injected(self, erp: str, erp_order: ErpOrderNumber) -> "InjectedOrder":
        """The next stage: the ERP (an installation) keeps the order under its own number."""
        return InjectedOrder(
            id=self.id,
            number=self.number,
            shop=self.shop,
            placed_at=self.placed_at,
            currency=self.currency,
            email=self.email,
            customer_name=self.customer_name,
            billing=self.billing,
            shipping=self.shipping,
            lines=self.lines,
            total=self.total,
            note=self.note,
            service=self.service,
            pickup_point=self.pickup_point,
            cod=self.cod,
            customer=self.customer,
            erp=erp,
            erp_order=erp_order,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class InjectedOrder(IdentifiedOrder):
    """An order that stands in the ERP."""

    erp: str
    """The name of the ERP's installation."""
    erp_order: ErpOrderNumber

    @override
    def entities(self) -> tuple[Entity, ...]:
        return (
            *order_entities(self.shop, self.id, self.number),
            Entity.customer(self.email),
            Entity.local("erp_order", self.erp, self.erp_order),
        )


def order_entities(shop: str, id_: OrderId, number: str) -> tuple[Entity, ...]:
    """How every stage of one order is found: by the shop's id, which names the trace, and by its number."""
    by_id = Entity.local("order", shop, id_)
    return (by_id,) if number == id_ else (by_id, Entity.local("order_number", shop, number))


def _prices(lines: tuple[OrderLine, ...]) -> list[tuple[str, Money]]:
    return [(f"/lines/{place}/unit_price", line.unit_price) for place, line in enumerate(lines)]
