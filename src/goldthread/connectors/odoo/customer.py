"""Customers of Odoo and their delivery addresses: both are contacts."""

from email.utils import parseaddr
from typing import Final

from goldthread.connectors.odoo.application import odoo
from goldthread.connectors.odoo.call import create, find
from goldthread.connectors.odoo.place import country, state
from goldthread.connectors.odoo.rows import OdooPartner, ref, text
from goldthread.domain.address import Address
from goldthread.domain.customer import Customer
from goldthread.domain.identity import email_key
from goldthread.domain.ids import CustomerId
from goldthread.domain.order import IdentifiedOrder, Order
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.field_names import FieldNames, in_our_words

ADDRESS: Final = (
    "name",
    "email",
    "phone",
    "street",
    "street2",
    "zip",
    "city",
    "country_id",
    "state_id",
    "company_name",
)


@odoo.connector
async def ensure_customer(order: Order, api: Client) -> Customer:
    """Find the customer by e-mail, or create one; safe to repeat.

    Odoo makes duplicates happily, so customers of one e-mail are looked for and made one at a time. Of several the
    oldest counts, and a note says so.
    """
    key = email_key(order.email)
    with in_our_words(f"Could not make a customer of {order.email!r}", _CUSTOMER):
        async with api.exclusive("customer", key):
            known = await find_customer(key, api)
            if known is None:
                values = await _values(order.billing, "/billing", api)
                values |= {"name": order.customer_name, "email": key}
                made = await create("res.partner", values, api, doubt=Lookup(find=lambda: _found(key, api)))
                return Customer(id=CustomerId(str(made)), email=key, name=order.customer_name)
    return Customer(id=CustomerId(str(known.id)), email=text(known.email), name=text(known.name))


@odoo.connector
async def identify_customer(order: Order, api: Client) -> IdentifiedOrder:
    """Derived from `ensure_customer`: tie the customer to the whole order."""
    customer = await ensure_customer(order, api)
    await api.link("customer", email_key(order.email), customer.id)
    return order.identified(customer)


async def find_customer(key: str, api: Client) -> OdooPartner | None:
    """The oldest customer of this e-mail, however Odoo spells it; addresses of customers aren't customers."""
    said: list[object] = ["|", ["email", "=ilike", _literal(key)], ["email_normalized", "=", key]]
    rows = await find("res.partner", [*said, ["parent_id", "=", False]], ("name", "email"), api, into=OdooPartner)
    found = [row for row in rows if email_key(parseaddr(text(row.email))[1]) == key]
    if len(found) > 1:
        ids = ", ".join(str(row.id) for row in found)
        api.note(f"{len(found)} customers have the e-mail {key}: {ids}. The oldest is taken.", customers=ids)
    return found[0] if found else None


async def ensure_address(order: IdentifiedOrder, api: Client) -> int:
    """The id of the customer's delivery address, created if none is equal; safe to repeat."""
    with in_our_words(f"Could not keep the delivery address of order {order.number!r}", ADDRESS_FIELDS):
        values = await _values(order.shipping, "/shipping", api)
        customer = int(order.customer.id)
        wanted = {**values, "name": order.shipping.name, "email": order.shipping.email or False}

        async def look() -> tuple[int, ...] | None:
            domain = [["parent_id", "=", customer], ["type", "=", "delivery"]]
            rows = await find("res.partner", domain, ADDRESS, api, into=OdooPartner)
            return next(((row.id,) for row in rows if _is(row, wanted)), None)

        async with api.exclusive("delivery_address", order.customer.id):
            if known := await look():
                return known[0]
            values = {**wanted, "parent_id": customer, "type": "delivery"}
            return await create("res.partner", values, api, doubt=Lookup(find=look))


ADDRESS_FIELDS: Final = FieldNames(
    {
        "name": "/shipping/name",
        "company_name": "/shipping/company",
        "street": "/shipping/street/0",
        "street2": "/shipping/street/1",
        "zip": "/shipping/postal_code",
        "city": "/shipping/city",
        "state_id": "/shipping/region",
        "country_id": "/shipping/country_code",
        "phone": "/shipping/phone",
        "email": "/shipping/email",
        "parent_id": "/customer/id",
    }
)
_CUSTOMER: Final = FieldNames(
    {
        "name": "/customer_name",
        "email": "/email",
        "phone": "/billing/phone",
        "street": "/billing/street/0",
        "zip": "/billing/postal_code",
        "city": "/billing/city",
        "country_id": "/billing/country_code",
    }
)


async def _values(address: Address, pointer: str, api: Client) -> dict[str, object]:
    """The address in Odoo's fields; what doesn't fit two street lines stands in the second one."""
    country_id = await country(address.country_code, f"{pointer}/country_code", api)
    state_id = await state(address, country_id, api)
    return {
        "phone": address.phone or False,
        "street": address.street[0] if address.street else False,
        "street2": ", ".join(address.street[1:]) or False,
        "zip": address.postal_code or False,
        "city": address.city or False,
        "country_id": country_id,
        "state_id": state_id or False,
        "company_name": address.company or False,
    }


def _is(row: OdooPartner, wanted: dict[str, object]) -> bool:
    country_id, state_id = ref(row.country_id), ref(row.state_id) or False
    kept = {name: getattr(row, name) for name in ADDRESS} | {"country_id": country_id, "state_id": state_id}
    return all(kept[name] == value for name, value in wanted.items())


async def _found(key: str, api: Client) -> tuple[int, ...] | None:
    row = await find_customer(key, api)
    return None if row is None else (row.id,)


def _literal(key: str) -> str:
    """The e-mail where `%` and `_` would stand for anything."""
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
