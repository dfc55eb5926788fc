"""Answers of GraphQL: what was selected of what there is, and pages by cursors."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from goldthread.testing.fakes.shopify.document import Selection

Thing: TypeAlias = Mapping[str, Any]
"""Fields with their values; one that takes arguments is a function of them. `__typename` names it."""


class UndefinedField(Exception):
    """A field that the type doesn't have."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(f"Field '{name}' doesn't exist on type '{kind}'")


def pick(value: Any, selections: Sequence[Selection]) -> Any:
    """What was selected of a thing or of each of several."""
    if isinstance(value, list):
        return [pick(one, selections) for one in value]
    if value is None or not selections:
        return value
    return {one.name: pick(_field(value, one), one.children) for one in selections}


def paged(rows: Sequence[Thing], key: Callable[[Thing], Sequence[object]], **arguments: Any) -> Thing:
    """A page of rows that are in the order of their keys; a cursor is the key of the last one seen.

    So rows that change their place between two pages are told twice or later, and the others not skipped.
    """
    first, after = int(arguments.get("first") or 0), arguments.get("after")
    place = json.loads(base64.b64decode(after)) if after else None
    left = [row for row in rows if place is None or list(key(row)) > place]
    page = list(left[:first])
    last = base64.b64encode(json.dumps(list(key(page[-1]))).encode()).decode() if page else None
    info = {"__typename": "PageInfo", "hasNextPage": len(left) > first, "endCursor": last}
    return {"__typename": "Connection", "nodes": page, "pageInfo": info}


def _field(thing: Thing, selection: Selection) -> object:
    if selection.name not in thing:
        raise UndefinedField(selection.name, str(thing.get("__typename", "?")))
    value = thing[selection.name]
    return value(**selection.arguments) if callable(value) else value
