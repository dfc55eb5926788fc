"""Recipients as Sendcloud takes them, and its fields for them."""

from typing import Final

from goldthread.domain.address import Address
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.street import NeedsALook, split_lines
from goldthread.domain.transliteration import Charset, TextProfile
from goldthread.flow.addressing import addressed
from goldthread.flow.node import mapper

PROFILE: Final = TextProfile(charset=Charset.UNICODE, name_length=75, street_length=150, city_length=30)
"""What Sendcloud takes for any carrier; it shortens further for carriers that print less."""


@mapper
def address_for_sendcloud(order: ReadyOrder) -> AddressedOrder:
    """Write the recipient in lines that Sendcloud takes, the phone in E.164; what was changed is kept.

    Raises:
        Rejected: a line is too long.

    """
    return addressed(order, (PROFILE,), "Sendcloud")


def address_of(to: Address) -> dict[str, str]:
    """Where it goes, without the recipient; the house number apart where it can be told for sure."""
    parts = split_lines(to.street, to.country_code)
    if isinstance(parts, NeedsALook) or not (parts.street and parts.number):
        first, second, number = (*to.street, "", "")[0], " ".join(to.street[1:]), ""
    else:
        first, second, number = parts.street, parts.rest, parts.number
    fields = {
        "address_line_1": first,
        "house_number": number,
        "address_line_2": second,
        "postal_code": to.postal_code,
        "city": to.city,
        "state_province_code": _state(to),
        "country_code": to.country_code,
    }
    return {name: value for name, value in fields.items() if value}


def recipient_of(to: Address, email: str) -> dict[str, str]:
    """Who gets it, and where."""
    fields = {
        "name": to.name,
        "company_name": to.company or "",
        **address_of(to),
        "phone_number": to.phone or "",
        "email": to.email or email,
    }
    return {name: value for name, value in fields.items() if value}


def _state(to: Address) -> str:
    """ISO 3166-2: `NY` in the US is `US-NY`."""
    region = (to.region or "").strip()
    return f"{to.country_code}-{region}" if region and len(region) <= 3 and "-" not in region else region
