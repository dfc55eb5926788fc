"""One call of one method of one model, in the protocol of the installation's version."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar, cast

from goldthread.connectors.odoo.application import KEY_PLACE
from goldthread.connectors.odoo.statuses import LOGIN
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask, Doubt, Lookup, NativeKey, Repeatable, TwoStep
from goldthread.flow.errors import Unauthorised
from goldthread.flow.exact import exact_json

T = TypeVar("T")

JSON_2: Final = 19
"""The first version that speaks JSON-2."""
_LANGUAGE: Final = {"lang": "en_US"}
"""Odoo's sentences are read by their words."""
ARCHIVED_TOO: Final[dict[str, object]] = {"active_test": False}
"""Records that were archived are found like any other."""
_JSON: Final = "application/json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Result(Generic[T]):
    """A success of JSON-RPC."""

    result: T


def version(api: Client) -> int:
    """The major version that the installation says it is."""
    given = api.setting("version", str(JSON_2)).partition(".")[0].strip()
    if not given.isdigit():
        raise Unauthorised(f"The version of {api.installation} is written `19`, not {given!r}. Correct it and resume.")
    return int(given)


async def read(
    model: str,
    method: str,
    api: Client,
    *,
    into: type[T],
    ids: tuple[int, ...] = (),
    context: dict[str, object] | None = None,
    **named: object,
) -> T:
    """Call a method that changes nothing."""
    if version(api) >= JSON_2:
        content = exact_json(_body(ids, named, context))
        path = f"/json/2/{model}/{method}"
        return await api.post(path, content=content, headers=_headers(api), into=into, is_read=True)
    asked = await _rpc(model, method, api, ids, named, context)
    answer = await api.post("/jsonrpc", content=asked, headers=_headers(api), into=_result(into), is_read=True)
    return answer.result


async def write(
    model: str,
    method: str,
    api: Client,
    *,
    into: type[T],
    doubt: Doubt[T],
    ids: tuple[int, ...] = (),
    context: dict[str, object] | None = None,
    **named: object,
) -> T:
    """Call a method that changes something; Odoo does it wholly or not at all."""
    if version(api) >= JSON_2:
        content = exact_json(_body(ids, named, context))
        path = f"/json/2/{model}/{method}"
        return await api.post(path, content=content, headers=_headers(api), into=into, doubt=doubt)
    asked = await _rpc(model, method, api, ids, named, context)
    wrapped = _wrapped(doubt)
    answer = await api.post("/jsonrpc", content=asked, headers=_headers(api), into=_result(into), doubt=wrapped)
    return answer.result


async def find(
    model: str,
    domain: Sequence[object],
    fields: Sequence[str],
    api: Client,
    *,
    into: type[T],
    limit: int = 0,
    context: dict[str, object] | None = None,
) -> tuple[T, ...]:
    """The records of a domain, the oldest first; archived ones where the context is `ARCHIVED_TOO`."""
    rows = cast("type[tuple[T, ...]]", tuple.__class_getitem__((into, ...)))
    return await read(
        model,
        "search_read",
        api,
        into=rows,
        context=context,
        domain=domain,
        fields=list(fields),
        order="id",
        limit=limit or None,
    )


async def create(model: str, values: dict[str, object], api: Client, *, doubt: Doubt[tuple[int, ...]]) -> int:
    """Make one record; gives its id."""
    ids = await write(model, "create", api, into=tuple[int, ...], doubt=doubt, vals_list=[values])
    return ids[0]


def _body(ids: tuple[int, ...], named: dict[str, object], context: dict[str, object] | None = None) -> object:
    about: dict[str, object] = {"ids": list(ids)} if ids else {}
    return {**about, "context": {**_LANGUAGE, **(context or {})}, **named}


def _headers(api: Client) -> dict[str, str]:
    database = api.setting("database")
    named = {"X-Odoo-Database": database} if database else {}
    return {"Content-Type": _JSON, **named}


async def _rpc(
    model: str,
    method: str,
    api: Client,
    ids: tuple[int, ...],
    named: dict[str, object],
    context: dict[str, object] | None = None,
) -> bytes:
    """`execute_kw`; `create` alone is asked for what it takes by its place."""
    said = dict(named)
    values = [said.pop("vals_list")] if method == "create" else [list(ids)] if ids else []
    said["context"] = {**_LANGUAGE, **(context or {})}
    database = api.setting("database")
    args: list[object] = [database, await _user(api), KEY_PLACE, model, method, values, said]
    return _envelope("object", "execute_kw", args, id_="call")


async def _user(api: Client) -> int:
    """The number of our user, asked for once."""
    key = f"{api.setting('database')}/{api.setting('user')}"
    if known := await api.linked("odoo_user", key):
        return int(known)
    args: list[object] = [api.setting("database"), api.setting("user"), KEY_PLACE, {}]
    asked = _envelope("common", "authenticate", args, id_=LOGIN)
    answer = await api.post("/jsonrpc", content=asked, headers=_headers(api), into=Result[int], is_read=True)
    await api.link("odoo_user", key, str(answer.result))
    async with api.exclusive("odoo_user", key):
        pass  # Entering a section is durable, and with it what came before: the next call finds the number.
    return answer.result


def _envelope(service: str, method: str, args: list[object], *, id_: str) -> bytes:
    params = {"service": service, "method": method, "args": args}
    return exact_json({"jsonrpc": "2.0", "method": "call", "id": id_, "params": params})


def _result(into: type[T]) -> type[Result[T]]:
    generic: Any = Result
    return cast("type[Result[T]]", generic[into])


def _wrapped(doubt: Doubt[T]) -> Doubt[Result[T]]:
    match doubt:
        case Lookup(find=look):

            async def found() -> Result[T] | None:
                value = await look()
                return None if value is None else Result(result=value)

            return Lookup(find=found)
        case TwoStep(completed=ask):

            async def completed() -> Result[T] | None:
                value = await ask()
                return None if value is None else Result(result=value)

            return TwoStep(completed=completed)
        case Repeatable() | NativeKey() | Ask():
            return doubt


def number(value: Decimal) -> Decimal | int:
    """A whole number without its zeros."""
    return int(value) if value == value.to_integral_value() else value
