"""A label as people see it: the picture of a PDF, the texts of a ZPL label, or why there is neither."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.audit.labels import LabelView
from goldthread.console.address import href
from goldthread.console.parts.markup import tag
from goldthread.console.visit import Visit
from goldthread.domain.label import LabelFormat
from goldthread.flow.errors import Conflict

_TEXT: Final = re.compile(rb"\^FD(.*?)\^FS", re.DOTALL)
_PICTURE: Final = Markup('<img class="label-picture" src="{}" alt="{}" width="640" height="960">')


async def looked_at(visit: Visit, label: LabelView) -> Markup:
    """What stands in the place of the paper. Each look is an entry, as labels show whose they are."""
    if not visit.may(Scope.PRINT, Scope.PERSONAL):
        return tag("p", "Labels show addresses; your role doesn't see them.", cls="muted small")
    door = visit.door
    try:
        document = await door.labels.document(label.id, door.now())
    except Conflict as error:
        return tag("p", str(error), cls="muted small")
    if label.format == LabelFormat.PDF.value:
        words = f"Label {label.tracking_number} of order {label.order_number}"
        return _PICTURE.format(href(f"/labels/{label.id}/picture.png"), words)
    door.note_look(visit.name, label.id, f"label {label.id}")
    return zpl_texts(document.content)


def zpl_texts(content: bytes) -> Markup:
    """What a ZPL label says, a line for each field."""
    lines = [found.decode("utf-8", "replace") for found in _TEXT.findall(content)]
    if not lines:
        return tag("p", "A ZPL label that says nothing in words.", cls="muted small")
    return tag("div", *(tag("div", line) for line in lines), cls="label-texts mono")
