"""Jobs of an IPP printer: a document is sent once, and then only asked after."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from goldthread.connectors.ipp import ask
from goldthread.connectors.ipp.application import ipp
from goldthread.connectors.ipp.codec import decode
from goldthread.connectors.ipp.rows import WAITING, IppJob, IppPrinter, JobState, adopted, job_of, jobs_of, printer_of
from goldthread.connectors.ipp.statuses import FORMAT_NOT_SUPPORTED, NOT_FOUND, keyword
from goldthread.domain.label import LabelFormat
from goldthread.domain.printing import PrintJob
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Wait
from goldthread.flow.reply import Reply

PAPER_PAUSE: Final = timedelta(seconds=1)
"""How long a job that prints is given before it is asked after again."""
JAM_PAUSE: Final = timedelta(seconds=10)
"""The same while something is wrong with the printer."""
MEDIA_TYPES: Final = {
    LabelFormat.PDF: ("application/pdf",),
    LabelFormat.ZPL: ("application/vnd.zebra-zpl", "application/zpl", "application/vnd.cups-raw"),
}
"""What a label may be called, best first. ZPL has no registered name; CUPS hands on what it is told to be raw."""
LINK: Final = "ipp_job"
"""Ties a name to the number of the job that was sent under it."""
FIELDS: Final = FieldNames({"document-format": "/format", "job-name": "/label"})
_HEADERS: Final = {"Content-Type": "application/ipp"}


@ipp.connector(at="printer")
async def print_label(job: PrintJob, api: Client) -> PrintJob | Wait:
    """Print a label as often as it is wanted, by default once, and wait until paper came.

    A printer would print the same document again. Each copy has a name of its own by which a lost answer is resolved,
    and a job that is held is never sent again: CUPS prints it by itself when somebody resumes the queue.
    """
    content = await api.artifact(job.artifact)
    _check_content(job, content)
    with in_our_words(f"Could not print label {job.label!r}", FIELDS):
        printer = printer_of(await _asked(ask.get_printer(_uri(api)), api))
    media_type = _media_type(job, printer, api)
    for name in _names(job):
        row = await _send(name, media_type, content, job, api)
        if row.state in WAITING:
            row = await _ask_after(row.id, name, job, api)
        if row.state in WAITING:
            return Wait(
                JAM_PAUSE if printer.trouble else PAPER_PAUSE,
                f"{api.installation} has {name}, which is {row.words}. {printer.trouble}".strip(),
            )
        if row.state != JobState.COMPLETED:
            raise Rejected(
                f"{api.installation} says that job {row.id} with label {job.label} is {row.words}. "
                "Print the label again by label.reprint, and discard this job."
            )
        if "job-completed-with-errors" in row.reasons:
            api.note(f"{api.installation} printed {name} with errors: look at the sheet.", printed=job.label)
    api.note(f"Printed label {job.label} at {api.installation}.", printed=job.label, who=job.who, why=job.why)
    return job


async def _send(name: str, media_type: str, content: bytes, job: PrintJob, api: Client) -> IppJob:
    """The job. What was sent is known by its name: settings, and what the printer takes, may have changed since."""

    async def find() -> Reply | None:
        row = await _job_of_name(name, api)
        return None if row is None else adopted(row)

    if (known := await api.linked(LINK, name)) is not None:
        return IppJob(id=int(known), state=JobState.PENDING, name=name)
    uri = _uri(api)
    asked = ask.print_job(uri, name, media_type, content)
    with in_our_words(f"Could not print label {job.label!r}", FIELDS):
        reply = await api.request("POST", urlsplit(uri).path, content=asked, headers=_HEADERS, doubt=Lookup(find=find))
    row = job_of(reply)
    await api.link(LINK, name, str(row.id))
    return row


async def _job_of_name(name: str, api: Client) -> IppJob | None:
    """The oldest job of this name, whether it waits or is done; a job that is done meanwhile isn't missed."""
    for which in ("not-completed", "completed"):
        rows = jobs_of(decode((await _asked(ask.get_jobs(_uri(api), which), api)).content))
        named = [row for row in rows if row.name == name]
        if named:
            return min(named, key=lambda row: row.id)
    return None


async def _ask_after(number: int, name: str, job: PrintJob, api: Client) -> IppJob:
    """What became of the job; under its number a queue that was made anew may have another, of another name."""
    message = decode((await _asked(ask.get_job(_uri(api), number), api)).content)
    rows = [row for row in jobs_of(message) if name.startswith(row.name)]
    if message.code == NOT_FOUND or not rows:
        raise Rejected(
            f"{api.installation} has forgotten job {number}; nobody can tell whether label {job.label} was printed. "
            "Look at the printer, and print the label by label.reprint if it wasn't."
        )
    return rows[0]


async def _asked(question: bytes, api: Client) -> Reply:
    return await api.request("POST", urlsplit(_uri(api)).path, content=question, headers=_HEADERS, is_read=True)


def _uri(api: Client) -> str:
    return api.setting("printer_uri", "ipp://localhost/ipp/print")


def _media_type(job: PrintJob, printer: IppPrinter, api: Client) -> str:
    """What the label is called at this printer, which says what it takes."""
    known = MEDIA_TYPES[job.format]
    taken = [name for name in known if name in printer.formats or not printer.formats]
    if taken:
        return taken[0]
    raise Rejected(
        f"Could not print label {job.label!r}: {api.installation} takes no {job.format}, only "
        f"{', '.join(printer.formats)}. Give the station a printer that reads {job.format}.",
        field="/format",
        code=keyword(FORMAT_NOT_SUPPORTED),
    )


def _check_content(job: PrintJob, content: bytes) -> None:
    """IPP believes what a document is called; one that isn't a label would come out as pages of signs."""
    if not job.format.fits(content):
        raise Rejected(
            f"Could not print label {job.label!r}: its bytes aren't {job.format}, they begin {content[:40]!r}. "
            "Have the carrier give the label again.",
            field="/artifact",
        )


def _names(job: PrintJob) -> list[str]:
    return [job.name, *(f"{job.name}.{copy}" for copy in range(2, job.copies + 1))]
