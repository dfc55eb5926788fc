"""Products of Tryton, known by their code, which is our SKU."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from goldthread.connectors.tryton.application import tryton
from goldthread.connectors.tryton.record import Record, TrytonAnswer
from goldthread.connectors.tryton.rpc import create, created, data_id, numeric, search
from goldthread.domain.order import OrderLine
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words

PRICE_DIGITS: Final = Decimal("0.0001")
"""How exact a list price may be in Tryton, unless it was configured otherwise."""


@tryton.connector
async def ensure_products(lines: tuple[OrderLine, ...], api: Client) -> dict[str, tuple[int, int]]:
    """Product and unit of each SKU; what Tryton doesn't have is created from the order's line. Safe to repeat."""
    known = await _found([line.sku for line in lines], api)
    for place, line in enumerate(lines):
        if line.sku in known:
            continue
        with in_our_words(f"Could not create the product {line.sku!r} in Tryton", _under_line(place)):
            async with api.exclusive("product", line.sku):
                known |= await _found([line.sku], api) or await _made(line, api)
    return known


async def _found(skus: Iterable[str], api: Client) -> dict[str, tuple[int, int]]:
    wanted = list(dict.fromkeys(skus))
    rows = await search("product.product", [["code", "in", wanted]], ("code", "sale_uom", "default_uom"), api)
    return {row.text("code"): (row.id, _unit(row)) for row in reversed(rows)}


async def _made(line: OrderLine, api: Client) -> dict[str, tuple[int, int]]:
    """Tryton refuses a second active product of one code by itself."""
    unit = await data_id("product.uom_unit", api)

    async def find() -> TrytonAnswer | None:
        return created((await _found([line.sku], api)).get(line.sku, (None, 0))[0])

    identifiers = [["create", [{"type": "ean", "code": line.gtin}]]] if line.gtin else []
    variant = {"suffix_code": line.sku, "identifiers": identifiers}
    values: dict[str, object] = {
        "name": line.name or line.sku,
        "type": "goods",
        "default_uom": unit,
        "sale_uom": unit,
        "salable": True,
        "list_price": numeric(line.unit_price.amount.quantize(PRICE_DIGITS, rounding=ROUND_HALF_UP)),
        "products": [["create", [variant]]],
    }
    if line.weight:
        values |= {"weight": line.weight.grams, "weight_uom": await data_id("product.uom_gram", api)}
    await create("product.template", values, api, doubt=Lookup(find=find))
    return await _found([line.sku], api)


def _unit(row: Record) -> int:
    found = row.values.get("sale_uom") or row.values.get("default_uom")
    if not isinstance(found, int):
        raise Rejected(f"Tryton's product {row.text('code')!r} has no unit of measure; give it one there.")
    return found


def _under_line(place: int) -> FieldNames:
    return FieldNames({path: f"/lines/{place}{field}" for path, field in _NAMES.items()})


_NAMES: Final = {
    "Product Template": "",
    "Product Template.Name": "/name",
    "Product Template.List Price": "/unit_price",
    "Product Template.Weight": "/weight",
    "Product Variant": "/sku",
    "Product Identifier": "/gtin",
}
