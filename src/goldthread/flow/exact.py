"""JSON whose decimals are numbers, digit by digit as they are: what systems want that know money as a number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal


def exact_json(value: object) -> bytes:
    """The value as compact JSON in UTF-8: `{"price_unit":19.90}` of `{"price_unit": Decimal("19.90")}`.

    A decimal never becomes a float on its way. For bodies of mappings, lists, texts, whole numbers, decimals, booleans
    and None; raises `TypeError` for anything else.
    """
    return _text(value).encode()


def mark_of(value: object) -> str:
    """A short text, the same for equal values alone: whether something else is asked than was asked before.

    Of what `exact_json` takes; the order of names counts for nothing.
    """
    return hashlib.sha256(exact_json(_sorted(value))).hexdigest()[:16]


def _sorted(value: object) -> object:
    match value:
        case Mapping():
            return {name: _sorted(value[name]) for name in sorted(value)}
        case list() | tuple():
            return [_sorted(one) for one in value]
        case Decimal():
            return value.normalize()
        case _:
            return value


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
