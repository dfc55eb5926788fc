"""One question or change in GraphQL, and the envelope of its answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from goldthread.flow.client import Client
from goldthread.flow.doubt import Doubt
from goldthread.flow.reply import Json

T = TypeVar("T")

VERSION: Final = "2026-10"
PATH: Final = f"/admin/api/{VERSION}/graphql.json"
_NAME: Final = re.compile(r"\s*(?:query|mutation)\s+(\w+)")


@dataclass(frozen=True, slots=True)
class Operation:
    """A document with one named operation."""

    text: str

    @property
    def name(self) -> str:
        """`FulfilOrder` of `mutation FulfilOrder(…) {…}`."""
        found = _NAME.match(self.text)
        return found[1] if found else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer(Generic[T]):
    """What comes back of any operation that wasn't refused."""

    data: T


async def ask(operation: Operation, variables: Mapping[str, Json], api: Client, into: type[Answer[T]]) -> T:
    """Read. `into` is the envelope with what is in it: `Answer[ShopifyOrderFound]`."""
    answer = await api.post(PATH, json=asked(operation, variables), into=into, is_read=True)
    return answer.data


async def change(
    operation: Operation, variables: Mapping[str, Json], api: Client, into: type[Answer[T]], doubt: Doubt[Answer[T]]
) -> T:
    """Write; `doubt` says what becomes of a lost answer."""
    answer = await api.post(PATH, json=asked(operation, variables), into=into, doubt=doubt)
    return answer.data


def asked(operation: Operation, variables: Mapping[str, Json]) -> dict[str, Json]:
    """The body of a request."""
    return {"operationName": operation.name, "query": operation.text, "variables": dict(variables)}
