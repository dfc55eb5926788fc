"""Jobs of PrintNode: a document is sent once, and then only asked after."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Final

from goldthread.connectors.printnode.application import printnode
from goldthread.connectors.printnode.rows import PrintNodeJob, PrintNodeState
from goldthread.connectors.printnode.statuses import Fate, fate
from goldthread.domain.label import LabelFormat
from goldthread.domain.printing import PrintJob
from goldthread.flow.client import Client, Params
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.outcome import Wait

PAPER_PAUSE: Final = timedelta(seconds=2)
"""How long a job that is under way is given before it is asked after again."""
AWAY_PAUSE: Final = timedelta(seconds=15)
"""The same while its computer or printer is away."""
PAGE: Final = 100
"""How many jobs PrintNode lists at once, at most."""
LOOKED_BACK: Final = timedelta(days=2)
"""How far a lost job is looked for; longer than a message is tried."""
CONTENT_TYPES: Final = {LabelFormat.PDF: "pdf_base64", LabelFormat.ZPL: "raw_base64"}
LINK: Final = "printnode_job"
"""Ties a title to the number of the job that was sent under it."""
FIELDS: Final = FieldNames({})
"""PrintNode names no field of a job; the whole of it is meant."""


@printnode.connector(at="printer")
async def print_label(job: PrintJob, api: Client) -> PrintJob | Wait:
    """Print a label as often as it is wanted, by default once, and wait until PrintNode says that it was printed.

    PrintNode would print the same document again. Each copy has a title of its own by which a lost answer is resolved,
    and a job whose computer is away is never sent again: it prints by itself when the computer comes, or expires.
    """
    content = await api.artifact(job.artifact)
    _check_content(job, content)
    for title in _titles(job):
        number = await _send(title, content, job, api)
        row = await _ask_after(number, title, job, api)
        match fate(row.state):
            case Fate.WAITS:
                pause = AWAY_PAUSE if row.trouble else PAPER_PAUSE
                return Wait(pause, f"{api.installation} has {title}, which is {row.state}. {row.trouble}".strip())
            case Fate.PRINTED:
                continue
            case ended:
                raise Rejected(await _ending(ended, row, job, api))
    api.note(f"Printed label {job.label} at {api.installation}.", printed=job.label, who=job.who, why=job.why)
    return job


async def _send(title: str, content: bytes, job: PrintJob, api: Client) -> int:
    """The number of the job. What was sent is known by its title: settings may have changed since."""
    if (known := await api.linked(LINK, title)) is not None:
        return int(known)
    printer, lifetime = _number("printer_id", "", api), _number("expire_after", "600", api)

    async def find() -> int | None:
        return await _find(title, printer, api)

    row = {
        "printerId": printer,
        "title": title,
        "contentType": CONTENT_TYPES[job.format],
        "content": base64.b64encode(content).decode(),
        "source": "Goldthread",
        "expireAfter": lifetime,
        # A label that is fitted to a page can no longer be scanned.
        **({"options": {"fit_to_page": False}} if job.format is LabelFormat.PDF else {}),
    }
    with in_our_words(f"Could not print label {job.label!r}", FIELDS):
        number = await api.post("/printjobs", json=row, into=int, doubt=Lookup(find=find))
    await api.link(LINK, title, str(number))
    return number


async def _find(title: str, printer: int, api: Client) -> int | None:
    """The job of this title at the printer, of those that aren't older than `LOOKED_BACK`; newest come first."""
    after: int | None = None
    while True:
        params: Params = {"limit": PAGE, "dir": "desc", "after": after}
        page = await api.get(f"/printers/{printer}/printjobs", into=list[PrintNodeJob], params=params)
        named = [row.id for row in page if row.title == title]
        if named:
            return min(named)
        if len(page) < PAGE or page[-1].createTimestamp < api.now() - LOOKED_BACK:
            return None
        after = page[-1].id


async def _ask_after(number: int, title: str, job: PrintJob, api: Client) -> PrintNodeJob:
    """The job of this number; where that has another title, of this title. Half a number is a number, too."""
    row = await _job(number, api)
    if row is None or row.title != title:
        found = await _find(title, _number("printer_id", "", api), api)
        row = None if found is None else await _job(found, api)
    if row is not None:
        return row
    raise Rejected(
        f"{api.installation} has forgotten job {number}; nobody can tell whether {title} was printed. Look at the "
        f"printer, and print label {job.label} by label.reprint if it wasn't."
    )


async def _job(number: int, api: Client) -> PrintNodeJob | None:
    rows = await api.find(f"/printjobs/{number}", into=list[PrintNodeJob])
    return rows[0] if rows else None


async def _ending(ended: Fate, row: PrintNodeJob, job: PrintJob, api: Client) -> str:
    """What to do about a job that ended without paper, or nobody knows how."""
    steps = await api.get(f"/printjobs/{row.id}/states", into=list[list[PrintNodeState]])
    said = [step.message for steps_ in steps for step in steps_ if step.state == row.state and step.message]
    words = f"{row.state!r}: {said[-1]}" if said else repr(row.state)
    after = {
        Fate.UNPRINTED: f"Nothing was printed. {row.trouble or 'Its computer was away.'} Switch it on, and print the "
        "label again by label.reprint.",
        Fate.UNKNOWN: "PrintNode doesn't document that state. Look at the printer before the label is printed again.",
    }.get(ended, "Look at the printer, and print the label again by label.reprint.")
    return f"{api.installation} says that job {row.id} with label {job.label} is in state {words.rstrip('.')}. {after}"


def _number(setting: str, otherwise: str, api: Client) -> int:
    text = api.setting(setting) or otherwise
    if text.isdecimal():
        return int(text)
    raise Rejected(f"The setting {setting} of {api.installation} is {text!r}, not a number. Correct it and resume.")


def _check_content(job: PrintJob, content: bytes) -> None:
    """PrintNode believes what a document is called; raw bytes that are no ZPL come out as pages of signs."""
    if not job.format.fits(content):
        raise Rejected(
            f"Could not print label {job.label!r}: its bytes aren't {job.format}, they begin {content[:40]!r}. "
            "Have the carrier give the label again.",
            field="/artifact",
        )


def _titles(job: PrintJob) -> list[str]:
    return [job.name, *(f"{job.name}.{copy}" for copy in range(2, job.copies + 1))]
