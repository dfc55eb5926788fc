"""Jobs of a press: a document is sent once, and then only asked after."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from goldthread.connectors.press.application import press
from goldthread.domain.label import LabelFormat
from goldthread.domain.printing import PrintJob
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Wait

JAM_PAUSE: Final = timedelta(seconds=10)
"""How long to wait before a held job is asked after again."""
CONTENT_TYPE: Final = {LabelFormat.PDF: "application/pdf", LabelFormat.ZPL: "application/vnd.zebra-zpl"}


@dataclass(frozen=True, kw_only=True, slots=True)
class PressJob:
    """A job: `printed`, `held` (prints by itself when the jam is cleared) or `cancelled`."""

    job: int
    name: str
    state: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PressJobs:
    """The jobs of one name, the oldest first."""

    jobs: tuple[PressJob, ...]


@press.connector(at="printer")
async def print_label(job: PrintJob, api: Client) -> PrintJob | Wait:
    """Print a label as often as it is wanted, by default once, and wait until paper came.

    A press would print the same document again. Each copy has a name of its own by which a lost answer is resolved,
    and a held job is never sent again: it prints by itself when somebody clears the jam.
    """
    content = await api.artifact(job.artifact)
    for name in _names(job):
        row = await _send(name, content, CONTENT_TYPE[job.format], api)
        if row.state == "held":
            row = await _ask_after(row, api)
        if row.state == "held":
            return Wait(JAM_PAUSE, f"{api.installation} holds {name}: {row.reason or 'no reason given'}.")
        if row.state != "printed":
            raise Rejected(
                f"{api.installation} says that job {row.job} with label {job.label} is {row.state}. "
                "Print the label again by label.reprint, and discard this job."
            )
    api.note(f"Printed label {job.label} at {api.installation}.", printed=job.label, who=job.who, why=job.why)
    return job


async def _send(name: str, content: bytes, content_type: str, api: Client) -> PressJob:
    async def find() -> PressJob | None:
        found = (await api.get("/jobs", params={"name": name}, into=PressJobs)).jobs
        return found[0] if found else None

    headers = {"Job-Name": name, "Content-Type": content_type}
    return await api.post("/jobs", content=content, headers=headers, into=PressJob, doubt=Lookup(find=find))


async def _ask_after(row: PressJob, api: Client) -> PressJob:
    now = await api.find(f"/jobs/{row.job}", into=PressJob)
    if now is None:
        raise Rejected(
            f"{api.installation} has forgotten job {row.job}; nobody can tell whether {row.name} was printed. "
            "Look at the printer, and print the label by label.reprint if it wasn't."
        )
    return now


def _names(job: PrintJob) -> list[str]:
    return [job.name, *(f"{job.name}.{copy}" for copy in range(2, job.copies + 1))]
