"""Documents to printers that listen on a bare TCP port (9100)."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from goldthread.flow.reply import Reply
from goldthread.ports.wire import AnswerLost, NotSent, Request

QUERY: Final = "QUERY"
"""The method that asks a printer for its state and prints nothing."""
HOST_STATUS: Final = b"~HS\r\n"
"""What Zebra printers are asked for their state with; the answer has three lines."""
_LONGEST_CONNECT_S: Final = 10
_LARGEST_ANSWER: Final = 64 * 1024
_END_OF_LINE: Final = b"\x03\r\n"
_STATUS_LINES: Final = 3


class RawWire:
    """One connection for each request to `tcp://host:port`, whatever its path and headers.

    A document is written, our side closed, and the printer's close waited for: that is the only acknowledgement there
    is, and says that the bytes were taken, not that paper came out. The reply has status 200 and what the printer
    said, mostly nothing. A reset means `AnswerLost`: part of the document may be on paper.

    A `QUERY` sends `~HS` (or the content, if there is one) and gives the answer.
    """

    async def send(self, request: Request) -> Reply:
        """The reply. Raises `NotSent` or `AnswerLost`."""
        seconds = request.timeout.total_seconds()
        reader, writer = await _connect(request.url, min(seconds / 2, _LONGEST_CONNECT_S))
        try:
            async with asyncio.timeout(seconds):
                exchange = _ask if request.method == QUERY else _print
                return Reply(status=200, content=await exchange(reader, writer, request.content))
        except TimeoutError as error:
            raise AnswerLost(f"The printer wasn't done within {seconds:g} s.") from error
        except OSError as error:
            raise AnswerLost(f"The printer broke the connection: {error}.") from error
        finally:
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()

    async def close(self) -> None:
        """Nothing is kept open."""


async def _connect(url: str, seconds: float) -> tuple[StreamReader, StreamWriter]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if host is None or port is None:
        raise NotSent("The address of a raw printer is tcp://host:port.")
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.open_connection(host, port)
    except TimeoutError as error:
        raise NotSent(f"No connection to {host}:{port} within {seconds:g} s.") from error
    except OSError as error:
        raise NotSent(f"No connection to {host}:{port}: {error}.") from error


async def _print(reader: StreamReader, writer: StreamWriter, document: bytes) -> bytes:
    writer.write(document)
    await writer.drain()
    writer.write_eof()
    said = bytearray()
    while chunk := await reader.read(_LARGEST_ANSWER):
        said += chunk[: _LARGEST_ANSWER - len(said)]
    return bytes(said)


async def _ask(reader: StreamReader, writer: StreamWriter, question: bytes) -> bytes:
    """Three lines, or what came before the printer closed; it needn't close by itself."""
    writer.write(question or HOST_STATUS)
    await writer.drain()
    said = b""
    while said.count(_END_OF_LINE) < _STATUS_LINES and len(said) < _LARGEST_ANSWER:
        if not (chunk := await reader.read(_LARGEST_ANSWER)):
            break
        said += chunk
    if not said:
        raise AnswerLost("The printer closed the connection without an answer.")
    return said
