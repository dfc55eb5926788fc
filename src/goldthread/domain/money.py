"""Amounts of money, exact, in one currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from goldthread.domain.problem import invalid

_MINOR_DIGITS: Final = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV"), 0
    ),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


def minor_digits(currency: str) -> int:
    """The decimal places of a currency's smallest unit by ISO 4217: EUR 2, JPY 0, KWD 3."""
    return _MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Money:
    """An exact amount in one currency; may be negative, or finer than a coin (unit prices are)."""

    amount: Decimal
    currency: str
    """ISO 4217, three capital letters."""

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"An amount is a Decimal, never a {type(self.amount).__name__}: {self.amount!r}.")
        if not self.amount.is_finite():
            raise invalid("/amount", "money.amount", f"{self.amount} is no amount of money.", before=self.amount)
        if not (
            len(self.currency) == 3 and self.currency.isascii() and self.currency.isalpha() and self.currency.isupper()
        ):
            message = f"A currency has three capital letters (ISO 4217), as EUR; {self.currency!r} has not."
            raise invalid("/currency", "money.currency", message, before=self.currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(amount=Decimal(0), currency=currency)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> "Money":
        """Money of a plain decimal, as APIs write it: `Money.of("19.90", "EUR")`.

        Raises:
            InvalidValueError: the text isn't a plain decimal number with a point.

        """
        try:
            return cls(amount=Decimal(amount), currency=currency)
        except InvalidOperation:
            message = f"An amount is a decimal number with a point, as 19.90; {amount!r} is not."
            raise invalid("/amount", "money.amount", message, before=amount) from None

    @classmethod
    def parse(cls, text: str) -> "Money":
        """Money of its text form `19.90 EUR`; the currency may stand first."""
        parts = text.split()
        if len(parts) != 2:
            raise invalid("", "money.form", f"Money is written 19.90 EUR; {text!r} is not.", before=text)
        amount, currency = parts if parts[1].isalpha() else reversed(parts)
        return cls.of(amount, currency)

    @classmethod
    def from_minor(cls, units: int, currency: str) -> "Money":
        """Money of whole smallest units: 1990 EUR cents are 19.90 EUR, 1990 JPY are 1990 JPY."""
        return cls(amount=Decimal(units).scaleb(-minor_digits(currency)), currency=currency)

    @classmethod
    def total(cls, parts: Iterable["Money"], currency: str) -> "Money":
        """The sum of the parts, zero of the currency where there is none."""
        result = cls.zero(currency)
        for part in parts:
            result += part
        return result

    def to_minor(self) -> int:
        """The amount in whole smallest units.

        Raises:
            InvalidValueError: it is finer than that; round it first, knowingly.

        """
        units = self.amount.scaleb(minor_digits(self.currency))
        if units != units.to_integral_value():
            message = f"{self.text} is finer than the smallest unit of {self.currency}; round it first."
            raise invalid("/amount", "money.precision", message, before=self.amount)
        return int(units)

    def rounded(self) -> "Money":
        """The amount in the currency's own decimal places, halves away from zero."""
        places = Decimal(1).scaleb(-minor_digits(self.currency))
        return Money(amount=self.amount.quantize(places, rounding=ROUND_HALF_UP), currency=self.currency)

    @property
    def text(self) -> str:
        """The form for people and logs: `19.90 EUR`."""
        return f"{self.amount:f} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        self._agree(other)
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._agree(other)
        return Money(amount=self.amount - other.amount, currency=self.currency)

    def __neg__(self) -> "Money":
        return Money(amount=-self.amount, currency=self.currency)

    def __mul__(self, times: int | Decimal) -> "Money":
        return Money(amount=self.amount * times, currency=self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._agree(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._agree(other)
        return self.amount <= other.amount

    def _agree(self, other: "Money") -> None:
        if self.currency != other.currency:
            message = f"{self.text} and {other.text} cannot be reckoned together without a rate."
            raise invalid("/currency", "money.currency", message, before=other.currency)
