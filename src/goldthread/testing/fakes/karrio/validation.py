"""What karrio looks for before it asks a carrier, in its own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

Draft: TypeAlias = Mapping[str, Any]

LENGTHS: Final = {
    "postal_code": 20,
    "city": 50,
    "person_name": 100,
    "company_name": 100,
    "phone_number": 50,
    "state_code": 50,
    "address_line1": 100,
    "address_line2": 100,
}
CODES: Final = {
    "US": (re.compile(r"\d{5}(-\d{4})?"), "The American postal code must match 12345 or 12345-6789"),
    "CA": (re.compile(r"[A-Za-z]\d[A-Za-z]-?\d[A-Za-z]\d"), "The Canadian postal code must match Z9Z9Z9"),
}
"""Other countries' postal codes aren't looked at."""
NOWHERE: Final = frozenset({"", "XX", "ZZ", "AA"})
REQUIRED: Final = "This field is required."


def complaints(draft: Draft) -> list[str]:
    """All that is wrong, as `path: sentence`."""
    return list(_complaints(draft))


def _complaints(draft: Draft) -> Iterator[str]:
    for side in ("recipient", "shipper"):
        address = draft.get(side)
        if address is None:
            yield f"{side}: {REQUIRED}"
        else:
            yield from (f"{side}.{words}" for words in _address(address))
    parcels = draft.get("parcels")
    if parcels is None:
        yield f"parcels: {REQUIRED}"
    elif not parcels:
        yield "parcels.non_field_errors: This list may not be empty."
    for place, parcel in enumerate(parcels or ()):
        yield from (f"parcels.{place}.{words}" for words in _parcel(parcel))
    customs = draft.get("customs")
    for place, one in enumerate((customs or {}).get("commodities", ())):
        if one.get("weight") is None:
            yield f"customs.commodities.{place}.weight: This field may not be null."
    if len(draft.get("reference") or "") > 100:
        yield "reference: Ensure this field has no more than 100 characters."
    if draft.get("label_type", "PDF") not in {"PDF", "ZPL", "PNG"}:
        yield f'label_type: "{draft["label_type"]}" is not a valid choice.'


def _address(address: Draft) -> Iterator[str]:
    country = address.get("country_code") or ""
    if country in NOWHERE or not re.fullmatch("[A-Z]{2}", country):
        yield f'country_code: "{country}" is not a valid choice.'
        return
    too_long = [name for name, most in LENGTHS.items() if len(address.get(name) or "") > most]
    yield from (f"{name}: Ensure this field has no more than {LENGTHS[name]} characters." for name in too_long)
    if too_long:
        return
    code = "".join((address.get("postal_code") or "").split())
    form, words = CODES.get(country, (None, ""))
    if form is not None and not form.fullmatch(code):
        yield f"postal_code: {words}"
    elif address.get("phone_number") and sum(letter.isdigit() for letter in address["phone_number"]) < 2:
        yield "phone_number: Invalid phone number format"


def _parcel(parcel: Draft) -> Iterator[str]:
    try:
        float(parcel["weight"])
    except KeyError:
        yield f"weight: {REQUIRED}"
    except (TypeError, ValueError):
        yield "weight: A valid number is required."
    if parcel.get("weight_unit") not in {"KG", "LB", "OZ", "G"}:
        yield f'weight_unit: "{parcel.get("weight_unit")}" is not a valid choice.'
