"""Labels: found, shown as the carrier drew them, printed again from the cache, shared by a link."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Query, Response

from goldthread.api.door import Door, Through
from goldthread.api.guard import READS_LABELS, LabelReader, Printer
from goldthread.api.model import After, Limit, Sequel, page_end
from goldthread.api.models_label import LabelModel, LinkAsked, LinkModel, Reprint
from goldthread.api.models_run import Begun
from goldthread.audit.labels import Document
from goldthread.domain.request import ReprintRequest
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Misuse
from goldthread.ports.write import Note

router = APIRouter(prefix="/api/labels", tags=["labels"])
open_router = APIRouter(tags=["labels"])

REPRINT: Final = "label.reprint"
DOCUMENT: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The bytes as the carrier sent them.",
        "content": {"application/pdf": {}, "application/zpl": {}},
    }
}


@router.get("", summary="Labels", dependencies=READS_LABELS)
async def list_labels(
    door: Through,
    q: Annotated[
        str, Query(description="`order:bazaar/1001`, `shipment:…`, `tracking:…`, `label:…`, or any key of a trace.")
    ] = "",
    after: After = "",
    limit: Limit = 50,
) -> Sequel[LabelModel]:
    """Those of an order, shipment or tracking number; without `q` all, in the order of their ids."""
    now = door.now()
    found = await door.labels.find(q, now) if q else await door.labels.page(now, after=after, limit=limit)
    items = [LabelModel.model_validate(one) for one in found]
    return Sequel(items=items, after=None if q else page_end([one.id for one in items], limit))


@router.get("/{label}", summary="One label", dependencies=READS_LABELS)
async def get_label(label: str, door: Through) -> LabelModel:
    """What it belongs to, and how often it was printed, by whom and why."""
    return LabelModel.model_validate(await door.labels.get(label, door.now()))


@router.get("/{label}/document", summary="The label itself", response_class=Response, responses=DOCUMENT)
async def get_document(label: str, door: Through, caller: LabelReader) -> Response:
    """As the carrier sent it, from the cache; no carrier is asked. Each look is an entry."""
    document = await door.labels.document(label, door.now())
    await _note_opened(door, label, caller.name, "by token")
    return _file(document)


@router.post("/{label}/link", summary="A link that opens the label", status_code=201)
async def make_link(label: str, asked: LinkAsked, door: Through, caller: Printer) -> LinkModel:
    """Signed and expiring; whoever holds it needs no token."""
    await door.labels.get(label, door.now())
    text, ticket = await door.links.issue(label, by=caller.name, lifetime=timedelta(seconds=asked.lifetime_s))
    return LinkModel(url=f"{public_url(door)}/labels/{text}", label=label, expires_at=ticket.expires_at)


@router.post("/{label}/reprint", summary="Print it again", status_code=202, response_model=Begun)
async def reprint(
    label: str,
    asked: Reprint,
    response: Response,
    door: Through,
    caller: Printer,
    idempotency_key: Annotated[str | None, Header(max_length=200, description="One key prints once.")] = None,
) -> Begun:
    """From the cache, counted, with who and why. 409 with the reason when it is void, expired or erased."""
    world = door.house.world
    await door.labels.printable(label, door.now())
    if asked.printer:
        world.installations.get(asked.printer)
    if REPRINT not in world.catalog.topologies:
        raise Misuse(f"Nothing reprints here: the topology {REPRINT} isn't among those of the settings.")
    request = ReprintRequest(of=f"label:{label}", who=caller.name, why=asked.why, printer=asked.printer)
    started = await door.house.engine.intake.start(REPRINT, request, key=idempotency_key or "", actor=caller.name)
    if started.is_duplicate:
        response.status_code = 200
    response.headers["Location"] = f"/api/runs/{started.run}"
    return Begun.model_validate(started)


@open_router.get("/labels/{ticket}", summary="Open a label by its link", response_class=Response, responses=DOCUMENT)
async def open_link(ticket: str, door: Through) -> Response:
    """Needs no token. 403 when the link was not made here, or its time is over."""
    read = await door.links.read(ticket)
    document = await door.labels.document(read.label, door.now())
    await _note_opened(door, read.label, read.by, "by link")
    return _file(document)


def public_url(door: Door) -> str:
    """How others reach this API."""
    settings = door.house.settings
    return settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"


def _file(document: Document) -> Response:
    name = document.file_name.encode("ascii", "replace").decode().replace('"', "_")
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(document.content, media_type=document.media_type, headers=headers)


async def _note_opened(door: Door, label: str, who: str, how: str) -> None:
    """Durable before the label is shown: nobody sees one without a trace."""
    content = json.dumps({"text": f"label opened {how}", "label": label})
    entry = Entry(kind=Kind.OPENED, at=door.now(), actor=who, content=content)
    await door.house.world.ledger.write(Note(entries=(entry,)))
