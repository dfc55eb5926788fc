"""Countries, states and currencies, which Odoo knows by numbers of its own."""

from goldthread.connectors.odoo.call import find
from goldthread.connectors.odoo.rows import OdooCompany, OdooCountry, OdooNamed
from goldthread.domain.address import Address
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected


async def country(code: str, pointer: str, api: Client) -> int:
    """Odoo's number of a country. Raises `Rejected`: it knows none by this code."""
    found = await find("res.country", [["code", "=", code.upper()]], ("code",), api, into=OdooCountry, limit=1)
    if not found:
        message = f"Odoo knows no country {code!r}; write the two letters of ISO 3166-1, as CZ."
        raise Rejected(message, field=pointer, code="country.unknown")
    return found[0].id


async def state(address: Address, country_id: int, api: Client) -> int:
    """Odoo's number of the address's state; 0 where none is written, or Odoo knows none so called."""
    if not address.region:
        return 0
    domain = [
        ["country_id", "=", country_id],
        "|",
        ["code", "=ilike", address.region],
        ["name", "=ilike", address.region],
    ]
    found = await find("res.country.state", domain, ("code",), api, into=OdooCountry, limit=1)
    if not found:
        text = f"Odoo knows no state {address.region!r} of {address.country_code}; the address is kept without it."
        api.note(text, region=address.region)
        return 0
    return found[0].id


async def pricelist(currency: str, api: Client) -> int:
    """Odoo's number of the oldest price list in this currency; 0 where none is needed.

    An Odoo without price lists sells in the currency of its company.

    Raises:
        Rejected: the currency is another one.

    """
    domain: list[object] = [["currency_id.name", "=", currency]]
    found = await find("product.pricelist", domain, ("name",), api, into=OdooNamed, limit=1)
    if found:
        return found[0].id
    company = await find("res.company", [], ("name", "currency_id"), api, into=OdooCompany, limit=1)
    if company and company[0].currency_id and company[0].currency_id[1] == currency:
        return 0
    message = f"Odoo has no price list in {currency}, which an order in that currency needs; make one and resume."
    raise Rejected(message, field="/currency", code="pricelist.missing")
