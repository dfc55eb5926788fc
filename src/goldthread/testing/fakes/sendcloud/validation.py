"""What the stand-in finds wrong with a shipment, in Sendcloud's own form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from goldthread.flow.reply import Reply
from goldthread.testing.contract import json_reply

Row: TypeAlias = dict[str, Any]

COUNTRIES: Final = frozenset({"CZ", "SK", "DE", "AT", "NL", "BE", "FR", "ES", "IT", "PL", "GB", "US", "CH"})
UNION: Final = COUNTRIES - {"GB", "US", "CH"}
STATES: Final = frozenset({"US", "IT"})
"""Where a state or province is required."""
REQUIRED: Final = ("name", "address_line_1", "postal_code", "city", "country_code")
HEAVIEST_KG: Final = 31.5


def complaint(status: int, *errors: Row) -> Reply:
    """A refusal as JSON:API writes it."""
    return json_reply(status, {"errors": [{"status": str(status), **error} for error in errors]})


def error(code: str, detail: str, pointer: str = "") -> Row:
    """One thing that is wrong."""
    return {"code": code, "detail": detail, **({"source": {"pointer": pointer}} if pointer else {})}


def faults(asked: Row) -> list[Row]:
    """Everything that is wrong with the fields of a shipment."""
    return [*_address(asked.get("to_address") or {}), *_items(asked)]


def announcement_fault(asked: Row) -> Row | None:
    """What the carrier refuses once Sendcloud tells it of the shipment."""
    if any(float(parcel["weight"]["value"]) > HEAVIEST_KG for parcel in asked["parcels"]):
        detail = "The weight of the parcel exceeds the maximum of the shipping method."
        return {"status": "400", "code": "parcel_announcement_error", "detail": detail}
    return None


def validated(asked: Row) -> Reply:
    """The answer to a validation of an address: what is wrong, and what is recommended."""
    address = asked.get("address") or {}
    reasons = [] if address.get("postal_code") else ["POSTAL_CODE_MISSING"]
    reasons += [] if address.get("country_code") in COUNTRIES else ["COUNTRY_CODE_MISSING"]
    if address.get("country_code") in STATES and not address.get("state_province_code"):
        reasons.append("STATE_MISSING")
    analysis = {"validation_result": {"is_valid": not reasons, "reasons": reasons}, "changed_attributes": []}
    result = {"address": address, "recommended": not reasons, "analysis": analysis}
    return json_reply(200, {"input_address_is_valid": not reasons, "results": [result]})


def _address(to: Row) -> Iterator[Row]:
    for name in REQUIRED:
        if not to.get(name):
            yield error("required", "This field is required.", f"/to_address/{name}")
    country = to.get("country_code")
    if country and country not in COUNTRIES:
        yield error("invalid_choice", f'"{country}" is not a valid choice.', "/to_address/country_code")
    if country in STATES and not to.get("state_province_code"):
        detail = f"State or province is required for {country}."
        yield error("required", detail, "/to_address/state_province_code")


def _items(asked: Row) -> Iterator[Row]:
    if (asked.get("to_address") or {}).get("country_code") in UNION:
        return
    for place, parcel in enumerate(asked.get("parcels", [])):
        for number, item in enumerate(parcel.get("parcel_items", [])):
            for name in ("hs_code", "weight", "description", "price"):
                if not item.get(name):
                    pointer = f"/parcels/{place}/parcel_items/{number}/{name}"
                    yield error("required", "This field is required.", pointer)
