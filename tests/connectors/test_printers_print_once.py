"""Whatever happens to whichever answer of a printer, one sheet comes out."""

import hashlib
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, cast

import pytest

from goldthread.connectors import ipp, printnode
from goldthread.domain.artifact import Artifact
from goldthread.domain.label import LabelFormat
from goldthread.domain.printing import PrintJob
from goldthread.flow.errors import Rejected, Transient
from goldthread.flow.outcome import Wait
from goldthread.flow.reply import Reply
from goldthread.flow.role import Printer
from goldthread.ports.wire import NotSent, Request
from goldthread.testing.client import NOON, FakeClient, Kept
from goldthread.testing.contract.line import Accident, cut, empty, lost, page
from goldthread.testing.contract.sample import PDF, a_print_job
from goldthread.testing.fakes.ipp import IppFake, IppPrinterFake
from goldthread.testing.fakes.printnode import PrintNodeFake

CALLS = 7
"""As many calls as a job that goes well takes, and some more."""
PAUSE = timedelta(seconds=2)
AUTHORISED = {"authorization": "Basic MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzo="}


class Sheets(Protocol):
    """A stand-in that knows what came out."""

    SETTINGS: Mapping[str, str]

    def answer(self, request: Request) -> Reply: ...

    def effects(self) -> object: ...


class Now:
    """A time that goes on between attempts."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@dataclass(kw_only=True)
class BadLine:
    """A wire to a stand-in on which one thing happens, at one call."""

    fake: Sheets
    accident: Accident | None
    at: int
    sent: Iterator[int] = field(default_factory=itertools.count)

    async def send(self, request: Request) -> Reply:
        """The answer, or what is left of it; nothing arrives at all without an accident."""
        is_bad = next(self.sent) == self.at
        if is_bad and self.accident is None:
            raise NotSent("nobody listens")
        asked = Request(
            method=request.method,
            url=request.url.removeprefix("http://fake"),
            headers={**request.headers, **AUTHORISED},
            content=request.content,
        )
        reply = self.fake.answer(asked)
        return self.accident(reply) if is_bad and self.accident else reply

    async def close(self) -> None:
        """There is nothing to close."""


PRINTERS: dict[str, tuple[Printer, Callable[[Now], Sheets]]] = {
    "cups": (ipp.PRINTER, IppFake),
    "ippeveprinter": (ipp.PRINTER, IppPrinterFake),
    "printnode": (printnode.PRINTER, PrintNodeFake),
}
ACCIDENTS: dict[str, Accident | None] = {"refused": None, "lost": lost, "page": page, "cut": cut, "empty": empty}


@pytest.mark.parametrize("call", range(CALLS))
@pytest.mark.parametrize("accident", ACCIDENTS)
@pytest.mark.parametrize("printer", PRINTERS)
async def test_one_sheet_comes_whatever_happens_to_one_answer(printer: str, accident: str, call: int) -> None:
    """At every call of a job, by every accident: the job ends as printed, and paper came once."""
    role, make = PRINTERS[printer]
    now = Now()
    fake = make(now)
    digest = hashlib.sha256(PDF).hexdigest()
    job = a_print_job(Artifact(digest=digest, media_type="application/pdf", size=len(PDF)))
    api = FakeClient(
        role.application,
        BadLine(fake=fake, accident=ACCIDENTS[accident], at=call),
        installation=job.printer,
        settings=fake.SETTINGS,
        kept=Kept(artifacts={digest: PDF}),
    )
    came: object = None
    for _ in range(CALLS):
        came = await attempt(role, job, api)
        if came == job:
            break
        assert came is None or isinstance(came, Wait)
        now.at += PAUSE
        api.again()
    assert came == job
    assert fake.effects() == [digest]


async def attempt(role: Printer, job: PrintJob, api: FakeClient) -> object:
    """What came of one attempt; none where it is to be made again."""
    try:
        return await cast("Awaitable[object]", role.print_label.spec.function(job, api))
    except Transient:
        return None


async def test_a_setting_that_changes_while_a_job_waits_prints_no_second_sheet() -> None:
    """What PrintNode has is asked after, though it would be sent otherwise by now."""
    now = Now()
    fake = PrintNodeFake(now)
    job, kept = a_job(PDF, "application/pdf")
    wire = BadLine(fake=fake, accident=None, at=CALLS)
    came: object = None
    for lifetime in ("600", "60", "30", "20"):
        settings = {**fake.SETTINGS, "expire_after": lifetime}
        api = FakeClient(printnode.printnode, wire, installation=job.printer, settings=settings, kept=kept)
        came = await attempt(printnode.PRINTER, job, api)
        now.at += PAUSE
    assert came == job
    assert fake.effects() == [job.artifact.digest]


async def test_a_printer_that_calls_zpl_otherwise_by_now_prints_no_second_sheet() -> None:
    """A queue whose driver was changed while the job waited is asked after that job."""
    now = Now()
    fake = IppFake(now)
    job, kept = a_job(b"^XA^FO20,20^FDlabel^FS^XZ", "application/zpl")
    job = replace(job, format=LabelFormat.ZPL)
    came: object = None
    for formats in (("application/vnd.zebra-zpl",), ("application/vnd.cups-raw",)):
        fake.formats = formats
        wire = BadLine(fake=fake, accident=None, at=CALLS)
        api = FakeClient(ipp.ipp, wire, installation=job.printer, settings=fake.SETTINGS, kept=kept)
        came = await attempt(ipp.PRINTER, job, api)
        now.at += PAUSE
    assert came == job
    assert fake.effects() == [job.artifact.digest]


async def test_a_number_that_another_job_has_by_now_tells_nothing() -> None:
    """A queue that was made anew counts from one again: a person looks, and nobody takes another's sheet for this."""
    now = Now()
    fake = IppFake(now)
    job, kept = a_job(PDF, "application/pdf")
    wire = BadLine(fake=fake, accident=None, at=CALLS)
    api = FakeClient(ipp.ipp, wire, installation=job.printer, settings=fake.SETTINGS, kept=kept)
    assert isinstance(await attempt(ipp.PRINTER, job, api), Wait)
    fake.jobs[0].name = "another.1"
    now.at += PAUSE
    api.again()
    with pytest.raises(Rejected, match="forgotten job"):
        await attempt(ipp.PRINTER, job, api)


def a_job(content: bytes, media_type: str) -> tuple[PrintJob, Kept]:
    """A job with its content."""
    digest = hashlib.sha256(content).hexdigest()
    job = a_print_job(Artifact(digest=digest, media_type=media_type, size=len(content)))
    return job, Kept(artifacts={digest: content})
