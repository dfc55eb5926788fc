"""Money is exact, and refuses what isn't money."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.domain.money import Money, minor_digits
from goldthread.domain.problem import InvalidValueError

CURRENCIES = st.sampled_from(["EUR", "CZK", "JPY", "KWD", "CLF", "HUF"])


@pytest.mark.parametrize(
    ("currency", "digits"), [("EUR", 2), ("CZK", 2), ("HUF", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("CLF", 4)]
)
def test_minor_units_follow_iso_4217(currency: str, digits: int) -> None:
    """The decimal places of a currency are those of ISO 4217."""
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("units", "currency", "amount"),
    [(1990, "EUR", "19.90"), (1990, "JPY", "1990"), (1990, "KWD", "1.990"), (-5, "CZK", "-0.05"), (0, "EUR", "0")],
)
def test_minor_units_become_an_amount_and_back(units: int, currency: str, amount: str) -> None:
    """Whole cents, yen and fils are the amount they are worth."""
    money = Money.from_minor(units, currency)
    assert money == Money.of(amount, currency)
    assert money.to_minor() == units


@settings(deadline=None)
@given(units=st.integers(-(10**15), 10**15), currency=CURRENCIES)
def test_minor_units_survive_the_round_trip(units: int, currency: str) -> None:
    """Any number of smallest units comes back as it went in."""
    assert Money.from_minor(units, currency).to_minor() == units


def test_an_amount_finer_than_a_coin_has_no_minor_units() -> None:
    """Half a cent isn't silently rounded into cents."""
    with pytest.raises(InvalidValueError, match="round it first") as refused:
        Money.of("0.005", "EUR").to_minor()
    assert refused.value.problem.code == "money.precision"


@pytest.mark.parametrize(
    ("given_amount", "currency", "rounded"),
    [("0.005", "EUR", "0.01"), ("-0.005", "EUR", "-0.01"), ("0.0049", "EUR", "0.00"), ("12.5", "JPY", "13")],
)
def test_rounding_goes_to_the_currency_s_own_places(given_amount: str, currency: str, rounded: str) -> None:
    """Halves are rounded away from zero, in the places the currency has."""
    assert str(Money.of(given_amount, currency).rounded().amount) == rounded


def test_sums_differences_and_multiples_are_exact() -> None:
    """0.10 + 0.20 is 0.30, which binary fractions don't manage."""
    a_tenth, a_fifth = Money.of("0.10", "EUR"), Money.of("0.20", "EUR")
    assert a_tenth + a_fifth == Money.of("0.30", "EUR")
    assert a_fifth - a_tenth == a_tenth
    assert a_tenth * 3 == Money.of("0.30", "EUR")
    assert a_tenth * Decimal("0.5") == Money.of("0.05", "EUR")
    assert -a_tenth == Money.of("-0.10", "EUR")
    assert a_tenth < a_fifth
    assert a_tenth <= Money.of("0.1", "EUR")


@settings(deadline=None)
@given(units=st.lists(st.integers(-(10**9), 10**9), max_size=20), currency=CURRENCIES)
def test_a_total_is_the_sum_of_its_minor_units(units: list[int], currency: str) -> None:
    """Adding money is adding whole units."""
    total = Money.total((Money.from_minor(unit, currency) for unit in units), currency)
    assert total.to_minor() == sum(units)


@pytest.mark.parametrize("reckon", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b])
def test_two_currencies_are_not_reckoned_together(reckon: Any) -> None:
    """Euros and crowns have no sum and no order."""
    with pytest.raises(InvalidValueError, match="without a rate"):
        reckon(Money.of(1, "EUR"), Money.of(1, "CZK"))


@pytest.mark.parametrize("text", ["19.90 EUR", "EUR 19.90", "  19.90   EUR "])
def test_text_is_read_in_either_order(text: str) -> None:
    """The currency may stand before or after."""
    assert Money.parse(text) == Money.of("19.90", "EUR")


@pytest.mark.parametrize("text", ["", "19.90", "19,90 EUR", "EUR EUR", "19.90 EUR net", "1.990,00 EUR"])
def test_text_that_is_no_money_is_refused(text: str) -> None:
    """A comma, a missing currency or a word more is not guessed at."""
    with pytest.raises(InvalidValueError):
        Money.parse(text)


@pytest.mark.parametrize("currency", ["eur", "EURO", "E1R", "€", ""])
def test_a_currency_has_three_capital_letters(currency: str) -> None:
    """Symbols and names are no ISO 4217 codes; the problem points at the field."""
    with pytest.raises(InvalidValueError) as refused:
        Money.of(1, currency)
    assert refused.value.problem.field == "/currency"


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_is_finite(amount: str) -> None:
    """What Decimal takes beside numbers is no money."""
    with pytest.raises(InvalidValueError):
        Money.of(amount, "EUR")


def test_a_float_is_refused() -> None:
    """A binary fraction never becomes money, not even through an untyped door."""
    untyped: Any = 19.9
    with pytest.raises(TypeError, match="never a float"):
        Money(amount=untyped, currency="EUR")


def test_the_text_is_never_scientific() -> None:
    """People read 1000, not 1E+3."""
    assert Money(amount=Decimal("1E+3"), currency="JPY").text == "1000 JPY"
