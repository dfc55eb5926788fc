"""Packeta's XML: what is asked, and what is answered."""

import re
from collections.abc import Mapping
from html import escape
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

PASSWORD: Final = "{{api_password}}"  # noqa: S105 - where the engine puts it
"""Stands for the password, which no connector sees."""
Tree: TypeAlias = "Mapping[str, str | Tree | None]"
"""Elements by their names; what is None isn't written."""

_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot carry, however it is escaped."""


def document(method: str, content: Tree) -> bytes:
    """A call of the method; the password's place stands before anything that others wrote."""
    body = f"<{method}><apiPassword>{PASSWORD}</apiPassword>{_written(content)}</{method}>"
    return f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()


def answer_in(content: bytes) -> Element | None:
    """The `<response>` of an answer; None where there is none: a page, half a document, nothing."""
    try:
        root: Element = fromstring(content)
    except (ParseError, ValueError):
        return None
    return root if root.tag == "response" and root.findtext("status") else None


def _written(content: Tree) -> str:
    return "".join(f"<{name}>{_value(value)}</{name}>" for name, value in content.items() if value is not None)


def _value(value: "str | Tree | None") -> str:
    match value:
        case str():
            return escape(_UNWRITABLE.sub("", value), quote=False)
        case None:
            return ""
        case _:
            return _written(value)
