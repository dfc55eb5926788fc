"""Weights and measures of Tryton, whose units say what they are worth in kilograms and metres."""

from decimal import ROUND_UP, Decimal
from typing import Final

from goldthread.connectors.tryton.record import Record
from goldthread.connectors.tryton.rpc import whole
from goldthread.domain.dimensions import Dimensions
from goldthread.domain.problem import InvalidValueError
from goldthread.domain.weight import Weight
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected

NOISE: Final = Decimal("0.000001")
"""What is finer, in kilograms or metres, is the noise of a float: 0.1 and 0.2 kg come to 0.30000000000000004."""


def weight(row: Record, name: str, unit: str) -> Weight | None:
    """A weight and its unit's factor to a kilogram; None where nothing was weighed."""
    value, factor = row.number(name), row.one(unit).number("factor")
    if not value or factor is None:
        return None
    return Weight.from_kg((value * factor).quantize(NOISE))


def parcel_weight(package: Record, api: Client) -> Weight | None:
    """What a package weighs with its packaging, else what the installation says."""
    weighed = weight(package, "total_weight", "weight_uom")
    given = whole("package_weight_g", api)
    return weighed or (Weight(grams=given) if given else None)


def parcel_size(package: Record, api: Client) -> Dimensions | None:
    """The outer measures of a package, else what the installation says."""
    sides = [_millimetres(package, side) for side in ("length", "width", "height")]
    if all(sides):
        length, width, height = sides
        return Dimensions(length=length, width=width, height=height)
    return _size(api.setting("package_size_mm"))


def _millimetres(package: Record, side: str) -> int:
    """A started millimetre counts whole."""
    value, factor = package.number(side), package.one(f"{side}_uom").number("factor")
    if value is None or factor is None:
        return 0
    return int(((value * factor).quantize(NOISE) * 1000).to_integral_value(rounding=ROUND_UP))


def _size(text: str) -> Dimensions | None:
    if not text:
        return None
    try:
        length, width, height = (int(Decimal(part)) for part in text.lower().split("x"))
        return Dimensions(length=length, width=width, height=height)
    except (ValueError, ArithmeticError, InvalidValueError):
        message = f"The setting package_size_mm is three whole numbers, as 300x200x120; it is {text!r}."
        raise Rejected(message, code="setting.package_size_mm") from None
