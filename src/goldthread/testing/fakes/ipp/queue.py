"""A raw queue of CUPS 2.4.2 at an address on loopback; every reply has the shape that `cupsd` gave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from goldthread.connectors.ipp.codec import GarbledError, decode, encode
from goldthread.connectors.ipp.message import Attribute, Group, Message, Operation, Part, Tag, many, one
from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.loopback import LoopbackFake

QUEUE: Final = "/printers/labels"
FORMATS: Final = ("application/octet-stream", "application/pdf", "application/vnd.cups-raw", "text/plain")
LIMIT: Final = 500
"""How many jobs are listed at most, the newest first."""
PRINTS_IN: Final = timedelta(milliseconds=500)
"""How long a sheet takes."""
NO_QUEUE: Final = "The printer or class does not exist."
BAD_REQUEST: Final = b"<!DOCTYPE HTML>\n<HTML><HEAD><TITLE>Bad Request - CUPS v2.4.2</TITLE></HEAD></HTML>\n"


@dataclass(kw_only=True)
class QueuedJob:
    """A job of the queue."""

    id: int
    name: str
    user: str
    document: bytes
    begun: datetime
    state: int = 3
    reason: str = "none"
    is_loaded: bool = True
    """Whether CUPS has all of the job in its memory; of one that is done it forgets the name until asked for more."""


class IppFake(LoopbackFake):
    """A queue at `QUEUE` for `SETTINGS`; a jam stops it, and `clear` resumes it, which prints what was held.

    `async with IppFake(now).running() as fake`. Its effects are the digests of what came out on paper. `history` is how
    many jobs it remembers once they are done (`MaxJobs`), `first` the number of the first; `abort` makes the
    backend give up the next one.
    """

    SETTINGS: Mapping[str, str] = {"printer_uri": f"ipp://localhost{QUEUE}"}
    path = QUEUE
    formats: Sequence[str] = FORMATS
    said_of_history: tuple[Attribute, ...] = (one("limit", Tag.INTEGER, LIMIT),)
    """What CUPS says before the jobs that are done."""

    def __init__(self, now: Callable[[], datetime], *, history: int = 500, first: int = 1) -> None:
        super().__init__(now)
        self.jobs: list[QueuedJob] = []
        self.history = history
        self.printed: list[bytes] = []
        self._last = first - 1
        self.is_jammed = False
        self._is_stopped = False
        self._aborts = 0

    def effects(self) -> Sequence[str]:
        self.work()
        return [hashlib.sha256(document).hexdigest() for document in self.printed]

    def jam(self) -> None:
        """Let paper jam: the job that prints next stops the queue."""
        self.is_jammed = True

    def clear(self) -> None:
        """Somebody clears the jam and resumes the queue."""
        self.is_jammed = self._is_stopped = False
        for job in self.jobs:
            job.begun = self.now() if job.state == 3 else job.begun

    def abort(self) -> None:
        """Let the backend give up the next job."""
        self._aborts += 1

    def cancel(self, job: int) -> None:
        """Somebody cancels a job at the queue."""
        for one_ in self.jobs:
            if one_.id == job and one_.state == 3:
                one_.state, one_.reason = 7, "job-canceled-by-user"

    def throttled(self) -> Reply:
        return refusal(0x0507, Operation.PRINT_JOB, "Currently printing another job.")

    def broken(self) -> Reply:
        return refusal(0x0500, Operation.PRINT_JOB, "Unable to add job for destination.")

    def denied(self) -> Reply:
        return Reply(status=401, headers={"www-authenticate": 'Basic realm="CUPS"'}, content=b"")

    def answer(self, request: Request) -> Reply:
        self.work()
        try:
            asked = decode(request.content)
        except GarbledError:
            return Reply(status=400, headers={"content-type": "text/html; charset=utf-8"}, content=BAD_REQUEST)
        given = asked.first(Part.OPERATION)
        if urlsplit(given.text("printer-uri")).path != self.path:
            return refusal(0x0406, asked.number, NO_QUEUE)
        match asked.code:
            case Operation.PRINT_JOB:
                return self.take(asked, given)
            case Operation.GET_JOB_ATTRIBUTES:
                return self._job(asked, given)
            case Operation.GET_JOBS:
                return self._list(asked, given)
            case Operation.GET_PRINTER_ATTRIBUTES:
                return _answer(asked.number, Group(part=Part.PRINTER, attributes=shown(self.itself(), given)))
            case _:
                return refusal(0x0501, asked.number, f"{asked.code:#06x} not supported.")

    def take(self, asked: Message, given: Group) -> Reply:
        """The answer to Print-Job."""
        media_type = given.text("document-format")
        if media_type not in self.formats:
            unsupported = Group(part=Part.UNSUPPORTED, attributes=(one("document-format", Tag.MEDIA_TYPE, media_type),))
            return refusal(0x040A, asked.number, f'Unsupported document-format "{media_type}".', unsupported)
        self._last += 1
        job = QueuedJob(
            id=self._last,
            name=given.text("job-name") or "Untitled",
            user=given.text("requesting-user-name") or "anonymous",
            document=asked.document,
            begun=self.now(),
        )
        self.jobs.append(job)
        uri = one("job-uri", Tag.URI, f"ipp://localhost/jobs/{job.id}")
        return _answer(asked.number, Group(part=Part.JOB, attributes=(uri, *_state(job), _message(""))))

    def _job(self, asked: Message, given: Group) -> Reply:
        number = given.number("job-id")
        for job in self.jobs:
            if job.id == number:
                job.is_loaded = True
                return _answer(asked.number, Group(part=Part.JOB, attributes=_shown(job, given)))
        return refusal(0x0406, asked.number, f"Job #{number} does not exist.")

    def _list(self, asked: Message, given: Group) -> Reply:
        is_done = given.text("which-jobs") == "completed"
        rows = [job for job in self.jobs if (job.state > 6) == is_done]
        if "job-uuid" in given.texts("requested-attributes"):
            for job in rows:
                job.is_loaded = True
        groups = [Group(part=Part.JOB, attributes=_shown(job, given)) for job in reversed(rows[-LIMIT:])]
        shown_ = [group for group in groups if group.attributes]
        return _answer(asked.number, *shown_, more=self.said_of_history if is_done else ())

    def itself(self) -> tuple[Attribute, ...]:
        """What the printer says of itself."""
        reasons = ("media-jam-error", "paused") if self._is_stopped else ("none",)
        return (
            one("printer-is-accepting-jobs", Tag.BOOLEAN, content=True),
            one("printer-state", Tag.ENUM, 5 if self._is_stopped else 3),
            one("printer-state-message", Tag.TEXT, "paper jam" if self._is_stopped else ""),
            many("printer-state-reasons", Tag.KEYWORD, reasons),
            many("document-format-supported", Tag.MEDIA_TYPE, tuple(self.formats)),
        )

    def work(self) -> None:
        """Print what is due by now; what is done is unloaded, and the oldest forgotten."""
        for job in self.jobs:
            if job.state != 3 or self._is_stopped or self.now() < job.begun + PRINTS_IN:
                continue
            if self.is_jammed:
                self._is_stopped = True
                job.reason = "printer-stopped"
            elif self._aborts:
                self._aborts -= 1
                job.state, job.reason = 8, "aborted-by-system"
            else:
                self.printed.append(job.document)
                job.state, job.reason, job.is_loaded = 9, "job-completed-successfully", False
        done = [job for job in self.jobs if job.state > 6]
        for job in done[: max(0, len(done) - self.history)]:
            self.jobs.remove(job)


def shown(every: tuple[Attribute, ...], given: Group) -> tuple[Attribute, ...]:
    """Of all attributes those that are asked for; all, where none is named."""
    wanted = given.texts("requested-attributes")
    return tuple(attribute for attribute in every if not wanted or attribute.name in wanted)


def _shown(job: QueuedJob, given: Group) -> tuple[Attribute, ...]:
    """What CUPS shows of a job: to others not its name, and none at all of a job that it has unloaded."""
    wanted = given.texts("requested-attributes") or ("job-id", "job-uri")
    names = (one("job-name", Tag.NAME, job.name),) if job.user == given.text("requesting-user-name") else ()
    uuid = one("job-uuid", Tag.URI, f"urn:uuid:00000000-0000-0000-0000-{job.id:012}")
    every = (*(names if job.is_loaded else ()), uuid, *_state(job))
    return tuple(attribute for attribute in every if attribute.name in wanted)


def _state(job: QueuedJob) -> tuple[Attribute, ...]:
    return (
        one("job-id", Tag.INTEGER, job.id),
        one("job-state", Tag.ENUM, job.state),
        one("job-state-reasons", Tag.KEYWORD, job.reason),
    )


def _message(text: str) -> Attribute:
    return one("job-state-message", Tag.TEXT, text)


def _answer(number: int, *groups: Group, more: tuple[Attribute, ...] = ()) -> Reply:
    return _reply(Message(code=0, number=number, groups=(_head(*more), *groups)))


def refusal(code: int, number: int, words: str, *groups: Group) -> Reply:
    """An error, which comes with HTTP 200."""
    return _reply(Message(code=code, number=number, groups=(_head(one("status-message", Tag.TEXT, words)), *groups)))


def _head(*more: Attribute) -> Group:
    charset = one("attributes-charset", Tag.CHARSET, "utf-8")
    language = one("attributes-natural-language", Tag.LANGUAGE, "en")
    return Group(part=Part.OPERATION, attributes=(charset, language, *more))


def _reply(message: Message) -> Reply:
    return Reply(status=200, headers={"content-type": "application/ipp"}, content=encode(message))
