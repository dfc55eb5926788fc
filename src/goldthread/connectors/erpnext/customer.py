"""Customers of ERPNext, their contacts and their delivery addresses."""

from typing import Final

from goldthread.connectors.erpnext.application import erpnext
from goldthread.connectors.erpnext.resource import create_document, find_documents, read_document
from goldthread.connectors.erpnext.rows import (
    ErpnextAddress,
    ErpnextContact,
    ErpnextCountry,
    ErpnextCustomer,
    ErpnextName,
)
from goldthread.domain.address import Address
from goldthread.domain.customer import Customer
from goldthread.domain.identity import email_key
from goldthread.domain.ids import CustomerId
from goldthread.domain.order import IdentifiedOrder, Order
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words

_ADDRESS: Final = (
    *("name", "address_title", "address_line1", "address_line2", "city", "state", "pincode", "country"),
    *("phone", "email_id"),
)


@erpnext.connector
async def ensure_customer(order: Order, api: Client) -> Customer:
    """Find the customer by e-mail, or create one; safe to repeat.

    ERPNext makes duplicates happily (*Jana Nováková - 1*), so customers of one e-mail are made one at a time. ERPNext
    makes the contact with the e-mail itself. Of several customers the oldest counts, and a note says so.
    """
    key = email_key(order.email)
    with in_our_words(f"Could not make a customer of {order.email!r}", _CUSTOMER):
        async with api.exclusive("customer", key):
            row = await find_customer(key, api)
            if row is None:
                values: dict[str, object] = {
                    "customer_name": order.customer_name,
                    "customer_type": "Company" if order.billing.company else "Individual",
                    "customer_group": api.setting("customer_group", "Individual"),
                    "territory": api.setting("territory", "Rest Of The World"),
                    "email_id": key,
                    "mobile_no": order.billing.phone,
                }
                doubt = Lookup(find=lambda: find_customer(key, api))
                row = await create_document("Customer", values, api, into=ErpnextCustomer, doubt=doubt)
    return Customer(id=CustomerId(row.name), email=key, name=row.customer_name)


@erpnext.connector
async def identify_customer(order: Order, api: Client) -> IdentifiedOrder:
    """Derived from `ensure_customer`: tie the customer to the whole order."""
    customer = await ensure_customer(order, api)
    await api.link("customer", email_key(order.email), customer.id)
    return order.identified(customer)


async def find_customer(key: str, api: Client) -> ErpnextCustomer | None:
    """The oldest customer one of whose contacts has this e-mail."""
    filters = [["Contact Email", "email_id", "=", key], ["Dynamic Link", "link_doctype", "=", "Customer"]]
    contacts = await find_documents("Contact", filters, ("name",), api, ErpnextName, order="creation asc")
    names: list[str] = []
    for contact in dict.fromkeys(one.name for one in contacts):
        row = await read_document("Contact", contact, api, into=ErpnextContact)
        if any(email_key(one.email_id) == key for one in row.email_ids):
            names += [link.link_name for link in row.links if link.link_doctype == "Customer"]
    found = list(dict.fromkeys(names))
    if len(found) > 1:
        ids = ", ".join(found)
        api.note(f"{len(found)} customers have the e-mail {key}: {ids}. The oldest is taken.", customers=ids)
    return await read_document("Customer", found[0], api, into=ErpnextCustomer) if found else None


async def ensure_address(order: IdentifiedOrder, api: Client) -> str:
    """The name of the customer's delivery address, created if none is equal; safe to repeat."""
    with in_our_words(f"Could not keep the delivery address of order {order.number!r}", ADDRESS_FIELDS):
        values = await _values(order.shipping, api)
        customer = order.customer.id

        async def look() -> ErpnextAddress | None:
            filters = [["Dynamic Link", "link_doctype", "=", "Customer"], ["Dynamic Link", "link_name", "=", customer]]
            filters.append(["Address", "address_type", "=", "Shipping"])
            rows = await find_documents("Address", filters, _ADDRESS, api, ErpnextAddress, order="creation asc")
            return next(
                (row for row in rows if all((getattr(row, name) or None) == values[name] for name in values)), None
            )

        async with api.exclusive("delivery_address", customer):
            known = await look()
            if known is None:
                links = [{"link_doctype": "Customer", "link_name": customer}]
                kept: dict[str, object] = {**values, "address_type": "Shipping", "links": links}
                known = await create_document("Address", kept, api, into=ErpnextAddress, doubt=Lookup(find=look))
    return known.name


async def _values(address: Address, api: Client) -> dict[str, str | None]:
    """The address in ERPNext's fields; it has no place for a company but the second line."""
    rest = [*address.street[1:], *([address.company] if address.company else [])]
    return {
        "address_title": address.name or None,
        "address_line1": address.street[0] if address.street else None,
        "address_line2": ", ".join(rest) or None,
        "city": address.city or None,
        "state": address.region or None,
        "pincode": address.postal_code or None,
        "country": await _country(address.country_code, api),
        "phone": address.phone or None,
        "email_id": address.email or None,
    }


async def _country(code: str, api: Client) -> str:
    found = await find_documents("Country", [["code", "=", code.lower()]], ("name", "code"), api, ErpnextCountry)
    if not found:
        message = f"ERPNext knows no country {code!r}; write the two letters of ISO 3166-1, as CZ."
        raise Rejected(message, field="/shipping/country_code", code="country.unknown")
    return found[0].name


ADDRESS_FIELDS: Final = FieldNames(
    {
        "address_title": "/shipping/name",
        "address_line1": "/shipping/street/0",
        "address_line2": "/shipping/street/1",
        "city": "/shipping/city",
        "state": "/shipping/region",
        "pincode": "/shipping/postal_code",
        "country": "/shipping/country_code",
        "phone": "/shipping/phone",
        "email_id": "/shipping/email",
    }
)
_CUSTOMER: Final = FieldNames(
    {"customer_name": "/customer_name", "email_id": "/email", "mobile_no": "/billing/phone", "name": "/customer_name"}
)
