"""A wire that plays a script: requests expected in order, each with its reply."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from goldthread.flow.reply import Json, Reply
from goldthread.ports.wire import AnswerLost, NotSent, Request

Fate: TypeAlias = Literal["lost", "refused"]
"""`lost`: sent, but no answer came. `refused`: surely not sent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a request is expected to be; whatever is None isn't looked at."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    json: Json = None
    text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    graphql: Json = None
    """`{"operation", "variables"}` of a GraphQL request, whose document is the connector's own matter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One request and what comes back."""

    asked: Asked
    reply: Reply | Fate


class ScriptedWire:
    """A `Wire` that answers by a script and refuses what isn't in it."""

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        self._steps = list(steps)
        self._sent: list[Request] = []

    @property
    def sent(self) -> Sequence[Request]:
        """What was sent so far."""
        return self._sent

    @property
    def left(self) -> Sequence[Step]:
        """What is still expected."""
        return self._steps

    async def send(self, request: Request) -> Reply:
        """The reply of the next step. Raises `AssertionError` when another request was expected."""
        if not self._steps:
            raise AssertionError(f"Nothing more was expected, but {request.method} {request.url} came.")
        step = self._steps.pop(0)
        _compare(step.asked, request)
        self._sent.append(request)
        match step.reply:
            case "lost":
                raise AnswerLost("the connection was reset")
            case "refused":
                raise NotSent("the connection was refused")
            case Reply() as reply:
                return reply

    async def close(self) -> None:
        """There is nothing to close."""


def step_of(row: Mapping[str, Json]) -> Step:
    """A step as a golden's `exchange.json` writes it.

    `{"request": {"method", "path", "params", "json" | "graphql" | "text", "headers"}, "reply": …}`; a reply is
    `{"status", "headers", "json" | "text" | "base64"}`, or `"lost"`, or `"refused"`.
    """
    request, reply = row["request"], row["reply"]
    if not isinstance(request, dict):
        raise TypeError(f"A request is an object, not {request!r}.")
    text = request.get("text")
    asked = Asked(
        method=str(request["method"]),
        path=str(request["path"]),
        params=_texts(request.get("params")),
        json=request.get("json"),
        graphql=request.get("graphql"),
        text=None if text is None else str(text),
        headers=_texts(request.get("headers")),
    )
    return Step(asked=asked, reply=_reply(reply))


def _reply(given: Json) -> Reply | Fate:
    if given == "lost":
        return "lost"
    if given == "refused":
        return "refused"
    if isinstance(given, dict) and isinstance(status := given.get("status"), int):
        return Reply(status=status, headers=_texts(given.get("headers")), content=_content(given))
    raise TypeError(f"A reply is an object with a status, 'lost' or 'refused', not {given!r}.")


def _content(given: Mapping[str, Json]) -> bytes:
    if "json" in given:
        return json.dumps(given["json"], ensure_ascii=False).encode()
    if "base64" in given:
        return base64.b64decode(str(given["base64"]))
    return str(given.get("text", "")).encode()


def _texts(given: Json) -> dict[str, str]:
    return {name: str(value) for name, value in given.items()} if isinstance(given, dict) else {}


def _compare(asked: Asked, request: Request) -> None:
    url = urlsplit(request.url)
    differences: list[tuple[object, object]] = [
        (asked.method, request.method),
        (asked.path, url.path),
        (dict(asked.params), dict(parse_qsl(url.query, keep_blank_values=True))),
    ]
    if asked.json is not None:
        differences.append((asked.json, json.loads(request.content or b"null")))
    if asked.graphql is not None:
        body = json.loads(request.content or b"{}")
        sent = {"operation": body.get("operationName"), "variables": body.get("variables")}
        differences.append((asked.graphql, sent))
    if asked.text is not None:
        differences.append((asked.text, request.content.decode(errors="replace")))
    given = {name.lower(): value for name, value in request.headers.items()}
    differences += [(f"{name}: {value}", f"{name}: {given.get(name.lower())}") for name, value in asked.headers.items()]
    for expected, came in differences:
        if expected != came:
            raise AssertionError(
                f"Expected {asked.method} {asked.path}, but {request.method} {url.path} differs.\n"
                f"expected: {_shown(expected)}\ncame:     {_shown(came)}"
            )


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
