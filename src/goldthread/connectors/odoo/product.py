"""Articles of Odoo."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from goldthread.connectors.odoo.call import create, find, version
from goldthread.connectors.odoo.place import country
from goldthread.connectors.odoo.rows import OdooProduct, text
from goldthread.domain.order import Order, OrderLine
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.field_names import FieldNames, in_our_words

_STORABLE: Final = 18
"""From here on an article that is kept in stock says so in a field of its own."""


async def ensure_products(order: Order, api: Client) -> dict[str, int]:
    """Odoo's numbers of the order's articles by SKU; what is missing is made. Safe to repeat."""
    known = await _known({line.sku for line in order.lines}, api)
    for place, line in enumerate(order.lines):
        if line.sku not in known:
            with in_our_words(f"Could not create the article {line.sku!r} in Odoo", _under(f"/lines/{place}")):
                known[line.sku] = await _ensure(line.sku, await _goods(line, f"/lines/{place}", api), api)
    return known


async def ensure_shipping(api: Client) -> int:
    """The article that an order's shipping and discounts are written under."""
    sku = api.setting("shipping_sku", "SHIPPING")
    found = await _known({sku}, api)
    return found.get(sku) or await _ensure(sku, {"name": "Shipping and discounts", **_kind(api, is_goods=False)}, api)


async def _known(skus: Iterable[str], api: Client) -> dict[str, int]:
    """Of several articles with one code the oldest counts."""
    domain: list[object] = [["default_code", "in", sorted(skus)]]
    rows = await find("product.product", domain, ("default_code",), api, into=OdooProduct)
    return {text(row.default_code): row.id for row in reversed(rows)}


async def _ensure(sku: str, values: dict[str, object], api: Client) -> int:
    """Make an article, one at a time: Odoo would take the same code twice."""

    async def look() -> tuple[int, ...] | None:
        found = await _known({sku}, api)
        return (found[sku],) if sku in found else None

    async with api.exclusive("product", sku):
        if made := await look():
            return made[0]
        return await create("product.product", {"default_code": sku, **values}, api, doubt=Lookup(find=look))


async def _goods(line: OrderLine, pointer: str, api: Client) -> dict[str, object]:
    values: dict[str, object] = {"name": line.name, **_kind(api, is_goods=True)}
    if line.gtin:
        values["barcode"] = line.gtin
    if line.hs_code:
        values["hs_code"] = line.hs_code
    if line.weight:
        values["weight"] = Decimal(line.weight.kg)
    if line.origin:
        values["country_of_origin"] = await country(line.origin, f"{pointer}/origin", api)
    return values


def _kind(api: Client, *, is_goods: bool) -> dict[str, object]:
    if version(api) >= _STORABLE:
        return {"type": "consu", "is_storable": True} if is_goods else {"type": "service"}
    return {"detailed_type": "product" if is_goods else "service"}


def _under(pointer: str) -> FieldNames:
    fields = {
        "name": "name",
        "barcode": "gtin",
        "hs_code": "hs_code",
        "weight": "weight",
        "country_of_origin": "origin",
    }
    return FieldNames({theirs: f"{pointer}/{ours}" for theirs, ours in {**fields, "default_code": "sku"}.items()})
