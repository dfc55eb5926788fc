"""Requests over HTTP, against servers that behave badly."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scripted import Line, free_port, scripted

from goldthread.adapters.http import AioWire
from goldthread.ports.wire import AnswerLost, NotSent, Request, Wire

METHODS = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "POST", "PATCH"]


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    made = AioWire(largest_reply=100_000)
    yield made
    await made.close()


def a_request(url: str, *, method: str = "GET", content: bytes = b"", seconds: float = 5, **headers: str) -> Request:
    return Request(method=method, url=url, headers=headers, content=content, timeout=timedelta(seconds=seconds))


async def answering(line: Line) -> None:
    while await line.request():
        await line.answer_json(b'{"id":1}', headers=b"X-Two: a\r\nX-Two: b\r\n")


async def test_a_reply_comes_as_it_was_sent(wire: Wire) -> None:
    """Status, headers with names in lower case, and the bytes; headers that came twice are joined."""
    async with scripted(answering) as server:
        reply = await wire.send(
            a_request(server.url("/a?b=c"), method="POST", content=b"{}", Accept="application/json")
        )
    assert (reply.status, reply.content) == (200, b'{"id":1}')
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["x-two"] == "a, b"
    assert server.requests[0].startswith(b"POST /a?b=c HTTP/1.1\r\n")
    assert b"Accept: application/json\r\n" in server.requests[0]
    assert server.requests[0].endswith(b"\r\n\r\n{}")


async def test_the_address_is_sent_as_it_is_written(wire: Wire) -> None:
    """Quoting isn't touched: a signed address stays valid. What isn't quoted at all is."""
    async with scripted(answering) as server:
        await wire.send(a_request(server.url("/a%2Fb%7E?q=a%2Cb+c%20d&e=%41")))
        await wire.send(a_request(server.url("/Žluťoučký kůň")))
    lines = [request.split(b"\r\n")[0] for request in server.requests]
    assert lines[0] == b"GET /a%2Fb%7E?q=a%2Cb+c%20d&e=%41 HTTP/1.1"
    assert lines[1] == b"GET /%C5%BDlu%C5%A5ou%C4%8Dk%C3%BD%20k%C5%AF%C5%88 HTTP/1.1"


async def test_a_connection_is_used_again(wire: Wire) -> None:
    """Requests that follow each other share one connection."""
    async with scripted(answering) as server:
        for _ in range(3):
            await wire.send(a_request(server.url()))
        assert server.connections == 1


async def test_errors_redirects_and_web_pages_are_replies(wire: Wire) -> None:
    """A status is never an exception, a redirect isn't followed, and what isn't JSON comes as it is."""

    async def script(line: Line) -> None:
        await line.request()
        await line.answer_json(b"", status=b"302 Found", headers=b"Location: /elsewhere\r\nSet-Cookie: a=b\r\n")
        await line.request()
        await line.answer(b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")

    async with scripted(script) as server:
        redirect = await wire.send(a_request(server.url()))
        page = await wire.send(a_request(server.url()))
    assert (redirect.status, redirect.headers["location"]) == (302, "/elsewhere")
    assert (page.status, page.content) == (502, b"<html>")
    assert len(server.requests) == 2
    assert b"Cookie" not in server.requests[1]


async def test_packed_chunked_and_unmeasured_bodies_are_read_whole(wire: Wire) -> None:
    """Gzip is unpacked; chunks are joined; without a length the close ends the body."""
    text = b'{"name":"' + b"x" * 5_000 + b'"}'
    packed = gzip.compress(text)

    async def script(line: Line) -> None:
        await line.request()
        await line.answer_json(packed, headers=b"Content-Encoding: gzip\r\n")
        await line.request()
        await line.answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n")
        await line.request()
        await line.answer(b"HTTP/1.1 200 OK\r\n\r\nto the end")

    async with scripted(script) as server:
        replies = [await wire.send(a_request(server.url())) for _ in range(3)]
    assert [reply.content for reply in replies] == [text, b"abcdef", b"to the end"]


async def test_what_has_no_body_has_none(wire: Wire) -> None:
    """HEAD announces a body without sending it; 204 has none."""

    async def script(line: Line) -> None:
        await line.request()
        await line.answer(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
        await line.request()
        await line.answer(b"HTTP/1.1 204 No Content\r\n\r\n")

    async with scripted(script) as server:
        head = await wire.send(a_request(server.url(), method="HEAD"))
        deleted = await wire.send(a_request(server.url(), method="DELETE"))
    assert (head.status, head.content, deleted.status, deleted.content) == (200, b"", 204, b"")


# What surely wasn't sent.


@pytest.mark.parametrize(
    "url", ["nonsense", "", "ftp://127.0.0.1/", "tcp://127.0.0.1:9100", "http://", "http://h:99999/", "http://a:b/"]
)
async def test_an_address_that_is_none_is_not_sent_to(wire: Wire, url: str) -> None:
    """A broken address reaches nobody."""
    with pytest.raises(NotSent):
        await wire.send(a_request(url))


async def test_nobody_listening_means_not_sent(wire: Wire) -> None:
    """The reason names host and port, not the path or its query."""
    with pytest.raises(NotSent, match=r"No connection to 127\.0\.0\.1:\d+") as caught:
        await wire.send(a_request(f"http://127.0.0.1:{free_port()}/?key=hidden"))
    assert "hidden" not in str(caught.value)


async def test_an_unknown_name_means_not_sent(wire: Wire) -> None:
    """`.invalid` never resolves (RFC 6761)."""
    with pytest.raises(NotSent, match=r"No connection to nowhere\.invalid"):
        await wire.send(a_request("http://nowhere.invalid/"))


async def test_a_connection_that_is_not_accepted_means_not_sent(wire: Wire) -> None:
    """A full backlog lets the connecting time out, before anything was written."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        with pytest.raises(NotSent):
            await wire.send(a_request(f"http://127.0.0.1:{full.getsockname()[1]}/", method="POST", seconds=0.4))


async def test_a_header_with_a_line_break_is_not_sent(wire: Wire) -> None:
    """Nobody smuggles headers through a value."""
    async with scripted(answering) as server:
        with pytest.raises(NotSent, match="line break"):
            await wire.send(a_request(server.url(), Authorization="a\r\nX-Evil: b"))
    assert server.requests == []


async def test_a_closed_wire_sends_nothing() -> None:
    """Closing twice does no harm."""
    wire = AioWire()
    await wire.close()
    await wire.close()
    with pytest.raises(NotSent, match="closed"):
        await wire.send(a_request("http://127.0.0.1/"))


# What may have been done, though nobody told us.


@pytest.mark.parametrize("is_reset", [True, False], ids=["reset", "closed"])
@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "new"])
@pytest.mark.parametrize("method", METHODS)
async def test_a_request_is_never_repeated(wire: Wire, method: str, *, is_kept: bool, is_reset: bool) -> None:
    """When the other side takes a request and drops the connection, the answer is lost and nothing is sent again.

    The client beneath repeats GET, PUT, DELETE and the like on a kept connection by itself.
    """

    async def script(line: Line) -> None:
        if is_kept and len(line.server.requests) == 0:
            await line.request()
            await line.answer_json(b"{}")
        await line.request()
        if is_reset:
            line.reset()

    async with scripted(script) as server:
        if is_kept:
            await wire.send(a_request(server.url()))
        before = len(server.requests)
        with pytest.raises(AnswerLost):
            await wire.send(a_request(server.url("/write"), method=method, content=b"{}" if method == "POST" else b""))
        await asyncio.sleep(0)
        assert len(server.requests) == before + 1
        assert server.connections == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200\r\nbroken\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"",
    ],
    ids=["length", "chunk", "gzip", "head", "header", "foreign", "nothing"],
)
async def test_a_truncated_or_garbled_answer_is_lost(wire: Wire, answer: bytes) -> None:
    """Half an answer is no answer; no address with its secrets is in the reason."""

    async def script(line: Line) -> None:
        await line.request()
        await line.answer(answer)

    async with scripted(script) as server:
        with pytest.raises(AnswerLost) as caught:
            await wire.send(a_request(server.url("/?key=hidden"), method="POST", content=b"{}"))
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"], ids=["none", "half"])
async def test_an_answer_that_takes_too_long_is_lost(wire: Wire, head: bytes) -> None:
    """The time holds for the whole exchange, body included."""

    async def script(line: Line) -> None:
        await line.request()
        await line.answer(head)
        await line.request()

    async with scripted(script) as server:
        with pytest.raises(AnswerLost, match=r"No answer within 0\.2 s"):
            await wire.send(a_request(server.url(), seconds=0.2))


@pytest.mark.parametrize("is_packed", [True, False])
async def test_a_huge_answer_is_given_up(wire: Wire, *, is_packed: bool) -> None:
    """Neither a long body nor a small one that unpacks to a long one fills the memory; the next request works."""
    body = gzip.compress(b"0" * 1_000_000) if is_packed else b"0" * 1_000_000

    async def script(line: Line) -> None:
        if line.server.connections > 1:
            await answering(line)
            return
        await line.request()
        await line.answer_json(body, headers=b"Content-Encoding: gzip\r\n" if is_packed else b"")
        await answering(line)

    async with scripted(script) as server:
        with pytest.raises(AnswerLost, match="larger than 100000 bytes"):
            await wire.send(a_request(server.url()))
        assert (await wire.send(a_request(server.url()))).status == 200


async def test_a_cancelled_request_leaves_the_wire_usable(wire: Wire) -> None:
    """Giving up one request doesn't hand its late answer to the next."""

    async def script(line: Line) -> None:
        if line.server.connections > 1:
            await answering(line)
            return
        await line.request()
        await line.request()

    async with scripted(script) as server:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await wire.send(a_request(server.url("/first")))
        assert (await wire.send(a_request(server.url("/second")))).content == b'{"id":1}'


# TLS.


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for 127.0.0.1, and a client's that trusts it."""
    folder: Path = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(private + certificate)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "both.pem")
    return server, ssl.create_default_context(cadata=certificate.decode())


async def test_a_trusted_certificate_is_talked_to(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    """TLS works with authorities of one's own."""
    wire = AioWire(ssl=contexts[1])
    async with scripted(answering, ssl=contexts[0]) as server:
        assert (await wire.send(a_request(server.url(scheme="https")))).status == 200
        await wire.close()


async def test_a_handshake_that_fails_means_not_sent(
    wire: Wire, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """An unknown certificate, or no TLS at all, ends before the request."""
    async with scripted(answering, ssl=contexts[0]) as server:
        with pytest.raises(NotSent, match="certificate"):
            await wire.send(a_request(server.url(scheme="https"), method="POST"))
    async with scripted(answering) as plain:
        with pytest.raises(NotSent):
            await wire.send(a_request(plain.url(scheme="https"), method="POST", seconds=1))
    assert server.requests == plain.requests == []
