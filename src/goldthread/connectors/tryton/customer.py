"""Customers of Tryton: parties, known by their e-mail address."""

from typing import Final

from goldthread.connectors.tryton.application import tryton
from goldthread.connectors.tryton.record import TrytonAnswer
from goldthread.connectors.tryton.rpc import create, created, search
from goldthread.domain.customer import Customer
from goldthread.domain.identity import email_key
from goldthread.domain.ids import CustomerId
from goldthread.domain.order import IdentifiedOrder, Order
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.field_names import FieldNames, in_our_words


@tryton.connector
async def ensure_customer(order: Order, api: Client) -> Customer:
    """Find the party by e-mail, or create one; safe to repeat.

    Tryton takes any number of parties with one e-mail. So a party is made under the normalised e-mail, and one at a
    time; found is also one that a clerk wrote in capitals. Of several the oldest counts, and a note says so.
    """
    key = email_key(order.email)
    name = order.customer_name.strip() or order.billing.name.strip() or key
    with in_our_words(f"Could not make a customer of {order.email!r}", _CUSTOMER):
        async with api.exclusive("customer", key):
            found = await find_customer(order.email, api)
            if found is None:
                mechanisms = [["create", [{"type": "email", "value": key}]]]
                doubt = Lookup(find=lambda: _made(order.email, api))
                id_ = await create("party.party", {"name": name, "contact_mechanisms": mechanisms}, api, doubt=doubt)
                found = Customer(id=CustomerId(str(id_)), email=key, name=name)
    return found


@tryton.connector
async def identify_customer(order: Order, api: Client) -> IdentifiedOrder:
    """Derived from `ensure_customer`: tie the customer to the whole order."""
    customer = await ensure_customer(order, api)
    await api.link("customer", email_key(order.email), customer.id)
    return order.identified(customer)


@tryton.connector
async def find_customer(email: str, api: Client) -> Customer | None:
    """The oldest active party with this e-mail in whatever letters, if there is one."""
    key = email_key(email)
    spellings = [["value", "ilike", _literal(one)] for one in dict.fromkeys((key, email.strip())) if one]
    domain = [["type", "=", "email"], ["OR", *spellings], ["party.active", "=", True]]
    rows = await search("party.contact_mechanism", domain, ("value", "party.name"), api) if spellings else ()
    named = {row.one("party").id: row for row in reversed(rows) if email_key(row.text("value")) == key}
    if len(named) > 1:
        ids = ", ".join(str(one) for one in sorted(named))
        api.note(f"{len(named)} parties have the e-mail {key}: {ids}. The oldest is taken.", parties=ids)
    if not named:
        return None
    oldest = min(named)
    row = named[oldest]
    return Customer(id=CustomerId(str(oldest)), email=row.text("value"), name=row.one("party").text("name"))


async def _made(email: str, api: Client) -> TrytonAnswer | None:
    found = await find_customer(email, api)
    return created(int(found.id) if found else None)


def _literal(text: str) -> str:
    """A pattern of `ilike` that means this text alone."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_CUSTOMER: Final = FieldNames(
    {
        "Party.Name": "/customer_name",
        "Party Contact Mechanism": "/email",
    }
)
