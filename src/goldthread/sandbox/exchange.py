"""One request and its answer, as a system of the sandbox sees them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import isawaitable
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from starlette.types import Message, Receive, Scope, Send

Json: TypeAlias = dict[str, Any]


@dataclass(kw_only=True)
class Ask:
    """A request, read whole."""

    method: str
    path: str
    door: str
    """The route's pattern, `/api/orders/{id}`."""
    params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @cached_property
    def content(self) -> Json | None:
        """The JSON object in the body; None when there is none."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return None
        return content if isinstance(content, dict) else None

    def told(self, name: str) -> str:
        """One field of the body as text, for telling what the request is about; empty when absent."""
        value = (self.content or {}).get(name)
        return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A reply, not yet sent."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """No reply at all: the connection is cut."""


class RefusedError(Exception):
    """Raised inside a system to answer with an error of its own shape."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(frozen=True, kw_only=True)
class Door:
    """One operation of a system's API."""

    method: str
    path: str
    answer: Callable[[Ask], Answer | Awaitable[Answer]]
    entity: Callable[[Ask], str] = lambda ask: ask.path
    """What the request is about: faults are decided by it, so it must not depend on the order of arrival."""
    is_public: bool = False
    """Needs no credentials (logging in)."""


def reply(content: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer in JSON."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status=status, body=body, headers=headers or {})


async def attend(door: Door, ask: Ask) -> Answer:
    """Do the work behind a door; a refusal is an answer too."""
    try:
        answer = door.answer(ask)
        return await answer if isawaitable(answer) else answer
    except RefusedError as refusal:
        return refusal.answer


async def read(door: Door, scope: Scope, receive: Receive) -> Ask:
    """Take the whole request off the wire."""
    chunks = []
    while True:
        message: Message = await receive()
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            break
    return Ask(
        method=scope["method"],
        path=scope["path"],
        door=door.path,
        params=scope.get("path_params", {}),
        query=dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
        body=b"".join(chunks),
    )


async def write(answer: Answer, send: Send) -> None:
    """Put a reply on the wire."""
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    if answer.status != 204:
        headers.append((b"content-type", answer.content_type.encode("latin-1")))
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


class PanelEntrance:
    """A door of a control panel as an ASGI application: nothing stands before it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await write(await attend(self._door, await read(self._door, scope, receive)), send)
