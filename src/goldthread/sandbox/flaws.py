"""Addresses that no carrier takes, and what they should have been."""

from dataclasses import dataclass, replace
from random import Random

from goldthread.sandbox.people import Shopper

SHARE = 0.05
"""Of all orders."""
_NOWHERE = {"CZ": "920 00", "SK": "511 06", "DE": "00115", "AT": "0170", "FR": "96504", "HU": "0156"}
"""Rightly written codes of regions that don't exist."""


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One field that was typed wrongly."""

    field: str
    """`name street city postal_code phone`."""
    path: str
    """Where it stands in the shop's order."""
    wrong: str | None
    right: str | None
    code: str
    """What the carrier will call it."""


def spoil(dice: Random, right: Shopper) -> tuple[Shopper, Flaw]:
    """Type one field of an address wrongly, in a way that fits its country."""
    kinds = [_short_zip]
    if right.country in _NOWHERE:
        kinds += [_unknown_zip, _unknown_zip]
    if right.country in {"GB", "US", "JP"}:
        kinds.append(_no_phone)
    if right.latin is None:
        kinds += [_brackets, _brackets, _long_name, _long_street, _box]
    return dice.choice(kinds)(right)


def _short_zip(right: Shopper) -> tuple[Shopper, Flaw]:
    return _zip(right, right.zip[:-1], "ZIP_FORMAT")


def _unknown_zip(right: Shopper) -> tuple[Shopper, Flaw]:
    return _zip(right, _NOWHERE[right.country], "ZIP_UNKNOWN")


def _zip(right: Shopper, wrong: str, code: str) -> tuple[Shopper, Flaw]:
    flaw = Flaw(field="postal_code", path="shippingAddress.zip", wrong=wrong, right=right.zip, code=code)
    return replace(right, zip=wrong), flaw


def _brackets(right: Shopper) -> tuple[Shopper, Flaw]:
    return _street(right, f"{right.street} <gate 2>", "CHARSET")


def _long_street(right: Shopper) -> tuple[Shopper, Flaw]:
    return _street(right, f"{right.street} secondgatebehindtheoldbreweryringtwice", "TOO_LONG")


def _box(right: Shopper) -> tuple[Shopper, Flaw]:
    return _street(right, "Postfach 1170" if right.country in {"DE", "AT"} else "P.O. Box 1170", "PO_BOX")


def _street(right: Shopper, wrong: str, code: str) -> tuple[Shopper, Flaw]:
    flaw = Flaw(field="street", path="shippingAddress.street", wrong=wrong, right=right.street, code=code)
    return replace(right, street=wrong), flaw


def _long_name(right: Shopper) -> tuple[Shopper, Flaw]:
    wrong = f"{right.name}, by the kindness of the neighbours upstairs"
    flaw = Flaw(field="name", path="shippingAddress.name", wrong=wrong, right=right.name, code="TOO_LONG")
    return replace(right, name=wrong), flaw


def _no_phone(right: Shopper) -> tuple[Shopper, Flaw]:
    flaw = Flaw(field="phone", path="shippingAddress.phone", wrong=None, right=right.phone, code="PHONE_REQUIRED")
    return replace(right, phone=None), flaw
