"""Documents of Frappe: found by filters, read, made. Their names are whatever people wrote, slashes and all."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar, cast
from urllib.parse import quote

from goldthread.connectors.erpnext.rows import Data
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask, Doubt, Lookup, NativeKey, Repeatable, TwoStep
from goldthread.flow.exact import exact_json

T = TypeVar("T")

_JSON = {"Content-Type": "application/json"}


async def find_documents(
    doctype: str,
    filters: Sequence[object],
    fields: Sequence[str],
    api: Client,
    into: type[T],
    *,
    either: Sequence[object] = (),
    order: str = "name asc",
    limit: int = 0,
) -> tuple[T, ...]:
    """The documents that fulfil all filters (and one of `either`). Frappe gives twenty where no limit is named."""
    params = {
        "filters": json.dumps(filters, ensure_ascii=False),
        "or_filters": json.dumps(either, ensure_ascii=False) if either else None,
        "fields": json.dumps(fields),
        "order_by": order,
        "limit_page_length": limit,
    }
    rows = cast("type[tuple[T, ...]]", tuple.__class_getitem__((into, ...)))
    return (await api.get(f"/api/resource/{quote(doctype)}", params=params, into=_data(rows))).data


async def read_document(doctype: str, name: str, api: Client, *, into: type[T]) -> T:
    """One document with all its tables."""
    path = f"/api/resource/{quote(doctype)}/{quote(name, safe='')}"
    return (await api.get(path, into=_data(into))).data


async def create_document(doctype: str, values: dict[str, object], api: Client, *, into: type[T], doubt: Doubt[T]) -> T:
    """Make a document."""
    content = exact_json(values)
    path = f"/api/resource/{quote(doctype)}"
    made = await api.post(path, content=content, headers=_JSON, into=_data(into), doubt=_wrapped(doubt))
    return made.data


async def update_document(
    doctype: str, name: str, values: dict[str, object], api: Client, *, into: type[T], doubt: Doubt[T]
) -> T:
    """Change fields of a document."""
    path = f"/api/resource/{quote(doctype)}/{quote(name, safe='')}"
    return (await api.put(path, json=values, into=_data(into), doubt=_wrapped(doubt))).data


def _data(into: type[T]) -> type[Data[T]]:
    generic: Any = Data
    return cast("type[Data[T]]", generic[into])


def _wrapped(doubt: Doubt[T]) -> Doubt[Data[T]]:
    match doubt:
        case Lookup(find=look):

            async def found() -> Data[T] | None:
                value = await look()
                return None if value is None else Data(data=value)

            return Lookup(find=found)
        case TwoStep(completed=ask):

            async def completed() -> Data[T] | None:
                value = await ask()
                return None if value is None else Data(data=value)

            return TwoStep(completed=completed)
        case Repeatable() | NativeKey() | Ask():
            return doubt
