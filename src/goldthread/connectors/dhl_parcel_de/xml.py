"""The XML of DHL's tracking: what is asked in a parameter, and what is answered."""

from collections.abc import Sequence
from html import escape
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

PASSWORD: Final = "{{tracking_password}}"  # noqa: S105 - where the engine puts it
"""Stands for the password of the tracking's user, which no connector sees."""
FINE: Final = "0"
UNKNOWN: Final = "100"


def question(user: str, numbers: Sequence[str]) -> str:
    """What is asked about up to 15 parcels; the password's place stands before anything that others wrote."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><data password="{PASSWORD}" appname="{escape(user)}" '
        f'request="d-get-piece-detail" language-code="en" piece-code="{escape(";".join(numbers))}"/>'
    )


def answer_in(content: bytes) -> Element | None:
    """The `<data>` of an answer; None where there is none: a page, half a document, nothing."""
    try:
        root: Element = fromstring(content)
    except (ParseError, ValueError):
        return None
    return root if root.tag == "data" and root.get("code") is not None else None
