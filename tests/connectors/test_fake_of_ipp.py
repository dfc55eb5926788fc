"""The stand-ins of printers answer as CUPS and ippeveprinter did when the goldens were recorded."""

import base64
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from goldthread.connectors.ipp.codec import decode
from goldthread.connectors.ipp.message import Message
from goldthread.connectors.ipp.rows import jobs_of
from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.client import NOON
from goldthread.testing.fakes.ipp import IppFake, IppPrinterFake

GOLDENS = Path(__file__).parent / "ipp" / "print_label"
MEANWHILE = timedelta(milliseconds=700)
"""How long the attempts of a recording were apart."""


class Now:
    """A time that is set."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


def shape(reply: Reply) -> tuple[int, int, set[tuple[int, frozenset[tuple[str, int]]]]]:
    """Status, number, and the names and tags of each kind of group."""
    message = decode(reply.content)
    groups = {(group.part, names(message, place)) for place, group in enumerate(message.groups)}
    return message.code, message.number, groups


def first_job(steps: list[dict[str, Any]]) -> int:
    """The number of the job that the recording made."""
    replies = [step["reply"] for step in steps if step["reply"] != "lost"]
    found = [job.id for reply in replies for job in jobs_of(decode(base64.b64decode(reply["base64"])))]
    return found[0] if found else 1


def names(message: Message, place: int) -> frozenset[tuple[str, int]]:
    """Name and tag of each attribute of a group; what CUPS says in no words may be left out."""
    return frozenset(
        (attribute.name, attribute.values[0].tag)
        for attribute in message.groups[place].attributes
        if attribute.name != "job-state-message"
    )


@pytest.mark.parametrize(
    ("golden", "make"),
    [
        ("done", IppFake),
        ("two_copies", IppFake),
        ("lost_answer", IppFake),
        ("no_such_queue", IppFake),
        ("done_by_a_printer", IppPrinterFake),
    ],
)
def test_the_fake_answers_what_the_real_one_answered(golden: str, make: type[IppFake]) -> None:
    """To every request of a recording: the same status, the same groups, the same attributes."""
    steps = json.loads((GOLDENS / golden / "exchange.json").read_text(encoding="utf-8"))
    now = Now()
    fake = make(now, first=first_job(steps))
    for step in steps:
        request = Request(
            method="POST", url=step["request"]["path"], headers={}, content=step["request"]["text"].encode()
        )
        came = fake.answer(request)
        if step["reply"] != "lost":
            real = Reply(status=200, content=base64.b64decode(step["reply"]["base64"]))
            assert shape(came) == shape(real)
        now.at += MEANWHILE
