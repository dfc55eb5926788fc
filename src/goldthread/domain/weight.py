"""Weights in whole grams."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal, InvalidOperation

from goldthread.domain.problem import invalid


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Weight:
    """A weight; zero where nothing was weighed yet, never negative."""

    grams: int

    def __post_init__(self) -> None:
        if self.grams < 0:
            raise invalid("/grams", "weight.negative", f"A weight cannot be {self.grams} g.", before=self.grams)

    @classmethod
    def from_kg(cls, kilograms: Decimal | str | int) -> "Weight":
        """The weight of kilograms as ERPs write them, `1.250`; a started gram counts whole.

        Raises:
            InvalidValueError: the text isn't a plain decimal number with a point, or is negative.

        """
        try:
            grams = Decimal(kilograms).scaleb(3).to_integral_value(rounding=ROUND_UP)
            whole = int(grams)
        except (InvalidOperation, OverflowError, ValueError):
            message = f"A weight is a decimal number of kilograms, as 1.250; {kilograms!r} is not."
            raise invalid("", "weight.form", message, before=kilograms) from None
        return cls(grams=whole)

    @classmethod
    def total(cls, parts: Iterable["Weight"]) -> "Weight":
        return cls(grams=sum(part.grams for part in parts))

    @property
    def kg(self) -> Decimal:
        """Kilograms with three decimal places: 1250 g are `1.250`."""
        return Decimal(self.grams).scaleb(-3)

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(grams=self.grams + other.grams)

    def __mul__(self, times: int) -> "Weight":
        return Weight(grams=self.grams * times)
