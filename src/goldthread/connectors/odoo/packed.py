"""Everything that is asked of Odoo to know what a page of transfers holds: one question for each kind of record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from goldthread.connectors.odoo.call import ARCHIVED_TOO, find, version
from goldthread.connectors.odoo.rows import (
    OdooCarrier,
    OdooCountry,
    OdooMoveLine,
    OdooOrder,
    OdooOrderLine,
    OdooPackage,
    OdooPackageType,
    OdooPartner,
    OdooPicking,
    OdooProduct,
    Ref,
    ref,
)
from goldthread.flow.client import Client

T = TypeVar("T")

_PACKAGES_RENAMED = 19
"""From here on `stock.quant.package` is called `stock.package`."""
_QUANTITIES_RENAMED = 17
"""From here on a line's `qty_done` is called `quantity`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """Transfers, and what they refer to by id."""

    lines: tuple[OdooMoveLine, ...]
    packages: dict[int, OdooPackage]
    boxes: dict[int, OdooPackageType]
    products: dict[int, OdooProduct]
    orders: dict[int, OdooOrder]
    order_lines: tuple[OdooOrderLine, ...]
    partners: dict[int, OdooPartner]
    carriers: dict[int, OdooCarrier]
    codes: dict[tuple[str, int], str]
    """The letters of countries and states: `("res.country", 56)` is `CZ`."""


async def what_they_hold(pickings: Sequence[OdooPicking], api: Client) -> Packed:
    """Ask for all that the transfers refer to."""
    lines = await _lines([row.id for row in pickings], api)
    orders = await _by_id("sale.order", ORDER, (row.sale_id for row in pickings), OdooOrder, api)
    packages = await _by_id(_package_model(api), PACKAGE, (one.result_package_id for one in lines), OdooPackage, api)
    boxes = await _by_id(
        "stock.package.type", BOX, (one.package_type_id for one in packages.values()), OdooPackageType, api
    )
    products = await _by_id("product.product", PRODUCT, (one.product_id for one in lines), OdooProduct, api)
    people = [*(row.partner_id for row in pickings), *(one.partner_id for one in orders.values())]
    partners = await _by_id("res.partner", PARTNER, people, OdooPartner, api)
    return Packed(
        lines=lines,
        packages=packages,
        boxes=boxes,
        products=products,
        orders=orders,
        order_lines=await _order_lines(orders, api),
        partners=partners,
        carriers=await _by_id("delivery.carrier", CARRIER, (row.carrier_id for row in pickings), OdooCarrier, api),
        codes={
            **await _codes("res.country", (one.country_of_origin for one in products.values()), api),
            **await _codes("res.country.state", (one.state_id for one in partners.values()), api),
        },
    )


async def _by_id(model: str, fields: tuple[str, ...], refs: Iterable[Ref], into: type[T], api: Client) -> dict[int, T]:
    ids = sorted({ref(one) for one in refs} - {0})
    if not ids:
        return {}
    rows = await find(model, [["id", "in", ids]], fields, api, into=into, context=ARCHIVED_TOO)
    return {int(getattr(row, "id")): row for row in rows}  # noqa: B009 - each of these rows has one


async def _lines(pickings: list[int], api: Client) -> tuple[OdooMoveLine, ...]:
    quantity = "quantity" if version(api) >= _QUANTITIES_RENAMED else "qty_done"
    fields = ("picking_id", "product_id", "result_package_id", quantity)
    return await find("stock.move.line", [["picking_id", "in", pickings]], fields, api, into=OdooMoveLine)


async def _order_lines(orders: dict[int, OdooOrder], api: Client) -> tuple[OdooOrderLine, ...]:
    fields = ("order_id", "product_id", "price_unit")
    return await find("sale.order.line", [["order_id", "in", sorted(orders)]], fields, api, into=OdooOrderLine)


async def _codes(model: str, refs: Iterable[Ref], api: Client) -> dict[tuple[str, int], str]:
    rows = await _by_id(model, ("code",), refs, OdooCountry, api)
    return {(model, id_): row.code or "" for id_, row in rows.items()}


def _package_model(api: Client) -> str:
    if version(api) >= _PACKAGES_RENAMED:
        return "stock.package"
    return "stock.quant.package"


ORDER = ("name", "state", "client_order_ref", "origin", "currency_id", "partner_id")
PACKAGE = ("name", "shipping_weight", "package_type_id")
BOX = ("packaging_length", "width", "height", "length_uom_name")
PRODUCT = ("default_code", "name", "barcode", "weight", "hs_code", "country_of_origin")
PARTNER = ("name", "email", "phone", "street", "street2", "zip", "city", "country_code", "state_id", "company_name")
CARRIER = ("name", "integration_level")
