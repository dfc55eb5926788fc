"""Requests to a printer: always the same bytes for the same question."""

from __future__ import annotations

from typing import Final

from goldthread.connectors.ipp.codec import encode
from goldthread.connectors.ipp.message import Attribute, Group, Message, Operation, Part, Tag, many, one

USER: Final = "goldthread"
"""As whom jobs are sent. CUPS shows the names of a user's jobs to nobody else."""
PRINTER_ATTRIBUTES: Final = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "document-format-supported",
)
JOB_ATTRIBUTES: Final = ("job-id", "job-name", "job-uuid", "job-state", "job-state-reasons", "job-state-message")
"""`job-uuid` isn't looked at, but CUPS 2.4 leaves out the names of jobs that it has unloaded unless it is asked for."""

USER_NAME: Final = one("requesting-user-name", Tag.NAME, USER)


def get_printer(uri: str) -> bytes:
    """Ask how the printer is, and what it takes."""
    return _asking(Operation.GET_PRINTER_ATTRIBUTES, uri, many("requested-attributes", Tag.KEYWORD, PRINTER_ATTRIBUTES))


def get_job(uri: str, number: int) -> bytes:
    """Ask what became of a job."""
    asked = many("requested-attributes", Tag.KEYWORD, JOB_ATTRIBUTES)
    return _asking(Operation.GET_JOB_ATTRIBUTES, uri, one("job-id", Tag.INTEGER, number), USER_NAME, asked)


def get_jobs(uri: str, which: str) -> bytes:
    """Ask which jobs there are; `which` is `not-completed` or `completed`, which every printer knows."""
    asked = many("requested-attributes", Tag.KEYWORD, JOB_ATTRIBUTES)
    return _asking(Operation.GET_JOBS, uri, USER_NAME, one("which-jobs", Tag.KEYWORD, which), asked)


def print_job(uri: str, name: str, media_type: str, document: bytes) -> bytes:
    """Ask for this document on paper."""
    named = one("job-name", Tag.NAME, name)
    format_ = one("document-format", Tag.MEDIA_TYPE, media_type)
    return _asking(Operation.PRINT_JOB, uri, USER_NAME, named, format_, document=document)


def _asking(operation: Operation, uri: str, *attributes: Attribute, document: bytes = b"") -> bytes:
    """Charset, language and printer come first and in this order (RFC 8011, section 4.1.4)."""
    head = (
        one("attributes-charset", Tag.CHARSET, "utf-8"),
        one("attributes-natural-language", Tag.LANGUAGE, "en"),
        one("printer-uri", Tag.URI, uri),
    )
    group = Group(part=Part.OPERATION, attributes=(*head, *attributes))
    return encode(Message(code=operation, number=operation, groups=(group,), document=document))
