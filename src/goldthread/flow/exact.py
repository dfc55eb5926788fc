"""JSON whose decimals are numbers, digit by digit as they are: what systems want that know money as a number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal


def exact_json(value: object) -> bytes:
    """The value as compact JSON in UTF-8: `{"price_unit":19.90}` of `{"price_unit": Decimal("19.90")}`.

    A decimal never becomes a float on its way. For bodies of mappings, lists, texts, whole numbers, decimals, booleans
    and None; raises `TypeError` for anything else.
    """
    return _text(value).encode()


def _text(value: object) -> str:
    match value:
        case None | bool() | int() | str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"{value:f}"
        case Mapping():
            return (
                "{" + ",".join(f"{json.dumps(name, ensure_ascii=False)}:{_text(value[name])}" for name in value) + "}"
            )
        case list() | tuple():
            return "[" + ",".join(_text(one) for one in value) + "]"
        case _:
            raise TypeError(f"{value!r} isn't written as exact JSON; give a Decimal, a text or a whole number.")
