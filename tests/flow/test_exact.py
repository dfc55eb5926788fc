"""Decimals go out as numbers, with every digit."""

import json
from decimal import Decimal

import pytest

from goldthread.flow.exact import exact_json, mark_of


def test_a_decimal_is_a_number_with_all_its_digits() -> None:
    """Neither trailing zeros nor digits beyond those of a float are lost."""
    value = {"price": Decimal("19.90"), "big": Decimal("12345678901234567890.12"), "tiny": Decimal("1E-7")}
    assert exact_json(value) == b'{"price":19.90,"big":12345678901234567890.12,"tiny":0.0000001}'


def test_everything_else_is_plain_json() -> None:
    """Texts, whole numbers, booleans, nothing, lists and mappings are read again as they were."""
    value = {"name": 'Žižka "Jan"', "ids": [1, 2**60], "is_ready": True, "none": None, "pair": ("a", False)}
    assert json.loads(exact_json(value)) == {**value, "pair": ["a", False]}


def test_a_float_is_refused() -> None:
    """What isn't exact doesn't go out."""
    with pytest.raises(TypeError, match="Decimal"):
        exact_json({"price": 19.9})


def test_equal_values_have_one_mark() -> None:
    """Neither the order of names nor zeros behind a point make another value; anything else does."""
    mark = mark_of({"to": "Praha", "sum": Decimal("19.90")})
    assert mark_of({"sum": Decimal("19.9"), "to": "Praha"}) == mark
    assert mark_of({"sum": Decimal("19.9"), "to": "Brno"}) != mark
    assert mark_of([1, 2]) != mark_of([2, 1])
