"""Weights are whole grams, measures whole millimetres."""

from decimal import Decimal

import pytest
from domain_values import a_parcel
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.domain.dimensions import Dimensions
from goldthread.domain.problem import InvalidValueError
from goldthread.domain.weight import Weight


@pytest.mark.parametrize(
    ("kilograms", "grams"),
    [("1.250", 1250), ("0.4567", 457), (Decimal("0.0001"), 1), (2, 2000), ("0", 0), (" 1.5 ", 1500), ("1e-3", 1)],
)
def test_kilograms_become_grams(kilograms: str | int | Decimal, grams: int) -> None:
    """A started gram counts whole, so that nothing is declared lighter than it is."""
    assert Weight.from_kg(kilograms) == Weight(grams=grams)


@settings(deadline=None)
@given(grams=st.integers(0, 10**9))
def test_grams_survive_kilograms(grams: int) -> None:
    """Any weight comes back from its kilograms."""
    weight = Weight(grams=grams)
    assert Weight.from_kg(weight.kg) == weight
    assert Weight.from_kg(str(weight.kg)) == weight


@pytest.mark.parametrize("kilograms", ["", "1,25", "1.2 kg", "NaN", "Infinity", "heavy"])
def test_a_weight_that_is_no_number_is_refused(kilograms: str) -> None:
    """A comma or a unit is not guessed at."""
    with pytest.raises(InvalidValueError, match="decimal number of kilograms"):
        Weight.from_kg(kilograms)


@pytest.mark.parametrize("kilograms", ["-1", Decimal("-0.5")])
def test_a_weight_is_not_negative(kilograms: str | Decimal) -> None:
    """Nothing weighs less than nothing."""
    with pytest.raises(InvalidValueError, match="cannot be"):
        Weight.from_kg(kilograms)


def test_weights_add_up() -> None:
    """Sums, multiples and order are those of grams."""
    light, heavy = Weight(grams=200), Weight(grams=1000)
    assert light + heavy == Weight(grams=1200)
    assert light * 3 == Weight(grams=600)
    assert Weight.total([light, heavy, light]) == Weight(grams=1400)
    assert Weight.total([]) == Weight(grams=0)
    assert light < heavy
    assert str(heavy.kg) == "1.000"


def test_a_parcel_without_weight_is_refused() -> None:
    """Carriers bill by weight; a scale that showed nothing is noticed at once."""
    with pytest.raises(InvalidValueError, match="weigh it") as refused:
        a_parcel(weight=Weight(grams=0))
    assert refused.value.problem.field == "/weight"


def test_centimetres_become_millimetres() -> None:
    """A started millimetre counts whole, and whole ones come back."""
    box = Dimensions.from_cm("30", Decimal("20.05"), 10)
    assert box == Dimensions(length=300, width=201, height=100)
    assert box.cm == (Decimal("30.0"), Decimal("20.1"), Decimal("10.0"))


@pytest.mark.parametrize("measure", ["", "3,5", "wide", "NaN", "Infinity"])
def test_a_measure_that_is_no_number_is_refused(measure: str) -> None:
    """Measures are numbers with a point."""
    with pytest.raises(InvalidValueError, match="centimetres"):
        Dimensions.from_cm(measure, 1, 1)


@pytest.mark.parametrize("field", ["length", "width", "height"])
def test_every_measure_is_above_zero(field: str) -> None:
    """The problem names the measure that is not."""
    with pytest.raises(InvalidValueError) as refused:
        Dimensions(**({"length": 1, "width": 1, "height": 1} | {field: 0}))
    assert refused.value.problem.field == f"/{field}"


def test_girth_is_the_longest_side_and_the_way_round_the_others() -> None:
    """However the box lies."""
    assert Dimensions(length=100, width=300, height=200).girth == 300 + 2 * (100 + 200)


def test_bulk_is_billed_by_volume() -> None:
    """30 x 20 x 10 cm by 5000 are 1.2 kg; another contract has another divisor."""
    box = Dimensions.from_cm(30, 20, 10)
    assert box.volumetric_weight() == Weight(grams=1200)
    assert box.volumetric_weight(divisor=6000) == Weight(grams=1000)
    assert box.volumetric_weight(divisor=7000) == Weight(grams=858)
