"""Documents to raw printers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from scripted import Line, free_port, scripted

from goldthread.adapters.raw import RawWire
from goldthread.ports.wire import AnswerLost, NotSent, Request, Wire

LABEL = b"^XA" + b"\xff\x00" * 200_000 + b"^XZ"
STATUS = b"\x02030,0,0\x03\r\n\x02000,0\x03\r\n\x021234,0\x03\r\n"


def a_document(url: str, content: bytes = LABEL, *, method: str = "POST", seconds: float = 5) -> Request:
    return Request(method=method, url=url, content=content, timeout=timedelta(seconds=seconds))


@pytest.fixture
def wire() -> Wire:
    return RawWire()


async def test_a_document_is_taken_when_the_printer_closes(wire: Wire) -> None:
    """Every byte arrives, then the end of our side; the orderly close is the acknowledgement."""

    async def script(line: Line) -> None:
        line.server.requests.append(await line.reader.read(-1))

    async with scripted(script) as server:
        reply = await wire.send(a_document(server.url("/any/path", "tcp")))
        await wire.close()
    assert (reply.status, reply.content) == (200, b"")
    assert server.requests == [LABEL]


async def test_what_the_printer_says_is_the_content(wire: Wire) -> None:
    """Some printers talk before they close."""

    async def script(line: Line) -> None:
        await line.reader.read(-1)
        await line.answer(b"ok", b"\n")

    async with scripted(script) as server:
        assert (await wire.send(a_document(server.url(scheme="tcp")))).content == b"ok\n"


@pytest.mark.parametrize("taken", [3, 100_000], ids=["at once", "in the middle"])
async def test_a_reset_means_the_answer_is_lost(wire: Wire, taken: int) -> None:
    """A jammed printer breaks the connection; part of the label may be on paper."""

    async def script(line: Line) -> None:
        await line.reader.readexactly(taken)
        line.reset()

    async with scripted(script) as server:
        with pytest.raises(AnswerLost, match="broke the connection"):
            await wire.send(a_document(server.url(scheme="tcp")))
        assert server.connections == 1


async def test_a_printer_that_never_closes_loses_the_answer(wire: Wire) -> None:
    """Bytes that were taken without a close aren't known to be taken."""

    async def script(line: Line) -> None:
        await line.reader.read(-1)
        await line.reader.read(1)
        await line.server.stopped.wait()

    async with scripted(script) as server:
        with pytest.raises(AnswerLost, match=r"within 0\.2 s"):
            await wire.send(a_document(server.url(scheme="tcp"), seconds=0.2))


@pytest.mark.parametrize("url", ["tcp://127.0.0.1", "tcp://:9100", "tcp://h:port", "nonsense", "tcp://[bad:1"])
async def test_an_address_without_host_or_port_is_not_sent_to(wire: Wire, url: str) -> None:
    """There is no usual port to fall back on."""
    with pytest.raises(NotSent, match="tcp://host:port"):
        await wire.send(a_document(url))


async def test_nobody_listening_means_not_sent(wire: Wire) -> None:
    """A printer that is off printed nothing."""
    with pytest.raises(NotSent, match="No connection to 127"):
        await wire.send(a_document(f"tcp://127.0.0.1:{free_port()}"))


async def test_a_query_asks_for_the_state_and_waits_for_three_lines(wire: Wire) -> None:
    """The printer keeps the connection open; its answer comes in pieces."""

    async def script(line: Line) -> None:
        line.server.requests.append(await line.reader.readline())
        await line.answer(STATUS[:20])
        await line.answer(STATUS[20:])
        await line.reader.read(-1)

    async with scripted(script) as server:
        reply = await wire.send(a_document(server.url(scheme="tcp"), b"", method="QUERY"))
    assert reply.content == STATUS
    assert server.requests == [b"~HS\r\n"]


async def test_a_query_that_isnt_answered_is_lost(wire: Wire) -> None:
    """A printer that knows no queries closes; that is no state."""

    async def script(line: Line) -> None:
        await line.reader.readline()

    async with scripted(script) as server:
        with pytest.raises(AnswerLost, match="without an answer"):
            await wire.send(a_document(server.url(scheme="tcp"), b"", method="QUERY"))
