"""Reading and setting one place of a JSON body by its JSON Pointer (RFC 6901)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy

from goldthread.flow.errors import Misuse
from goldthread.flow.reply import Json


def parts(pointer: str) -> list[str]:
    """The steps of a pointer. Raises `Misuse` when it isn't one."""
    if not pointer.startswith("/"):
        raise Misuse(f"A field is written as /recipient/postal_code, not {pointer!r}.")
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")]


def at(body: Json, pointer: str) -> Json:
    """The value at a place. Raises `Misuse`, naming the fields that are there."""
    here = body
    for step in parts(pointer):
        here = _into(here, step, pointer)
    return here


def put(body: Json, pointer: str, value: Json) -> Json:
    """A copy of the body with one value changed. Raises `Misuse`, naming the fields that are there."""
    changed = deepcopy(body)
    *way, last = parts(pointer)
    here = changed
    for step in way:
        here = _into(here, step, pointer)
    _into(here, last, pointer)
    if isinstance(here, dict):
        here[last] = value
    elif isinstance(here, list):
        here[int(last)] = value
    return changed


def assigned(body: Json, assignments: Iterable[str]) -> Json:
    """A copy of the body after `/field=text` and `/field:=json` were done.

    Text stays text where text (or nothing) stood; elsewhere it is read as JSON, so that `/quantity=2` is a number.
    """
    for assignment in assignments:
        pointer, equals, text = assignment.partition("=")
        if not equals:
            raise Misuse(f"A change is written as /recipient/postal_code=110 00, not {assignment!r}.")
        is_json = pointer.endswith(":")
        pointer = pointer.removesuffix(":")
        former = at(body, pointer)
        body = put(body, pointer, _json(text) if is_json or not isinstance(former, str | None) else text)
    return body


def _json(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except ValueError as error:
        raise Misuse(f"{text!r} is no JSON: {error}") from error
    return value


def _into(here: Json, step: str, pointer: str) -> Json:
    if isinstance(here, dict) and step in here:
        value: Json = here[step]
        return value
    if isinstance(here, list) and step.isdigit() and int(step) < len(here):
        item: Json = here[int(step)]
        return item
    known = (
        ", ".join(here) if isinstance(here, dict) else f"0 to {len(here) - 1}" if isinstance(here, list) else "nothing"
    )
    raise Misuse(f"The body has no field {pointer!r}: there is no {step!r} among {known}.")
