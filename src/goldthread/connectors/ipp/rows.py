"""What a printer says of itself and of its jobs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Final

from goldthread.connectors.ipp.codec import decode
from goldthread.connectors.ipp.message import Group, Message, Part
from goldthread.flow.reply import Reply

FOUND: Final = "application/json"
"""What a job is written in that was found in place of a lost answer."""


class JobState(IntEnum):
    """RFC 8011, section 5.3.7; only `COMPLETED` says that paper came."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


WAITING: Final = frozenset({JobState.PENDING, JobState.HELD, JobState.PROCESSING, JobState.STOPPED})
"""Nothing is decided: paper may still come, by itself."""
STOPPED: Final = 5
"""The `printer-state` in which nothing comes until somebody does something."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IppJob:
    """A job at a printer."""

    id: int
    state: int
    name: str = ""
    reasons: tuple[str, ...] = ()
    message: str = ""

    @property
    def words(self) -> str:
        """`aborted (aborted-by-system)`; a state that IPP doesn't know keeps its number."""
        named = {state.value: state.name.lower() for state in JobState}
        state = named.get(self.state, f"in the unknown state {self.state}")
        said = [reason for reason in (*self.reasons, self.message) if reason not in {"", "none"}]
        return f"{state} ({', '.join(said)})" if said else state


@dataclass(frozen=True, kw_only=True, slots=True)
class IppPrinter:
    """A printer, and why it doesn't print, if it doesn't."""

    state: int
    reasons: tuple[str, ...]
    message: str
    formats: tuple[str, ...]
    """The media types that it takes; empty where it doesn't say."""

    @property
    def trouble(self) -> str:
        """`media-jam-error, paused: paper jam`; empty while nothing is wrong."""
        reasons = ", ".join(reason for reason in self.reasons if reason != "none")
        if not reasons and self.state != STOPPED:
            return ""
        reasons = reasons or "stopped"
        return f"{reasons}: {self.message}" if self.message else reasons


def printer_of(reply: Reply) -> IppPrinter:
    """The printer in an answer to Get-Printer-Attributes."""
    group = decode(reply.content).first(Part.PRINTER)
    return IppPrinter(
        state=group.number("printer-state") or 0,
        reasons=group.texts("printer-state-reasons"),
        message=group.text("printer-state-message"),
        formats=group.texts("document-format-supported"),
    )


def jobs_of(message: Message) -> list[IppJob]:
    """All jobs in an answer."""
    return [job for group in message.of(Part.JOB) if (job := _job(group)) is not None]


def job_of(reply: Reply) -> IppJob:
    """The job in an answer to Print-Job, or the one that was found in its place."""
    if reply.headers.get("content-type") == FOUND:
        row = json.loads(reply.content)
        return IppJob(**{**row, "reasons": tuple(row["reasons"])})
    return jobs_of(decode(reply.content))[0]


def adopted(job: IppJob) -> Reply:
    """A job that was found in place of a lost answer, to be kept as the answer."""
    return Reply(status=200, headers={"content-type": FOUND}, content=json.dumps(asdict(job)).encode())


def _job(group: Group) -> IppJob | None:
    number, state = group.number("job-id"), group.number("job-state")
    if number is None or state is None:
        return None
    return IppJob(
        id=number,
        state=state,
        name=group.text("job-name"),
        reasons=group.texts("job-state-reasons"),
        message=group.text("job-state-message"),
    )
