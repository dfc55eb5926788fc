"""The warehouse of a fresh Tryton: what stands on its shelves, and how it packs."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from goldthread.testing.fakes.tryton.desk import SHIPMENT, Desk
from goldthread.testing.fakes.tryton.tables import Tables

UNIT, GRAM, KILOGRAM, CENTIMETRE = 1, 2, 3, 4
BOX: Final = {"length": 30.0, "width": 20.0, "height": 12.0}
PACKAGING_KG: Final = Decimal("0.1")


def stocked(tables: Tables) -> None:
    """Have what a shop's orders need."""
    for symbol, factor in (("u", 1.0), ("g", 0.001), ("kg", 1.0), ("cm", 0.01)):
        tables.add("product.uom", name=symbol, symbol=symbol, factor=factor)
    for code, name in (("CZ", "Czechia"), ("DE", "Germany"), ("US", "United States")):
        tables.add("country.country", code=code, name=name)
    tables.add("country.subdivision", code="US-CA", name="California", type="state", country=3)
    for code in ("EUR", "CZK"):
        tables.add("currency.currency", code=code, name=code)
    company = tables.add("party.party", name="Goldthread Trading", active=True)
    tables.add("company.company", party=company)
    tables.add("carrier", party=tables.add("party.party", name="karrio", active=True))
    tables.add("stock.location", name="Warehouse", code="WH")
    shown = {"name": "Green tea", "weight": 0.12, "default_uom": UNIT, "sale_uom": UNIT, "weight_uom": KILOGRAM}
    gtin = [["create", [{"type": "ean", "code": "4006381333931"}]]]
    variant = {**shown, "suffix_code": "TEA-1", "code": "TEA-1", "identifiers": gtin}
    price = {"__class__": "Decimal", "decimal": "9.95"}
    tables.add(
        "product.template", **shown, type="goods", salable=True, list_price=price, products=[["create", [variant]]]
    )


def packed(desk: Desk, parcels: int) -> None:
    """Pack every shipment that waits: so many boxes each, as far as its moves go."""
    tables = desk.tables
    for shipment in tables.find(SHIPMENT, [["state", "=", "waiting"]]):
        desk.press(SHIPMENT, "assign_force", [shipment])
        desk.press(SHIPMENT, "pick", [shipment])
        moves = tables.find("stock.move", [["shipment", "=", shipment]])
        count = max(1, min(parcels, len(moves)))
        for place in range(count):
            _box(tables, shipment, moves[place::count])
        desk.press(SHIPMENT, "pack", [shipment])


def _box(tables: Tables, shipment: int, moves: list[int]) -> None:
    goods = sum((_weight(tables, move) for move in moves), Decimal(0))
    tables.add(
        "stock.package",
        number=str(len(tables.rows["stock.package"]) + 1),
        shipment=shipment,
        total_weight=float((goods + PACKAGING_KG).quantize(Decimal("0.01"))),
        weight_uom=KILOGRAM,
        **BOX,
        **{f"{side}_uom": CENTIMETRE for side in BOX},
        moves=[["add", moves]],
    )


def _weight(tables: Tables, move: int) -> Decimal:
    """Of the goods of a move, in kilograms."""
    row = tables.rows["stock.move"][move]
    product = tables.rows["product.product"][row["product"]]
    if not product.get("weight"):
        return Decimal(0)
    factor = tables.rows["product.uom"][product["weight_uom"]]["factor"]
    return Decimal(str(product["weight"])) * Decimal(str(factor)) * Decimal(str(row["quantity"]))
