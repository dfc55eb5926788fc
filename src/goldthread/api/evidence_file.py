"""Signed evidence as a file that is sent while it is read."""

from __future__ import annotations

import json

from fastapi.responses import StreamingResponse

from goldthread.api.door import Door
from goldthread.audit.export import signed_export
from goldthread.audit.search import traces
from goldthread.audit.signer import Signer
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import NotFound
from goldthread.flow.message import TraceId


async def evidence_file(door: Door, of: str, *, actor: str) -> StreamingResponse:
    """The stories of a key, or everything; that somebody took it away is an entry. Raises `NotFound`."""
    ledger = door.house.world.ledger
    wanted = {str(trace) for trace, _ in await traces(ledger, of)} if of else None
    if wanted is not None:
        wanted |= {of} if await ledger.story(TraceId(of), limit=1) else set()
        if not wanted:
            raise NotFound(f"Nothing is known under {of!r}.")
    said = {"text": f"exported the evidence of {of or 'everything'}"}
    door.note(Entry(kind=Kind.OPENED, at=door.now(), actor=actor, content=json.dumps(said)))
    name = f"goldthread-evidence-{door.now():%Y-%m-%d-%H%M%S}.jsonl"
    return StreamingResponse(
        signed_export(ledger, Signer(ledger), wanted),
        media_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
