"""Bodies of requests, read no further than they may be long."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class TooLarge(HTTPException):
    """The body is longer than it may be; nothing was stored."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            status_code=413,
            detail=f"The body is longer than {limit} bytes; nothing was stored. The setting body_limit says how long.",
            headers={"Connection": "close"},
        )


class BodyLimit:
    """Refuses a body by its declared length, or as soon as more has come than may."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        is_declared_too_long = not declared.isdigit() or int(declared) > self._limit
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            if is_declared_too_long:
                raise TooLarge(self._limit)
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > self._limit:
                    raise TooLarge(self._limit)
            return message

        await self._app(scope, limited, send)


async def read_body(receive: Receive) -> bytes:
    """The whole body. Raises `TooLarge`, or `ClientDisconnect` when the other side goes away."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        return bytes(message.get("body", b""))
    parts: list[bytes] = []
    while True:
        if message["type"] != "http.request":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)
        message = await receive()
