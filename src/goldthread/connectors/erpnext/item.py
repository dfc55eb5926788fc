"""Items of ERPNext."""

from typing import Final

from goldthread.connectors.erpnext.resource import create_document, find_documents
from goldthread.connectors.erpnext.rows import ErpnextCountry, ErpnextName
from goldthread.domain.order import Order, OrderLine
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words

DUPLICATE: Final = "DuplicateEntryError"


async def ensure_items(order: Order, api: Client) -> None:
    """Make the items of the order that ERPNext doesn't know. Safe to repeat: the code is the key over there."""
    codes = sorted({line.sku for line in order.lines})
    rows = await find_documents("Item", [["name", "in", codes]], ("name",), api, ErpnextName)
    known = {row.name for row in rows}
    for place, line in enumerate(order.lines):
        if line.sku not in known:
            with in_our_words(f"Could not create the item {line.sku!r} in ERPNext", _under(f"/lines/{place}")):
                await _ensure(await _goods(line, api), api)
                known.add(line.sku)


async def ensure_shipping(api: Client) -> str:
    """The item that an order's shipping is written under."""
    code = api.setting("shipping_item", "SHIPPING")
    if not await find_documents("Item", [["name", "=", code]], ("name",), api, ErpnextName):
        await _ensure({"item_code": code, "item_name": "Shipping", "is_stock_item": 0, **_habits(api)}, api)
    return code


async def _ensure(values: dict[str, object], api: Client) -> None:
    try:
        await create_document("Item", values, api, into=ErpnextName, doubt=Repeatable())
    except Rejected as error:
        if not all(fault.code == DUPLICATE for fault in error.faults):
            raise


async def _goods(line: OrderLine, api: Client) -> dict[str, object]:
    values: dict[str, object] = {"item_code": line.sku, "item_name": line.name, "is_stock_item": 1, **_habits(api)}
    if line.gtin:
        values["barcodes"] = [{"barcode": line.gtin}]
    if line.weight:
        values |= {"weight_per_unit": line.weight.kg, "weight_uom": "Kg"}
    if line.origin:
        filters = [["code", "=", line.origin.lower()]]
        found = await find_documents("Country", filters, ("name", "code"), api, ErpnextCountry)
        if found:
            values["country_of_origin"] = found[0].name
    return values


def _habits(api: Client) -> dict[str, object]:
    group, unit = api.setting("item_group", "Products"), api.setting("stock_uom", "Nos")
    return {"item_group": group, "stock_uom": unit}


def _under(pointer: str) -> FieldNames:
    fields = {"item_code": "sku", "item_name": "name", "barcodes": "gtin", "weight_per_unit": "weight"}
    return FieldNames(
        {theirs: f"{pointer}/{ours}" for theirs, ours in {**fields, "country_of_origin": "origin"}.items()}
    )
