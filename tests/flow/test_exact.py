"""Decimals go out as numbers, with every digit."""

import json
from decimal import Decimal

import pytest

from goldthread.flow.exact import exact_json


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
