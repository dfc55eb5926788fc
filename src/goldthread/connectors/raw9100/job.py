"""Jobs of a raw printer."""

from datetime import timedelta
from typing import Final

from goldthread.connectors.raw9100.application import raw9100
from goldthread.connectors.raw9100.host_status import trouble
from goldthread.domain.printing import PrintJob
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.outcome import Wait

JAM_PAUSE: Final = timedelta(seconds=10)
"""How long to wait before a stopped printer is asked again."""


@raw9100.connector(at="printer")
async def print_raw(job: PrintJob, api: Client) -> PrintJob | Wait:
    """Send a label to the port, as often as it is wanted, once the printer says that it would print.

    The port acknowledges nothing, so that a connection which broke leaves open whether paper came. The document is
    then sent again: a second sheet with the same tracking number costs a sheet, a missing one stops a parcel.
    """
    stopped = trouble((await api.request("QUERY", "", is_read=True)).content)
    if stopped:
        return Wait(JAM_PAUSE, f"{api.installation} is stopped: {stopped}.")
    content = await api.artifact(job.artifact)
    for _ in range(job.copies):
        await api.request("PRINT", "", content=content, doubt=Repeatable())
    api.note(f"Sent label {job.label} to {api.installation}.", printed=job.label, who=job.who, why=job.why)
    return job
