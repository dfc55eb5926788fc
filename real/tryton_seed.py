"""What a fresh Tryton knows: a company, currencies, countries, a product, a carrier, a box, and our user."""

from __future__ import annotations

from typing import Final

from real.tryton_rpc import TrytonRpc, decimal

USER: Final = "goldthread"
PASSWORD: Final = "golden-Thread-8812"  # noqa: S105  # of a system on loopback that is made afresh for every run
GROUPS: Final = ("Sales", "Stock", "Product Administration", "Party Administration")
"""What our user may do: no more than the connector needs."""
CURRENCIES: Final = ("EUR", "CZK", "USD", "GBP", "PLN", "JPY", "CHF")
COUNTRIES: Final = """
AT Austria; BE Belgium; BG Bulgaria; CA Canada; CH Switzerland; CN China; CZ Czechia; DE Germany; DK Denmark;
ES Spain; FI Finland; FR France; GB United Kingdom; GR Greece; HR Croatia; HU Hungary; IE Ireland; IT Italy; JP Japan;
KR Korea; LT Lithuania; LV Latvia; NL Netherlands; NO Norway; PL Poland; PT Portugal; RO Romania; RS Serbia; SE Sweden;
SI Slovenia; SK Slovakia; TW Taiwan; UA Ukraine; US United States
"""
SUBDIVISIONS: Final = "US-CA California; US-NY New York; US-TX Texas; US-WA Washington; CA-ON Ontario; JP-13 Tokyo"


async def seed(rpc: TrytonRpc) -> None:
    """Make everything, once, as the administrator."""
    currencies = {code: await _currency(rpc, code) for code in CURRENCIES}
    countries = {code: await rpc.create("country.country", name=name, code=code) for code, name in _named(COUNTRIES)}
    for code, name in _named(SUBDIVISIONS):
        country = countries[code[:2]]
        await rpc.create("country.subdivision", name=name, code=code, type="state", country=country)
    company = await _company(rpc, currencies["EUR"], countries["CZ"])
    rpc.company = company
    await rpc.call("sale.configuration.write", [1], {"sale_invoice_method": "manual"})
    await _goods(rpc)
    await _carrier(rpc)
    groups = [int(row["id"]) for row in await rpc.rows("res.group", [["name", "in", list(GROUPS)]], "name")]
    given = {"groups": [["add", groups]], "companies": [["add", [company]]], "company": company}
    await rpc.create("res.user", name="Goldthread", login=USER, password=PASSWORD, **given)


def _named(table: str) -> list[tuple[str, str]]:
    """Codes and names."""
    return [(code, name) for row in table.split(";") for code, _, name in [row.strip().partition(" ")]]


async def _currency(rpc: TrytonRpc, code: str) -> int:
    since = {"__class__": "date", "year": 2020, "month": 1, "day": 1}
    exact = "1" if code == "JPY" else "0.01"
    return await rpc.create(
        "currency.currency",
        name=code,
        code=code,
        symbol=code,
        digits=0 if code == "JPY" else 2,
        rounding=decimal(exact),
        rates=[["create", [{"date": since, "rate": decimal("1")}]]],
    )


async def _company(rpc: TrytonRpc, currency: int, country: int) -> int:
    """The company, which the administrator belongs to."""
    address = {"street_unstructured": "Skladová 1", "postal_code": "102 00", "city": "Praha 10", "country": country}
    party = await rpc.create("party.party", name="Goldthread Trading", addresses=[["create", [address]]])
    company = await rpc.create("company.company", party=party, currency=currency, timezone="Europe/Prague")
    user = await rpc.log_in()
    await rpc.call("res.user.write", [user], {"companies": [["add", [company]]], "company": company})
    return company


async def _goods(rpc: TrytonRpc) -> None:
    """One product on the shelf, and the box that things are packed in."""
    piece, kilogram, centimetre = [await _unit(rpc, symbol) for symbol in ("u", "kg", "cm")]
    variant = {"suffix_code": "TEA-1", "identifiers": [["create", [{"type": "ean", "code": "4006381333931"}]]]}
    await rpc.create(
        "product.template",
        name="Green tea",
        type="goods",
        default_uom=piece,
        sale_uom=piece,
        salable=True,
        list_price=decimal("9.95"),
        weight=0.12,
        weight_uom=kilogram,
        products=[["create", [variant]]],
    )
    sides = {side: value for side, size in BOX.items() for side, value in ((side, size), (f"{side}_uom", centimetre))}
    await rpc.create("stock.package.type", name="Box", packaging_weight=0.1, packaging_weight_uom=kilogram, **sides)


BOX: Final = {"length": 30, "width": 20, "height": 12}
"""Of one package, in centimetres."""


async def _carrier(rpc: TrytonRpc) -> None:
    piece = await _unit(rpc, "u")
    variants = [["create", [{"suffix_code": "CARRIAGE"}]]]
    price = decimal("5")
    service = {"type": "service", "default_uom": piece, "sale_uom": piece, "salable": True, "list_price": price}
    await rpc.create("product.template", name="Carriage", products=variants, **service)
    [product] = await rpc.rows("product.product", [["code", "=", "CARRIAGE"]], "id")
    party = await rpc.create("party.party", name="karrio")
    await rpc.create("carrier", party=party, carrier_product=product["id"])


async def _unit(rpc: TrytonRpc, symbol: str) -> int:
    [unit] = await rpc.rows("product.uom", [["symbol", "=", symbol]], "symbol")
    return int(unit["id"])
