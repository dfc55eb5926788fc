"""What stands before every request to the console: the session, where it came from, and what a browser may load."""

from __future__ import annotations

import re
import secrets
from typing import Final
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from goldthread.api.door import Door
from goldthread.console.address import PREFIX, href
from goldthread.console.visit import KEY, Visit

COOKIE: Final = "goldthread_session"
OPEN: Final = ("/sign-in", "/enter/", "/look/", "/_nicegui/")
"""What is seen without a session: the way in, and files that hold nothing of ours."""
SAFE: Final = frozenset({"GET", "HEAD"})
_SCRIPT: Final = re.compile(rb"<script(?=[\s>])")
_HEADERS: Final = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # nothing leaves; with "no-referrer" browsers say "Origin: null" of our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


class Gate:
    """Lets requests of living sessions pass to the pages, with their visit; others to the way in."""

    def __init__(self, pages: ASGIApp, way_in: ASGIApp, door: Door) -> None:
        self._pages = pages
        self._way_in = way_in
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"x-forwarded-prefix"]
        path = scope["path"].removeprefix(PREFIX) or "/"
        if not self._is_from_here(connection, scope):
            await _refuse(scope, receive, send, 403, "This came from another site, so nothing was done.")
            return
        dressed = _Dressed(send) if scope["type"] == "http" else send
        if path.startswith(("/sign-in", "/enter/", "/sign-out", "/look/")):
            await self._way_in(scope, receive, dressed)
            return
        visit = await self._visit(connection)
        if visit is None and not path.startswith(OPEN):
            await self._send_away(scope, receive, dressed, path)
            return
        if visit is not None:
            scope[KEY] = visit
        await self._pages(scope, receive, dressed)

    async def _visit(self, connection: HTTPConnection) -> Visit | None:
        secret = connection.cookies.get(COOKIE, "")
        signed_in = await self._door.house.entrance.sessions.check(secret) if secret else None
        return None if signed_in is None else Visit(door=self._door, signed_in=signed_in, secret=secret)

    def _is_from_here(self, connection: HTTPConnection, scope: Scope) -> bool:
        """Reads may come from anywhere, as they change nothing; writes and sockets must name this very origin."""
        if scope["type"] == "http" and scope["method"] in SAFE and "/_nicegui_ws/" not in scope["path"]:
            return True
        origin = connection.headers.get("origin", "")
        if not origin:
            return scope["type"] == "http" and connection.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        ours = {connection.headers.get("host", ""), urlsplit(self._door.house.settings.public_url).netloc}
        return urlsplit(origin).netloc in ours - {""}

    async def _send_away(self, scope: Scope, receive: Receive, send: Send, path: str) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and "/_nicegui_ws/" not in path:
            asked = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            query = f"?{urlencode({'next': asked})}" if asked != "/" else ""
            await RedirectResponse(href("/sign-in") + query, status_code=303)(scope, receive, send)
            return
        await _refuse(scope, receive, send, 401, "Sign in first.")


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, words: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4000 + status})
        return
    await PlainTextResponse(words, status_code=status)(scope, receive, send)


class _Dressed:
    """Sends a response with our headers; scripts of a page get the nonce without which none is run."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""
        self._nonce = secrets.token_urlsafe(18)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Content-Security-Policy"] = policy(self._nonce)
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                headers.setdefault("Cache-Control", "no-store")
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._flush()
            return
        await self._send(message)

    async def _flush(self) -> None:
        assert self._start is not None  # noqa: S101 - called for pages alone
        body = _SCRIPT.sub(b'<script nonce="%s"' % self._nonce.encode(), self._body)
        MutableHeaders(raw=self._start["headers"])["Content-Length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def policy(nonce: str) -> str:
    """What a page may load: from here alone.

    Vue compiles its templates in the browser and Quasar sets styles on elements; hence `unsafe-eval` and inline styles.
    Inline scripts are run with the nonce alone.
    """
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
