"""Customers of stockhouse and their delivery addresses."""

from typing import Final

from goldthread.connectors.stockhouse.application import stockhouse
from goldthread.connectors.stockhouse.rows import (
    Data,
    Listing,
    StockhouseAddress,
    StockhouseCustomer,
    StockhouseKeptAddress,
)
from goldthread.domain.address import Address
from goldthread.domain.customer import Customer
from goldthread.domain.identity import email_key
from goldthread.domain.ids import CustomerId
from goldthread.domain.order import IdentifiedOrder, Order
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.field_names import FieldNames, in_our_words


@stockhouse.connector
async def ensure_customer(order: Order, api: Client) -> Customer:
    """Find the customer by e-mail, or create one; safe to repeat.

    The ERP compares e-mails letter by letter and makes duplicates happily. So a customer is made under the
    normalised e-mail, and one at a time; found is also one that a clerk wrote as the shopper did. Of several the
    oldest counts, and a note says so.
    """
    key = email_key(order.email)
    with in_our_words(f"Could not make a customer of {order.email!r}", _CUSTOMER):
        async with api.exclusive("customer", key):
            row = await find_customer(key, api) or await _find_as_written(order.email, key, api)
            if row is None:
                asked = {"email": key, "full_name": order.customer_name, "phone": order.billing.phone}
                doubt = Lookup(find=lambda: _found(key, api))
                row = (await api.post("/customers", json=asked, into=Data[StockhouseCustomer], doubt=doubt)).data
    return Customer(id=CustomerId(row.customer_id), email=row.email, name=row.full_name)


@stockhouse.connector
async def identify_customer(order: Order, api: Client) -> IdentifiedOrder:
    """Derived from `ensure_customer`: tie the customer to the whole order."""
    customer = await ensure_customer(order, api)
    await api.link("customer", email_key(order.email), customer.id)
    return order.identified(customer)


@stockhouse.connector
async def find_customer(email: str, api: Client) -> StockhouseCustomer | None:
    """The oldest customer of exactly this e-mail, if there is one."""
    found = (await api.get("/customers", params={"email": email}, into=Listing[StockhouseCustomer])).data
    if len(found) > 1:
        ids = ", ".join(row.customer_id for row in found)
        api.note(f"{len(found)} customers have the e-mail {email}: {ids}. The oldest is taken.", customers=ids)
    return found[0] if found else None


@stockhouse.connector
async def ensure_address(order: IdentifiedOrder, api: Client) -> str:
    """The id of the customer's delivery address, created if none is equal; safe to repeat."""
    wanted = erp_address(order.shipping)
    path = f"/customers/{order.customer.id}/delivery_addresses"

    async def find() -> Data[StockhouseKeptAddress] | None:
        kept = await _addresses(path, api)
        return next((Data(data=one) for one in kept if one.content == wanted), None)

    with in_our_words(f"Could not keep the delivery address of order {order.number!r}", ADDRESS_FIELDS):
        async with api.exclusive("delivery_address", order.customer.id):
            found = await find()
            if found is None:
                found = await api.post(path, json=wanted, into=Data[StockhouseKeptAddress], doubt=Lookup(find=find))
    return found.data.address_id


def erp_address(address: Address) -> StockhouseAddress:
    """The address in the ERP's fields; what doesn't fit two street lines stands in the second one."""
    return StockhouseAddress(
        recipient=address.name,
        company=address.company,
        street=address.street[0] if address.street else "",
        street_2=", ".join(address.street[1:]) or None,
        town=address.city,
        region=address.region,
        zip_code=address.postal_code,
        country_code=address.country_code,
        phone=address.phone,
        email=address.email,
    )


ADDRESS_FIELDS: Final = FieldNames(
    {
        "recipient": "/shipping/name",
        "company": "/shipping/company",
        "street": "/shipping/street/0",
        "street_2": "/shipping/street/1",
        "town": "/shipping/city",
        "region": "/shipping/region",
        "zip_code": "/shipping/postal_code",
        "country_code": "/shipping/country_code",
        "phone": "/shipping/phone",
        "email": "/shipping/email",
        "customer_id": "/customer/id",
    }
)
_CUSTOMER: Final = FieldNames({"email": "/email", "full_name": "/customer_name", "phone": "/billing/phone"})


async def _find_as_written(email: str, key: str, api: Client) -> StockhouseCustomer | None:
    return None if email == key else await find_customer(email, api)


async def _found(key: str, api: Client) -> Data[StockhouseCustomer] | None:
    row = await find_customer(key, api)
    return None if row is None else Data(data=row)


async def _addresses(path: str, api: Client) -> list[StockhouseKeptAddress]:
    """All delivery addresses of a customer; few have more than one page."""
    kept: list[StockhouseKeptAddress] = []
    number = 1
    while True:
        page = await api.get(path, params={"page": number, "size": 100}, into=Listing[StockhouseKeptAddress])
        kept += page.data
        if not page.has_more:
            return kept
        number += 1
