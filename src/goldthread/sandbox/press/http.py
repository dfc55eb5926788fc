"""A printer with an HTTP interface."""

from collections.abc import Iterable, Mapping

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, RefusedError, reply
from goldthread.sandbox.press.tray import KINDS, JamMode, PrintJob, Tray, jam_controls
from goldthread.sandbox.rules import Rule

RETRY_SECONDS = 2


def _no(status: int, reason: str, message: str, headers: Mapping[str, str] | None = None) -> Answer:
    return reply({"reason": reason, "message": message}, status=status, headers=headers)


class Press:
    """A printer that prints whatever it's sent, as often as it's sent."""

    limit_form = "none"

    def __init__(self, name: str, *, clock: SystemClock) -> None:
        self.name = name
        self.tray = Tray(clock)

    def doors(self) -> Iterable[Door]:
        def about(ask: Ask) -> str:
            return ask.headers.get("job-name", "")

        yield Door(method="POST", path="/jobs", answer=self._print, entity=about)
        yield Door(method="GET", path="/jobs", answer=self._find, entity=lambda ask: ask.query.get("name", ""))
        yield Door(method="GET", path="/jobs/{job}", answer=lambda ask: reply(self._job(ask).told()))
        yield Door(method="DELETE", path="/jobs/{job}", answer=self._cancel)
        yield Door(method="GET", path="/status", answer=self._status)

    def controls(self) -> Iterable[Door]:
        return jam_controls(self.tray)

    def authorise(self, ask: Ask) -> Answer | None:
        """A printer asks nobody who he is."""
        del ask
        return None

    def forget_login(self, ask: Ask) -> None:
        """A printer has nothing to forget."""

    def say_limited(self) -> Answer:
        return _no(429, "busy", "Too many requests.")

    def say_broken(self, status: int) -> Answer:
        return _no(status, "internal-error", "Internal error 49.4C02.")

    def say_missing(self) -> Answer:
        return _no(404, "not-found", "No such path.")

    def budget_headers(self, *, limit: int, remaining: int, reset: float) -> Mapping[str, str]:
        del limit, remaining, reset
        return {}

    def jam(self, rule: Rule) -> None:
        self.tray.jam(JamMode(rule.parameter("mode", "hold")), rule.parameter("seconds", None))

    def books(self) -> Json:
        return self.tray.books()

    def reset(self) -> None:
        self.tray.reset()

    def _print(self, ask: Ask) -> Answer:
        if not ask.headers.get("job-name"):
            raise RefusedError(_no(400, "job-name-missing", "Job-Name is required."))
        if not ask.body:
            raise RefusedError(_no(400, "empty-document", "There is nothing to print."))
        if not ask.body.startswith(KINDS):
            raise RefusedError(_no(415, "document-format-not-supported", "Send PDF or ZPL."))
        if self.tray.jammed() is JamMode.REFUSE:
            self.tray.refused += 1
            again = {"Retry-After": str(RETRY_SECONDS)}
            raise RefusedError(_no(503, "media-jam", "Open the cover and remove the paper.", again))
        return reply(self.tray.take(ask.headers["job-name"], ask.body).told(), status=202)

    def _find(self, ask: Ask) -> Answer:
        self.tray.jammed()
        name = ask.query.get("name")
        found = [job.told() for job in self.tray.jobs.values() if name is None or job.name == name]
        return reply({"jobs": found})

    def _job(self, ask: Ask) -> PrintJob:
        self.tray.jammed()
        written = ask.params["job"]
        job = self.tray.jobs.get(int(written)) if written.isdecimal() else None
        if job is None:
            raise RefusedError(_no(404, "not-found", f"No job '{written}'."))
        return job

    def _cancel(self, ask: Ask) -> Answer:
        if not self.tray.cancel(self._job(ask)):
            raise RefusedError(_no(409, "job-not-held", "Too late, or cancelled already."))
        return Answer(status=204)

    def _status(self, _: Ask) -> Answer:
        is_jammed = self.tray.jammed() is not None
        return reply({"state": "stopped" if is_jammed else "idle", "reasons": ["media-jam"] if is_jammed else []})
