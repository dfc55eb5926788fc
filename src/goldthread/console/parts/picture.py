"""Labels as pictures: the first page of a PDF, or the texts of a ZPL label."""

from __future__ import annotations

import asyncio
import base64
import io
import re
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pypdfium2
import structlog
from markupsafe import Markup

from goldthread.audit.labels import Document
from goldthread.console.parts.markup import joined, tag

logger = structlog.get_logger(__name__)

WIDTH: Final = 480
"""In pixels."""
REMEMBERED: Final = 64
_TEXT: Final = re.compile(rb"\^FD(.*?)\^FS", re.DOTALL)
_painter: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
"""PDFium knows one thread."""
_painted: OrderedDict[str, Markup] = OrderedDict()


async def picture(document: Document, *, digest: str, words: str) -> Markup:
    """The label as people see it; `words` say what it is to whom a picture says nothing. Some 20 ms at first."""
    if digest in _painted:
        _painted.move_to_end(digest)
        return _painted[digest]
    if document.media_type == "application/pdf":
        made = await asyncio.get_running_loop().run_in_executor(_painter, _painted_pdf, document.content, words)
    else:
        made = zpl_texts(document.content)
    _painted[digest] = made
    if len(_painted) > REMEMBERED:
        _painted.popitem(last=False)
    return made


def zpl_texts(content: bytes) -> Markup:
    """What a ZPL label says, a line for each field."""
    lines = [found.decode("utf-8", "replace") for found in _TEXT.findall(content)]
    if not lines:
        return tag("p", "A ZPL label that says nothing in words.", cls="muted small")
    return tag("div", *(tag("div", line) for line in lines), cls="label-texts mono")


def _painted_pdf(content: bytes, words: str) -> Markup:
    try:
        document = pypdfium2.PdfDocument(content)
        try:
            page = document[0]
            drawn = page.render(scale=WIDTH / max(page.get_width(), 1)).to_pil().convert("L")
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        logger.warning("a label cannot be drawn", reason=str(error))
        return tag("p", "This PDF cannot be drawn here; a printer may still print it.", cls="muted small")
    file = io.BytesIO()
    drawn.save(file, "PNG", optimize=True)
    source = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    return joined([Markup('<img class="label-picture" src="{}" alt="{}">').format(source, words)])
