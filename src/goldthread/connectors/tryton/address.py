"""Delivery and billing addresses of parties."""

from typing import Final

from goldthread.connectors.tryton.application import tryton
from goldthread.connectors.tryton.record import Record, TrytonAnswer
from goldthread.connectors.tryton.rpc import create, created, search
from goldthread.domain.address import Address
from goldthread.domain.order import IdentifiedOrder
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words

FIELDS: Final = (
    "party_name",
    "attn",
    "street",
    "postal_code",
    "city",
    "country.code",
    "subdivision.code",
    "subdivision.name",
    "contact_mechanisms.type",
    "contact_mechanisms.value",
    "contact_mechanisms.value_compact",
)


@tryton.connector
async def ensure_addresses(order: IdentifiedOrder, api: Client) -> tuple[int, int]:
    """The ids of the billing and the delivery address at the customer's party, each created if none is equal."""
    async with api.exclusive("address", order.customer.id):
        kept = await _addresses(order.customer.id, api)
        shipping = await _ensured(order, order.shipping, "/shipping", kept, api)
        same = shipping if _content(order.billing) == _content(order.shipping) else None
        billing = same or await _ensured(order, order.billing, "/billing", kept, api)
    return billing, shipping


def read_address(row: Record, *, name: str, email: str, phone: str) -> Address:
    """An address of Tryton as ours; what it doesn't say is the customer's own name, e-mail and phone."""
    party, attn = row.text("party_name"), row.text("attn")
    return Address(
        name=attn or party or name,
        company=(party or name) if attn else None,
        street=tuple(line.strip() for line in row.text("street").splitlines() if line.strip()),
        postal_code=row.text("postal_code"),
        city=row.text("city"),
        region=_region(row.one("subdivision")),
        country_code=row.one("country").text("code"),
        phone=phone_of(row.many("contact_mechanisms")) or phone or None,
        email=email,
    )


def phone_of(mechanisms: tuple[Record, ...]) -> str:
    """The first telephone, in E.164 where Tryton understood it."""
    found = [one for one in mechanisms if one.text("type") in {"phone", "mobile"}]
    return next((one.text("value_compact") or one.text("value") for one in found), "")


async def _ensured(
    order: IdentifiedOrder, address: Address, pointer: str, kept: tuple[Record, ...], api: Client
) -> int:
    if (found := _equal(kept, address)) is not None:
        return found
    party = order.customer.id
    failing = f"Could not keep the address {address.one_line!r} of order {order.number!r}"

    async def find() -> TrytonAnswer | None:
        return created(_equal(await _addresses(party, api), address))

    with in_our_words(failing, FieldNames({path: pointer + field for path, field in _NAMES.items()})):
        values = await _values(address, int(party), pointer, api)
        return await create("party.address", values, api, doubt=Lookup(find=find))


async def _values(address: Address, party: int, pointer: str, api: Client) -> dict[str, object]:
    """The address in Tryton's fields: who gets it is `party_name`, with a company `attn`."""
    values: dict[str, object] = {
        "party": party,
        "party_name": address.company or address.name,
        "attn": address.name if address.company else None,
        "street_unstructured": "\n".join(address.street) or None,
        "postal_code": address.postal_code or None,
        "city": address.city or None,
        "country": await _country(address.country_code, f"{pointer}/country_code", api),
    }
    if address.region:
        values["subdivision"] = await _subdivision(address.region, address.country_code, api)
    if address.phone:
        mechanism = {"party": party, "type": "phone", "value": address.phone}
        values["contact_mechanisms"] = [["create", [mechanism]]]
    return values


async def _country(code: str, pointer: str, api: Client) -> int:
    found = await search("country.country", [["code", "=", code]], ("code",), api)
    if not found:
        message = f"Tryton has no country {code!r}. Import the countries there (`trytond_import_countries`), or"
        raise Rejected(f"{message} correct the code", field=pointer, code="country.unknown")
    return found[0].id


async def _subdivision(region: str, country_code: str, api: Client) -> int | None:
    """The state or province; one that Tryton doesn't have isn't kept, and a note says so."""
    names = [["code", "=", f"{country_code}-{region}"], ["code", "=", region], ["name", "=", region]]
    domain = [["country.code", "=", country_code], ["OR", *names]]
    found = await search("country.subdivision", domain, ("code",), api)
    if not found:
        api.note(f"Tryton has no subdivision {region!r} of {country_code}; the address is kept without it.")
    return found[0].id if found else None


async def _addresses(party: str, api: Client) -> tuple[Record, ...]:
    return await search("party.address", [["party", "=", int(party)]], FIELDS, api)


def _equal(kept: tuple[Record, ...], address: Address) -> int | None:
    wanted = _content(address)
    return next((row.id for row in kept if _content(read_address(row, name="", email="", phone="")) == wanted), None)


def _content(address: Address) -> tuple[object, ...]:
    """What makes two addresses one; Tryton rewrites phones, and may not have a region at all."""
    texts = (address.name, address.company or "", address.postal_code, address.city, address.country_code)
    lines = [line.strip() for line in address.street if line.strip()]
    return (*(text.strip() for text in texts), *lines, _digits(address.phone))


def _digits(phone: str | None) -> str:
    return "".join(letter for letter in phone or "" if letter.isdigit()).lstrip("0")


def _region(row: Record) -> str | None:
    """`CA` of `US-CA`, else the name."""
    code = row.text("code")
    return code.rpartition("-")[2] or row.text("name") or None


_NAMES: Final = {
    "Party Address": "",
    "Party Address.Party Name": "/name",
    "Party Address.Attn": "/name",
    "Party Address.Street": "/street/0",
    "Party Address.Postal Code": "/postal_code",
    "Party Address.City": "/city",
    "Party Address.Country": "/country_code",
    "Party Address.Subdivision": "/region",
    "Party Contact Mechanism": "/phone",
}
