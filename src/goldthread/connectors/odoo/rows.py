"""What Odoo sends, under its own names. It writes `false` where nothing is, and a record as its id and its name."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Text: TypeAlias = str | Literal[False]
Ref: TypeAlias = tuple[int, str] | Literal[False]


def text(value: Text) -> str:
    """The text, empty where nothing is."""
    return value or ""


def ref(value: Ref) -> int:
    """The id of a record that is referred to; 0 where none is."""
    return value[0] if value else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooNamed:
    """A record of which only the name matters."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooCountry:
    """A country (`res.country`) or a state of one (`res.country.state`)."""

    id: int
    code: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooCompany:
    """A company (`res.company`)."""

    id: int
    name: str
    currency_id: Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooPartner:
    """A contact (`res.partner`): a customer, or one of their addresses."""

    id: int
    name: Text
    email: Text = False
    phone: Text = False
    street: Text = False
    street2: Text = False
    zip: Text = False
    city: Text = False
    country_id: Ref = False
    country_code: Text = False
    state_id: Ref = False
    company_name: Text = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooProduct:
    """An article (`product.product`); weights in kilograms."""

    id: int
    default_code: Text
    name: Text = False
    barcode: Text = False
    weight: Decimal = Decimal(0)
    hs_code: Text = False
    country_of_origin: Ref = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooOrder:
    """An order (`sale.order`)."""

    id: int
    name: str
    state: str
    client_order_ref: Text = False
    origin: Text = False
    amount_total: Decimal = Decimal(0)
    currency_id: Ref = False
    partner_id: Ref = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooOrderLine:
    """One article of an order (`sale.order.line`)."""

    order_id: Ref
    product_id: Ref
    price_unit: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooPicking:
    """A transfer (`stock.picking`)."""

    id: int
    name: str
    state: str
    sale_id: Ref
    partner_id: Ref
    picking_type_id: Ref
    carrier_id: Ref = False
    carrier_tracking_ref: Text = False
    weight_uom_name: Text = "kg"


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooMoveLine:
    """What lies in one package of a transfer (`stock.move.line`); before 17 the quantity is `qty_done`."""

    picking_id: Ref
    product_id: Ref
    result_package_id: Ref
    quantity: Decimal = Decimal(0)
    qty_done: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooPackage:
    """A package (`stock.package`, before 19 `stock.quant.package`)."""

    id: int
    name: str
    shipping_weight: Decimal = Decimal(0)
    package_type_id: Ref = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooPackageType:
    """What kind of box a package is (`stock.package.type`)."""

    id: int
    packaging_length: Decimal
    width: Decimal
    height: Decimal
    length_uom_name: Text = "mm"


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooCarrier:
    """A delivery method (`delivery.carrier`)."""

    id: int
    name: str
    integration_level: Text = "rate"


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooMessage:
    """A note in the chatter (`mail.message`), in HTML."""

    id: int
    body: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class OdooAction:
    """What Odoo would show next: a dialog (`ir.actions.act_window`), or its printing (`ir.actions.client`)."""

    name: Text = False
    res_model: Text = False
    tag: Text = False
