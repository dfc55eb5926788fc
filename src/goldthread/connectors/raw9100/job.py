"""Jobs of a raw printer."""

from datetime import timedelta
from typing import Final

from goldthread.connectors.raw9100.application import raw9100
from goldthread.connectors.raw9100.host_status import trouble
from goldthread.domain.printing import PrintJob
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Wait

JAM_PAUSE: Final = timedelta(seconds=10)
"""How long to wait before a stopped printer is asked again."""

UNASKED: Final = "none"
"""The setting of printers that answer nothing; a question would come out on paper, or be waited for in vain."""


@raw9100.connector(at="printer")
async def print_label(job: PrintJob, api: Client) -> PrintJob | Wait:
    """Send a label to the port, as often as it is wanted, once the printer says that it would print.

    The port acknowledges nothing, so that a connection which broke leaves open whether paper came. The document is
    then sent again: a second sheet with the same tracking number costs a sheet, a missing one stops a parcel.
    """
    content = await api.artifact(job.artifact)
    if not job.format.fits(content):
        raise Rejected(
            f"Could not print label {job.label!r}: its bytes aren't {job.format}, they begin {content[:40]!r}. "
            "Have the carrier give the label again.",
            field="/artifact",
        )
    if stopped := await _stopped(api):
        return Wait(JAM_PAUSE, f"{api.installation} is stopped: {stopped}.")
    for _ in range(job.copies):
        await api.request("PRINT", "", content=content, doubt=Repeatable())
    api.note(f"Sent label {job.label} to {api.installation}.", printed=job.label, who=job.who, why=job.why)
    return job


async def _stopped(api: Client) -> str | None:
    """Why the printer would not print now; none where it isn't asked, too, since nothing would answer."""
    if api.setting("host_status") == UNASKED:
        return None
    return trouble((await api.request("QUERY", "", is_read=True)).content)
