"""Bodies to JSON and back, by their types."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from types import UnionType
from typing import Any, Final, TypeVar, Union, cast, get_origin, overload

import orjson
from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_jsonable_python

from goldthread.domain.problem import InvalidValueError, pointer
from goldthread.flow.errors import Broken, Fault, Miswired, Unfit
from goldthread.flow.reply import Json

T = TypeVar("T")

_SHOWN: Final = 60
_MODULES: Final = re.compile(r"(\w+\.)+(?=\w)")
_CANONICAL: Final = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_UTC_Z


class Codec:
    """Writes and reads bodies: dataclasses, unions, tuples, dicts, texts, None.

    Decimals are written as text, instants as RFC 3339. Reading ignores fields that a dataclass doesn't have, since
    vendors add some without notice.
    """

    def __init__(self) -> None:
        self._adapters: dict[object, TypeAdapter[Any]] = {}
        self._writers: dict[type, Callable[[object], bytes]] = {}

    def encode(self, value: object) -> str:
        """The body as compact JSON; the same value gives the same text.

        Raises `Broken` when it cannot be written, also when a field of a dataclass holds what its type doesn't allow:
        the next node couldn't read it.
        """
        kind = type(value)
        write = self._writers.get(kind)
        if write is None:
            write = self._writers[kind] = self._writer(kind)
        return write(value).decode()

    @overload
    def decode(self, kind: type[T], text: str | bytes) -> T: ...
    @overload
    def decode(self, kind: object, text: str | bytes) -> object: ...
    def decode(self, kind: object, text: str | bytes) -> object:
        """The body again. Raises `Unfit`, which names every field at fault by its JSON Pointer."""
        try:
            return cast("object", self._adapter(kind).validate_json(text))
        except ValidationError as error:
            raise _unfit(kind, error, text) from None

    @overload
    def decode_json(self, kind: type[T], value: Json) -> T: ...
    @overload
    def decode_json(self, kind: object, value: Json) -> object: ...
    def decode_json(self, kind: object, value: Json) -> object:
        """The body of JSON that was read already. Raises `Unfit`."""
        return self.decode(kind, orjson.dumps(value))

    def to_json(self, value: object) -> Json:
        """The body as plain JSON values."""
        return cast("Json", orjson.loads(self.encode(value)))

    def schema(self, kind: object) -> dict[str, Json]:
        """The JSON Schema (2020-12) of what may be read as this type."""
        return self._adapter(kind).json_schema()

    def _writer(self, kind: type) -> Callable[[object], bytes]:
        """How values of exactly this type are written.

        For dataclasses with slots pydantic takes half the time of orjson, but writes sets in no certain order.
        """
        if not is_dataclass(kind) or "'uniqueItems': True" in str(self.schema(kind)):
            return dump
        to_json = self._adapter(kind).serializer.to_json

        def write(value: object) -> bytes:
            try:
                return to_json(value, warnings="error")
            except PydanticSerializationError as error:
                raise _unwritable(value, error) from error

        return write

    def _adapter(self, kind: object) -> TypeAdapter[Any]:
        adapter = self._adapters.get(kind)
        if adapter is None:
            adapter = self._adapters[kind] = _adapter_of(kind)
        return adapter


def dump(value: object) -> bytes:
    """The value as compact JSON, in UTF-8. Raises `Broken` when it cannot be written."""
    try:
        return orjson.dumps(value, default=_plain, option=orjson.OPT_UTC_Z)
    except TypeError as error:
        raise _unwritable(value, error) from error


def canonical(value: object) -> str:
    """The one way to write a value: keys sorted, no spaces. Equal values have equal texts; made for digests."""
    try:
        return orjson.dumps(value, default=_plain, option=_CANONICAL).decode()
    except TypeError as error:
        raise _unwritable(value, error) from error


def ask_digest(
    *,
    installation: str,
    method: str,
    path: str,
    params: Mapping[str, str | int | None] | None = None,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
) -> str:
    """What is asked, as 64 hexadecimal digits: the same question has the same digest, in any process.

    Headers are those that change what is asked; names count in any case, and a parameter without a value as none.
    """
    asked = {key: str(value) for key, value in (params or {}).items() if value is not None}
    said = {name.lower(): value for name, value in (headers or {}).items()}
    question = orjson.dumps([installation, method.upper(), path, asked, said], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(question + b"\n" + content).hexdigest()


def _adapter_of(kind: Any) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(kind)
    except (PydanticUserError, NameError) as error:
        raise Miswired(f"Bodies of the type {_name(kind)} cannot be carried as JSON: {error}") from error


def _plain(value: object) -> object:
    if type(value) is Decimal:
        return str(value)
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, set | frozenset):
        return sorted(value, key=canonical)
    if isinstance(value, bytes | bytearray | memoryview):
        raise TypeError("bytes belong into an artifact, whose reference is carried")
    return to_jsonable_python(value)


def _unwritable(value: object, error: Exception) -> Broken:
    reason = error.__cause__ or error
    return Broken(f"A body of the type {_name(type(value))} cannot be written as JSON: {reason}")


def _unfit(kind: object, error: ValidationError, text: str | bytes) -> Unfit:
    try:
        given: Json = orjson.loads(text)
    except orjson.JSONDecodeError:
        given = None
    details = error.errors(include_url=False, include_context=True)
    if get_origin(kind) in {Union, UnionType}:
        details = _nearest(details)
    faults = tuple(dict.fromkeys(_fault(detail, given) for detail in details))
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    first = f"{faults[0].field or 'the whole'}: {faults[0].message}"
    return Unfit(f"The body is no {_name(kind)}: {first}{more}", faults=faults)


def _nearest(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """The complaints of the member of a union that has the fewest; the others only confuse."""
    members: dict[object, list[ErrorDetails]] = {}
    for detail in details:
        members.setdefault(detail["loc"][:1], []).append(detail)
    return min(members.values(), key=len)


def _fault(detail: ErrorDetails, given: Json) -> Fault:
    field = pointer(*_steps(detail, given))
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, InvalidValueError):
        problem = cause.problem.under(field)
        return Fault(field=problem.field, message=problem.message, code=problem.code, suggestion=problem.suggestion)
    return Fault(field=field, message=_sentence(detail), code=detail["type"])


def _steps(detail: ErrorDetails, given: Json) -> list[str | int]:
    """The way through the body; the names that pydantic adds for members of unions are left out."""
    steps: list[str | int] = []
    for step in detail["loc"]:
        match given, step:
            case dict(), str() if step in given:
                given = given[step]
            case list(), int() if step < len(given):
                given = given[step]
            case _ if detail["type"] == "missing" and step == detail["loc"][-1]:
                given = None
            case _:
                continue
        steps.append(step)
    return steps


def _sentence(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "The field is missing; give it a value."
    said, value = detail["msg"], detail["input"]
    if detail["type"] == "json_invalid" or isinstance(value, dict | list):
        return f"{said}."
    shown = repr(value)
    return f"{said}, not {shown if len(shown) <= _SHOWN else shown[:_SHOWN] + '…'}."


def _name(kind: object) -> str:
    if isinstance(kind, type) and get_origin(kind) is None:
        return kind.__name__
    return _MODULES.sub("", str(kind))
