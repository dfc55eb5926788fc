"""The printers, by HTTP and by bytes."""

import asyncio
from hashlib import sha256

import pytest
from callers import PDF, Hand, visiting

from goldthread.sandbox import Kind, Rule, Sandbox

DIGEST = sha256(PDF).hexdigest()


async def test_a_document_is_printed_as_often_as_it_is_sent() -> None:
    async with visiting() as (sandbox, call):
        for _ in range(2):
            reply = await call.press("/jobs", "POST", PDF)
            assert (reply.status, reply.content["state"], reply.content["sha256"]) == (202, "printed", DIGEST)
        assert len((await call.press("/jobs?name=label")).content["jobs"]) == 2
        assert (await call.press("/jobs?name=other")).content["jobs"] == []
        books = sandbox.press_1.books()
        assert books["printed_count"] == 2
        assert books["duplicates"] == {DIGEST: 2}


async def test_a_job_held_by_a_jam_prints_by_itself_when_it_is_cleared() -> None:
    async with visiting() as (sandbox, call):
        sandbox.jam("press-1")
        job = (await call.press("/jobs", "POST", PDF)).content
        assert (job["state"], job["reason"]) == ("held", "media-jam")
        assert (await call.press("/status")).content == {"state": "stopped", "reasons": ["media-jam"]}
        assert sandbox.press_1.books()["printed_count"] == 0
        sandbox.clear("press-1")
        assert (await call.press(f"/jobs/{job['job']}")).content["state"] == "printed"
        assert (await call.press("/status")).content["state"] == "idle"


async def test_a_refusing_jam_keeps_nothing() -> None:
    async with visiting() as (sandbox, call):
        sandbox.jam("press-1", mode="refuse")
        reply = await call.press("/jobs", "POST", PDF)
        assert (reply.status, reply.content["reason"], reply.headers["Retry-After"]) == (503, "media-jam", "2")
        sandbox.clear("press-1")
        books = sandbox.press_1.books()
        assert (books["jobs"], books["refused"], books["jams"]) == (0, 1, 1)


async def test_a_jam_for_a_time_clears_itself() -> None:
    hand = Hand()
    async with visiting(clock=hand) as (sandbox, call):
        sandbox.jam("press-1", seconds=5)
        await call.press("/jobs", "POST", PDF)
        hand.at += 5
        assert sandbox.press_1.books()["printed_count"] == 1


async def test_a_held_job_is_cancelled_and_a_printed_one_is_not() -> None:
    async with visiting() as (sandbox, call):
        await call.press("/jobs", "POST", PDF)
        sandbox.jam("press-1")
        await call.press("/jobs", "POST", PDF)
        assert (await call.press("/jobs/1", "DELETE")).status == 409
        assert (await call.press("/jobs/2", "DELETE")).status == 204
        sandbox.clear("press-1")
        assert (await call.press("/jobs/2")).content["state"] == "cancelled"


@pytest.mark.parametrize(
    ("document", "name", "status", "reason"),
    [
        (b"GIF89a", "label", 415, "document-format-not-supported"),
        (b"", "label", 400, "empty-document"),
        (PDF, "", 400, "job-name-missing"),
    ],
)
async def test_what_cannot_be_printed_is_refused(document: bytes, name: str, status: int, reason: str) -> None:
    async with visiting() as (_, call):
        reply = await call.press("/jobs", "POST", document, name)
        assert (reply.status, reply.content["reason"]) == (status, reason)


async def test_a_rule_jams_the_printer_at_that_job() -> None:
    rule = Rule(kind=Kind.JAM, method="POST", route="/jobs", nth=(2,), parameters={"mode": "hold"})
    async with visiting(faults={"press-1": (rule,)}) as (_, call):
        states = [(await call.press("/jobs", "POST", PDF)).content["state"] for _ in range(3)]
        assert states == ["printed", "held", "held"]


async def send_raw(sandbox: Sandbox, document: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.press_raw.port)
    try:
        writer.write(document)
        await writer.drain()
        writer.write_eof()
        return await reader.read()
    finally:
        writer.close()


async def test_raw_bytes_are_printed_and_acknowledged_by_the_close_alone() -> None:
    async with visiting() as (sandbox, _):
        assert await send_raw(sandbox, b"^XA^XZ") == b""
        assert sandbox.press_raw.books()["printed"][0]["sha256"] == sha256(b"^XA^XZ").hexdigest()


async def test_host_status_tells_of_a_jam() -> None:
    async with visiting() as (sandbox, _):
        fields = (await send_raw(sandbox, b"~HS")).split(b"\r\n")[0].strip(b"\x02\x03").split(b",")
        assert fields[1:3] == [b"0", b"0"]
        sandbox.jam("press-raw")
        fields = (await send_raw(sandbox, b"~HS\r\n")).split(b"\r\n")[0].strip(b"\x02\x03").split(b",")
        assert fields[1:3] == [b"1", b"1"]


async def test_a_jammed_raw_printer_resets_the_connection() -> None:
    async with visiting() as (sandbox, _):
        sandbox.jam("press-raw")
        with pytest.raises(ConnectionResetError):
            await send_raw(sandbox, b"^XA^XZ")
        books = sandbox.press_raw.books()
        assert (books["printed_count"], books["cut_connections"]) == (0, 1)
