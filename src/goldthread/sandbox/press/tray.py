"""What a printer has printed, holds, and stumbles over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.control import done, misuse, read_seconds
from goldthread.sandbox.exchange import Answer, Ask, Door, Json

KINDS = (b"%PDF", b"^XA")


class JobState(StrEnum):
    """Where a job is."""

    PRINTED = "printed"
    HELD = "held"
    CANCELLED = "cancelled"


class JamMode(StrEnum):
    """What a jammed printer does with a job."""

    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(kw_only=True)
class PrintJob:
    """One document that was taken."""

    job: int
    name: str
    state: JobState
    sha256: str
    bytes: int

    def told(self) -> Json:
        reason = "media-jam" if self.state is JobState.HELD else None
        return {
            "job": self.job,
            "name": self.name,
            "state": self.state,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "reason": reason,
        }


class Tray:
    """A printer's memory; the documents themselves are kept as digests only."""

    def __init__(self, clock: SystemClock) -> None:
        self._clock = clock
        self._mode: JamMode | None = None
        self._until: float | None = None
        self.reset()

    def reset(self) -> None:
        self.jobs: dict[int, PrintJob] = {}
        self._printed: list[int] = []
        self.jams = 0
        self.refused = 0
        self.clear()

    def jam(self, mode: JamMode, seconds: float | None = None) -> None:
        """Stop printing, for a time or until cleared."""
        self.jams += 1
        self._mode = mode
        self._until = None if seconds is None else self._clock.epoch() + seconds

    def clear(self) -> None:
        """Print on; what was held comes out by itself."""
        self._mode = self._until = None
        for job in self.jobs.values():
            if job.state is JobState.HELD:
                self._put_out(job)

    def jammed(self) -> JamMode | None:
        """How it's jammed; a jam whose time is over clears itself when looked at."""
        if self._until is not None and self._clock.epoch() >= self._until:
            self.clear()
        return self._mode

    def take(self, name: str, document: bytes) -> PrintJob:
        """Print a document, or hold it while jammed."""
        is_held = self.jammed() is not None
        job = PrintJob(
            job=len(self.jobs) + 1,
            name=name,
            state=JobState.HELD,
            sha256=sha256(document).hexdigest(),
            bytes=len(document),
        )
        self.jobs[job.job] = job
        if not is_held:
            self._put_out(job)
        return job

    def cancel(self, job: PrintJob) -> bool:
        """Whether it was still held."""
        if job.state is not JobState.HELD:
            return False
        job.state = JobState.CANCELLED
        return True

    def books(self) -> Json:
        self.jammed()
        printed = [self.jobs[number] for number in self._printed]
        digests = Counter(job.sha256 for job in printed)
        return {
            "jobs": len(self.jobs),
            "printed": [
                {"job": job.job, "name": job.name, "sha256": job.sha256, "bytes": job.bytes} for job in printed
            ],
            "printed_count": len(printed),
            "held": sum(job.state is JobState.HELD for job in self.jobs.values()),
            "duplicates": {digest: count for digest, count in digests.items() if count > 1},
            "jams": self.jams,
            "refused": self.refused,
        }

    def _put_out(self, job: PrintJob) -> None:
        job.state = JobState.PRINTED
        self._printed.append(job.job)


def jam_controls(tray: Tray) -> Iterable[Door]:
    """Doors of the control panel that jam a printer and clear it."""

    def jam(ask: Ask) -> Answer:
        content = ask.content or {}
        try:
            mode = JamMode(content.get("mode", "hold"))
        except ValueError:
            raise misuse("mode is hold or refuse.") from None
        tray.jam(mode, read_seconds(content))
        return done()

    def clear(_: Ask) -> Answer:
        tray.clear()
        return done()

    yield Door(method="POST", path="/__control/jam", answer=jam)
    yield Door(method="POST", path="/__control/clear", answer=clear)
