"""Requests over HTTP."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from ssl import SSLContext
from typing import Final

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    NonHttpUrlClientError,
    ServerFingerprintMismatch,
    TCPConnector,
)
from yarl import URL

from goldthread.flow.reply import Reply
from goldthread.ports.wire import AnswerLost, NotSent, Request

LARGEST_REPLY: Final = 16 * 1024 * 1024
"""In bytes, unpacked; a reply over this is given up, so that one cannot fill the memory."""
_CONNECTIONS: Final = 100
_LONGEST_CONNECT_S: Final = 10
# Many servers close idle connections after 5 s. Going on using one for longer invites the race in which the close
# crosses our request, and a write that surely wasn't done looks as if it might have been.
_KEEP_ALIVE_S: Final = 4


class AioWire:
    """aiohttp behind the `Wire` port: one pool of connections, no redirects, no cookies, no repeats.

    Belongs to the event loop that sends first. Replies are unpacked (gzip, deflate); redirects are given as replies.
    """

    def __init__(self, *, ssl: SSLContext | None = None, largest_reply: int = LARGEST_REPLY) -> None:
        """`ssl`: which certificates are trusted; the system's authorities if not given."""
        self._ssl = ssl
        self._largest = largest_reply
        self._session: ClientSession | None = None
        self._is_closed = False
        self._timeouts: dict[float, ClientTimeout] = {}

    async def send(self, request: Request) -> Reply:
        """The reply, whatever its status. Raises `NotSent` or `AnswerLost`."""
        session = self._session or self._open()
        url = _exact(request.url)
        try:
            async with session.request(
                request.method,
                url,
                data=request.content or None,
                headers=request.headers,
                timeout=self._timeout(request.timeout.total_seconds()),
                allow_redirects=False,
            ) as response:
                content = await self._content(response)
                return Reply(status=response.status, headers=_headers(response.headers), content=content)
        except (InvalidURL, NonHttpUrlClientError) as error:
            raise NotSent("The address isn't an http or https URL.") from error
        except (ClientConnectorError, ConnectionTimeoutError, ServerFingerprintMismatch) as error:
            raise NotSent(_words(error)) from error
        except TimeoutError as error:
            raise AnswerLost(f"No answer within {request.timeout.total_seconds():g} s.") from error
        except (ClientError, OSError) as error:
            raise AnswerLost(_words(error)) from error
        except ValueError as error:
            if any(char in f"{name}{value}" for name, value in request.headers.items() for char in "\r\n\0"):
                raise NotSent("A header holds a line break.") from error
            raise AnswerLost(_words(error)) from error

    async def close(self) -> None:
        self._is_closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> ClientSession:
        if self._is_closed:
            raise NotSent("The wire is closed.")
        connector = TCPConnector(
            limit=0,
            limit_per_host=_CONNECTIONS,
            keepalive_timeout=_KEEP_ALIVE_S,
            ssl=True if self._ssl is None else self._ssl,
        )
        self._session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": "goldthread"},
            skip_auto_headers=("Content-Type",),
        )
        # aiohttp by itself sends GET, PUT, DELETE and the like a second time when a kept connection drops; this is
        # how its own test client turns that off. A middleware could too, for a tenth of a request's cost.
        self._session._retry_connection = False  # noqa: SLF001
        return self._session

    def _timeout(self, seconds: float) -> ClientTimeout:
        """Connecting has to end before the whole does, so that the end of the whole always means: it was sent."""
        timeout = self._timeouts.get(seconds)
        if timeout is None:
            connect = min(seconds / 2, _LONGEST_CONNECT_S)
            timeout = self._timeouts[seconds] = ClientTimeout(total=seconds, connect=connect)
        return timeout

    async def _content(self, response: ClientResponse) -> bytes:
        length = response.content_length
        if length is not None and "Content-Encoding" not in response.headers:
            if length > self._largest and response.method != "HEAD":
                raise self._give_up(response)
            return await response.read()
        chunks, size = [], 0
        while chunk := await response.content.readany():
            chunks.append(chunk)
            size += len(chunk)
            if size > self._largest:
                raise self._give_up(response)
        return b"".join(chunks)

    def _give_up(self, response: ClientResponse) -> AnswerLost:
        response.close()
        return AnswerLost(f"The answer, status {response.status}, is larger than {self._largest} bytes.")


@lru_cache(maxsize=1024)
def _exact(url: str) -> URL:
    """The URL as it is written: quoting it again would break signed addresses."""
    try:
        exact = URL(url, encoded=url.isascii() and url.isprintable() and " " not in url)
        _ = exact.port  # read only now, and refused when it is no number
    except ValueError as error:
        raise NotSent("The address isn't a URL.") from error
    return exact


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Names in lower case; what came several times is joined, as RFC 9110, section 5.3, allows."""
    found: dict[str, str] = {}
    for name, value in headers.items():
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _words(error: Exception) -> str:
    """What happened, without the address, whose query may hold secrets."""
    match error:
        case ClientConnectorError():
            return f"No connection to {error.host}:{error.port}: {error.os_error}."
        case ClientResponseError():
            return f"The answer isn't HTTP: {error.message}"
        case TimeoutError():
            return "The time ran out."
        case ClientOSError() | OSError() if error.errno:
            return f"The connection broke: {os.strerror(error.errno)}."
        case _:
            return f"The connection broke: {type(error).__name__}."
