"""What pages show or hand out as files: pictures of labels, stories as evidence."""

from __future__ import annotations

import asyncio
import io
from typing import Final, cast

import pypdfium2
from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from nicegui import app

from goldthread.access.scope import Scope
from goldthread.api.models_trace import StoryModel
from goldthread.api.problem import respond
from goldthread.audit.lines import story_lines
from goldthread.audit.story import tell
from goldthread.audit.told import Story
from goldthread.console.visit import KEY, Visit
from goldthread.domain.label import LabelFormat
from goldthread.flow.errors import Forbidden, GoldthreadError, NotFound

WIDTH: Final = 640
"""Dots across of a label's picture."""
_drawing = asyncio.Semaphore(1)
"""PDFium bears no second thread."""


@app.get("/labels/{label}/picture.png")
async def label_picture(label: str, request: Request) -> Response:
    """The first page of a label, drawn small. Each look is an entry, as labels show whose they are."""
    visit = _visit(request)
    try:
        await visit.demand(Scope.PERSONAL, Scope.PRINT)
        view = await visit.door.labels.get(label, visit.door.now())
        if view.format != LabelFormat.PDF.value:
            raise NotFound(f"The label {label} is {view.format}, which is drawn by printers alone.")
        document = await visit.door.labels.document(label, visit.door.now())
    except GoldthreadError as error:
        return respond(request.url.path, error)
    visit.door.note_look(visit.name, label, f"label {label}")
    async with _drawing:
        picture = await asyncio.to_thread(_drawn, document.content)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})


@app.get("/orders/{trace}/story.txt")
async def story_text(trace: str, request: Request) -> Response:
    """The story with requests and replies, as text."""
    try:
        story = await _told(trace, _visit(request))
    except GoldthreadError as error:
        return respond(request.url.path, error)
    return PlainTextResponse("\n".join(story_lines(story, is_full=True)) + "\n")


@app.get("/orders/{trace}/evidence.json")
async def story_evidence(trace: str, request: Request) -> Response:
    """The story with the place of every entry in its chain."""
    try:
        story = await _told(trace, _visit(request))
    except GoldthreadError as error:
        return respond(request.url.path, error)
    content = StoryModel.model_validate(story).model_dump_json(indent=2)
    name = f"goldthread-{''.join(letter for letter in trace if letter.isalnum())}.json"
    return Response(
        content, media_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _visit(request: Request) -> Visit:
    return cast("Visit", request.scope[KEY])


async def _told(trace: str, visit: Visit) -> Story:
    await visit.demand(Scope.READ)
    world = visit.house.world
    story = await tell(world.ledger, trace, topologies=world.catalog.topologies.values(), mask=visit.hide())
    if not story.is_masked:
        visit.door.note_look(visit.name, story.trace, "the story")
    return story


def _drawn(content: bytes) -> bytes:
    """Raises `Forbidden` for bytes that no page can be drawn of."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Forbidden("These bytes are no PDF that can be drawn.") from error
    try:
        page = document[0]
        picture = page.render(scale=WIDTH / max(page.get_width(), 1)).to_pil()
        written = io.BytesIO()
        picture.save(written, format="PNG", optimize=False)
        return written.getvalue()
    finally:
        document.close()
