"""PrintNode's cloud with one computer and one printer, which may be away."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.loopback import LoopbackFake, json_reply

KEY: Final = "0123456789abcdef0123456789abcdef01234567"
PRINTER: Final = 34
CONTENT_TYPES: Final = ("pdf_uri", "pdf_base64", "raw_uri", "raw_base64")
MOST: Final = 100
STEPS: Final = ("new", "sent_to_client", "queued", "done")
STEP: Final = timedelta(seconds=1)
"""How long a job stays in each state on its way to paper."""
BUCKET: Final = 30
REFILL: Final = 10
"""Ten requests a second; bursts beyond it are let through for a while."""


@dataclass(kw_only=True)
class CloudJob:
    """A job in PrintNode's books."""

    id: int
    title: str
    content_type: str
    content: bytes
    source: str
    created: datetime
    expires: datetime
    moved: datetime
    states: list[tuple[str, str]] = field(default_factory=lambda: [("new", "Created print job.")])

    @property
    def state(self) -> str:
        """The last state."""
        return self.states[-1][0]


class PrintNodeFake(LoopbackFake):
    """PrintNode at an address on loopback for `SETTINGS`; while its computer is away, jobs wait, and expire.

    `async with PrintNodeFake(now).running() as fake`. Its effects are the digests of what came out on paper.
    `fail(message)` lets the next job end in `error`; `end(job, state)` puts one into any state.
    """

    SETTINGS: Mapping[str, str] = {"printer_id": str(PRINTER)}
    secrets: Mapping[str, str] = {"api_key": KEY}

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.jobs: list[CloudJob] = []
        self._printed: list[bytes] = []
        self._is_away = False
        self._failing = ""
        self._left = float(BUCKET)
        self._filled = now()
        self._requests = 0

    def effects(self) -> Sequence[str]:
        self._work()
        return [hashlib.sha256(content).hexdigest() for content in self._printed]

    def jam(self) -> None:
        """The computer disconnects: PrintNode keeps jobs for it until they expire."""
        self._work()
        self._is_away = True

    def clear(self) -> None:
        """The computer connects again, and takes what was kept for it."""
        self._work()
        self._is_away = False
        for job in self.jobs:
            job.moved = self.now()

    def fail(self, message: str) -> None:
        """Let the next job that reaches the computer fail there."""
        self._failing = message

    def end(self, job: int, state: str) -> None:
        """Put a job into a state."""
        next(one for one in self.jobs if one.id == job).states.append((state, ""))

    def throttled(self) -> Reply:
        return self._error(429, "TooManyRequests", "Your account has exceeded its request limit.")

    def broken(self) -> Reply:
        return self._error(500, "InternalServerError", "An unexpected error occurred.")

    def denied(self) -> Reply:
        return self._error(401, "Unauthorized", "API Key not found.")

    def answer(self, request: Request) -> Reply:
        self._work()
        known = "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()
        if request.headers.get("authorization") != known:
            return self.denied()
        if not self._has_room():
            return self.throttled()
        url = urlsplit(request.url)
        params = dict(parse_qsl(url.query))
        if request.method == "POST" and url.path == "/printjobs":
            return self._create(request)
        if request.method != "GET":
            return self._error(405, "MethodNotAllowed", f"{request.method} isn't allowed here.")
        if found := re.fullmatch(r"/printers/(\d+)/printjobs", url.path):
            return self._list(int(found[1]), params)
        if found := re.fullmatch(r"/printjobs/(\d+)", url.path):
            return json_reply(200, [self._row(job) for job in self.jobs if job.id == int(found[1])])
        if found := re.fullmatch(r"/printjobs/(\d+)/states", url.path):
            return json_reply(200, [self._states(job) for job in self.jobs if job.id == int(found[1])])
        return self._error(404, "NotFound", f"{url.path} doesn't exist.")

    def _create(self, request: Request) -> Reply:
        row = json.loads(request.content)
        if row.get("printerId") != PRINTER:
            return self._error(400, "BadRequest", f"No printer found with id {row.get('printerId')}.")
        if row.get("contentType") not in CONTENT_TYPES:
            return self._error(400, "BadRequest", f'"contentType" must be one of {", ".join(CONTENT_TYPES)}.')
        try:
            content = base64.b64decode(row.get("content", ""), validate=True)
        except binascii.Error:
            return self._error(400, "BadRequest", '"content" is not valid base64.')
        lifetime = timedelta(seconds=int(row.get("expireAfter", 1_209_600)))
        job = CloudJob(
            id=473 + len(self.jobs),
            title=str(row.get("title", "")),
            content_type=row["contentType"],
            content=content,
            source=str(row.get("source", "")),
            created=self.now(),
            expires=self.now() + lifetime,
            moved=self.now(),
        )
        self.jobs.append(job)
        return json_reply(201, job.id)

    def _list(self, printer: int, params: Mapping[str, str]) -> Reply:
        rows = [job for job in self.jobs if printer == PRINTER]
        is_rising = params.get("dir") == "asc"
        rows.sort(key=lambda job: job.id, reverse=not is_rising)
        if after := params.get("after"):
            rows = [job for job in rows if (job.id > int(after)) == is_rising and job.id != int(after)]
        return json_reply(200, [self._row(job) for job in rows[: min(MOST, int(params.get("limit", MOST)))]])

    def _row(self, job: CloudJob) -> dict[str, Any]:
        away = self._is_away
        computer = {"id": 12, "name": "PACKING-1", "state": "disconnected" if away else "connected"}
        printer = {"id": PRINTER, "name": "Zebra", "computer": computer, "state": "offline" if away else "online"}
        return {
            "id": job.id,
            "printer": printer,
            "title": job.title,
            "contentType": job.content_type,
            "source": job.source,
            "expireAt": _instant(job.expires),
            "createTimestamp": _instant(job.created),
            "state": job.state,
        }

    def _states(self, job: CloudJob) -> list[dict[str, Any]]:
        stamp = _instant(job.moved)
        return [
            {
                "printJobId": job.id,
                "state": state,
                "message": message or None,
                "data": None,
                "clientVersion": None,
                "createTimestamp": stamp,
                "age": 0,
            }
            for state, message in job.states
        ]

    def _work(self) -> None:
        """Move every job as far as it is by now."""
        for job in self.jobs:
            while job.state in STEPS[:-1] and not self._is_away and self.now() >= job.moved + STEP:
                job.moved += STEP
                self._step(job)
            if job.state == "new" and self.now() >= job.expires:
                job.states.append(("expired", "The print job expired before its computer took it."))

    def _step(self, job: CloudJob) -> None:
        state = STEPS[STEPS.index(job.state) + 1]
        if state == "done" and self._failing:
            job.states.append(("error", self._failing))
            self._failing = ""
            return
        job.states.append((state, ""))
        if state == "done":
            self._printed.append(job.content)

    def _has_room(self) -> bool:
        passed = (self.now() - self._filled).total_seconds()
        self._left, self._filled = min(BUCKET, self._left + passed * REFILL), self.now()
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def _error(self, status: int, code: str, message: str) -> Reply:
        self._requests += 1
        uid = f"r{self._requests:08}"
        return json_reply(status, {"uid": uid, "code": code, "message": message}, request_id=uid)


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
