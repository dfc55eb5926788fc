"""Outer measures of a parcel in whole millimetres."""

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal, InvalidOperation

from goldthread.domain.problem import invalid
from goldthread.domain.weight import Weight


@dataclass(frozen=True, kw_only=True, slots=True)
class Dimensions:
    """Length, width and height, in millimetres, all above zero."""

    length: int
    width: int
    height: int

    def __post_init__(self) -> None:
        for field, measure in (("length", self.length), ("width", self.width), ("height", self.height)):
            if measure <= 0:
                message = f"A parcel's {field} is above 0 mm, not {measure}."
                raise invalid(f"/{field}", "dimensions.positive", message, before=measure)

    @classmethod
    def from_cm(
        cls, length: Decimal | str | int, width: Decimal | str | int, height: Decimal | str | int
    ) -> "Dimensions":
        """Measures of centimetres, a started millimetre counting whole."""
        return cls(length=_millimetres(length), width=_millimetres(width), height=_millimetres(height))

    @property
    def cm(self) -> tuple[Decimal, Decimal, Decimal]:
        """Length, width and height in centimetres with one decimal place."""
        return (
            Decimal(self.length).scaleb(-1),
            Decimal(self.width).scaleb(-1),
            Decimal(self.height).scaleb(-1),
        )

    @property
    def girth(self) -> int:
        """Longest side plus the way round the two others, in millimetres: what most carriers limit."""
        shortest, middle, longest = sorted((self.length, self.width, self.height))
        return longest + 2 * (shortest + middle)

    def volumetric_weight(self, *, divisor: int = 5000) -> Weight:
        """The weight a carrier bills for bulk: cubic centimetres by its contract's divisor, in kg."""
        cubic_centimetres = Decimal(self.length * self.width * self.height).scaleb(-3)
        return Weight.from_kg(cubic_centimetres / divisor)


def _millimetres(centimetres: Decimal | str | int) -> int:
    try:
        return int(Decimal(centimetres).scaleb(1).to_integral_value(rounding=ROUND_UP))
    except (InvalidOperation, OverflowError, ValueError):
        message = f"A measure is a decimal number of centimetres, as 30.5; {centimetres!r} is not."
        raise invalid("", "dimensions.form", message, before=centimetres) from None
