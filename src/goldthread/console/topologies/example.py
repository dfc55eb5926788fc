"""An example of what a topology's first message carries, made from its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from goldthread.flow.reply import Json

DEEPEST: Final = 12
"""A schema that holds itself ends here."""
_TEXTS: Final = {
    "date-time": "2026-01-31T08:30:00Z",
    "date": "2026-01-31",
    "time": "08:30:00",
    "email": "ana@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_NAMED: Final = {
    "email": "ana@example.com",
    "phone": "+420601123456",
    "country": "CZ",
    "country_code": "CZ",
    "currency": "EUR",
    "postal_code": "11000",
    "city": "Praha",
    "zone": "Europe/Prague",
    "amount": "1.00",
    "of": "order:bazaar/1001",
    "language": "en",
}
"""Texts of fields that are called so."""


def example_of(schema: Mapping[str, Json]) -> Json:
    """A body of the schema's shape: defaults and first choices, names where texts are; to be edited, not sent as is."""
    definitions = schema.get("$defs")
    return _example(dict(schema), definitions if isinstance(definitions, dict) else {}, "", 0)


def _example(schema: Json, definitions: Mapping[str, Json], name: str, depth: int) -> Json:
    if not isinstance(schema, dict) or depth > DEEPEST:
        return None
    if "default" in schema:
        return schema["default"]
    if "const" in schema:
        return schema["const"]
    for key in ("enum", "examples"):
        choices = schema.get(key)
        if isinstance(choices, list) and choices:
            return choices[0]
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _example(definitions.get(reference.rpartition("/")[2]), definitions, name, depth + 1)
    for key in ("anyOf", "oneOf", "allOf"):
        members = schema.get(key)
        if isinstance(members, list) and members:
            return _example(_first(members), definitions, name, depth + 1)
    return _of_type(schema, definitions, name, depth)


def _of_type(schema: Mapping[str, Json], definitions: Mapping[str, Json], name: str, depth: int) -> Json:
    match schema.get("type"):
        case "object":
            properties = schema.get("properties")
            fields = properties if isinstance(properties, dict) else {}
            return {key: _example(each, definitions, key, depth + 1) for key, each in fields.items()}
        case "array":
            return _array(schema, definitions, name, depth)
        case "integer" | "number":
            least = schema.get("minimum", schema.get("exclusiveMinimum", 0))
            return least + 1 if isinstance(least, int) else 1
        case "boolean":
            return False
        case "string":
            return _text(schema, name)
        case _:
            return None


def _array(schema: Mapping[str, Json], definitions: Mapping[str, Json], name: str, depth: int) -> Json:
    heads = schema.get("prefixItems")
    if isinstance(heads, list):
        return [_example(one, definitions, name, depth + 1) for one in heads]
    return [_example(schema.get("items"), definitions, name.removesuffix("s"), depth + 1)]


def _text(schema: Mapping[str, Json], name: str) -> str:
    shape = schema.get("format")
    if isinstance(shape, str) and shape in _TEXTS:
        return _TEXTS[shape]
    if schema.get("pattern"):
        return "1"
    return _NAMED.get(name, name.replace("_", "-") or "text")


def _first(members: list[Json]) -> Json:
    """What is something, rather than nothing."""
    something = [one for one in members if not (isinstance(one, dict) and one.get("type") == "null")]
    numbers = [one for one in something if isinstance(one, dict) and one.get("type") == "string"]
    return (numbers or something or members)[0]
