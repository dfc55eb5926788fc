"""Who gets it: at a door, at a Packstation, at a post office."""

import re
from typing import Final, TypeAlias

from goldthread.connectors.dhl_parcel_de.countries import ALPHA3
from goldthread.domain.addressed import AddressedOrder
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected

Body: TypeAlias = dict[str, object]

_POINT: Final = re.compile(r"(packstation|postfiliale|filiale|paketshop)\D*(\d{3})(?:\D+(\d{6,10}))?\D*", re.IGNORECASE)
_POST_NUMBER: Final = re.compile(r"\D*(\d{6,10})\D*")


def consignee(order: AddressedOrder, api: Client) -> Body:
    """The recipient as DHL takes it; `Packstation 118` stands in the pickup point or, as customers do, in the street.

    Raises:
        Rejected: a pickup point that cannot be read, or one without the recipient's post number; a country that DHL
            doesn't know.

    """
    to = order.recipient
    country = ALPHA3.get(to.country_code)
    if country is None:
        raise _wrong(f"DHL knows no country {to.country_code!r}", "/recipient/country_code")
    place: Body = {"postalCode": to.postal_code, "city": to.city, "country": country}
    found = _POINT.fullmatch((order.pickup_point or (to.street[0] if to.street else "")).strip())
    if found is not None:
        return {**_point(order, found), **place}
    if order.pickup_point:
        words = f"{order.pickup_point!r} is no pickup point of DHL's; write Packstation 118, 1234567890"
        raise _wrong(words, "/pickup_point")
    return _without_nothing({**_door(order, api), **place, "state": to.region})


def _door(order: AddressedOrder, api: Client) -> Body:
    to = order.recipient
    is_shared = api.setting("share_contact").lower() == "yes"
    lines = [line for line in to.street if line.strip()]
    return {
        "name1": to.company or to.name,
        "name2": to.name if to.company else None,
        "addressStreet": lines[0] if lines else "",
        "additionalAddressInformation1": lines[1] if len(lines) > 1 else None,
        "additionalAddressInformation2": lines[2] if len(lines) > 2 else None,
        "email": (to.email or order.email or None) if is_shared else None,
        "phone": to.phone if is_shared and to.country_code != "DE" else None,
    }


def _point(order: AddressedOrder, found: re.Match[str]) -> Body:
    to = order.recipient
    where = "/pickup_point" if order.pickup_point else "/recipient/street/0"
    if to.country_code != "DE":
        raise _wrong("DHL addresses Packstation and Filiale within Germany alone", where)
    number = found[3] or _post_number(order)
    if found[1].lower() == "packstation":
        if not number:
            words = f"Packstation {found[2]} wants the recipient's post number, of six to ten digits, behind it"
            raise _wrong(words, where)
        return {"name": to.name, "lockerID": int(found[2]), "postNumber": number}
    known = {"postNumber": number} if number else {"email": to.email or order.email}
    return {"name": to.name, "retailID": int(found[2]), **known}


def _post_number(order: AddressedOrder) -> str:
    """Where shops that have no field for it let customers write it: in the company, or in another street line."""
    to = order.recipient
    lines = (to.company or "", *to.street[0 if order.pickup_point else 1 :])
    return next((found[1] for line in lines if (found := _POST_NUMBER.fullmatch(line))), "")


def _without_nothing(body: Body) -> Body:
    return {name: value for name, value in body.items() if value is not None}


def _wrong(words: str, field: str) -> Rejected:
    return Rejected(f"{words}. Correct {field} and resume.", field=field, code="consignee")
