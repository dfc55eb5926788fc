"""Lost answers that are settled otherwise than by looking: by a native key, by doing it again, by a person."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from goldthread.domain.printing import PrintJob
from goldthread.flow.application import Application
from goldthread.flow.auth import ApiKey
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask, Doubt, NativeKey, Repeatable
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Json, Refused, Reply, StatusPolicy, Verdict, unreadable
from goldthread.ports.wire import Request
from goldthread.testing.contract import Contract, Has, LoopbackFake, PrinterContract, Settles, json_reply

LATER = timedelta(seconds=7)


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"fault": "…"}`."""
    match decoded:
        case {"fault": str(words)} if reply.status < 300 or reply.status == 415:
            return Refused(words, (Fault(field="", message=words),))
        case _:
            return unreadable(reply, decoded)


quill = Application("quill", auth=ApiKey(prefix="Bearer "), statuses=StatusPolicy(look=look))


async def _print(job: PrintJob, api: Client, doubt: Doubt[Reply]) -> PrintJob:
    content = await api.artifact(job.artifact)
    for copy in range(job.copies):
        headers = {"X-Job": f"{job.name}.{copy}"}
        await api.request("POST", "/sheets", content=content, headers=headers, doubt=doubt)
    return job


@quill.connector(at="printer")
async def print_by_key(job: PrintJob, api: Client) -> PrintJob:
    """Print, each sheet under a key that quill knows."""
    return await _print(job, api, NativeKey(header="X-Key"))


@quill.connector(at="printer")
async def print_by_name(job: PrintJob, api: Client) -> PrintJob:
    """Print, each sheet under a name that quill prints once."""
    return await _print(job, api, Repeatable())


@quill.connector(at="printer")
async def print_and_ask(job: PrintJob, api: Client) -> PrintJob:
    """Print; where nobody knows whether, a person looks at the tray."""
    return await _print(job, api, Ask(cost="one sheet"))


class QuillFake(LoopbackFake):
    """A printer that prints what has one key, or one name, once."""

    secrets: Mapping[str, str] = {"api_key": "feather"}

    def __init__(self, now: Callable[[], datetime], known_by: str) -> None:
        super().__init__(now)
        self._known_by = known_by
        self._sheets: list[str] = []
        self._known: set[str] = set()
        self._is_jammed = False

    def answer(self, request: Request) -> Reply:
        if request.headers.get("authorization") != "Bearer feather":
            return self.denied()
        if self._is_jammed:
            return json_reply(503, {"message": "Paper is jammed."})
        if not request.content.startswith(b"%PDF"):
            return json_reply(415, {"fault": "That is no sheet."})
        name = request.headers.get(self._known_by, "")
        if not name or name not in self._known:
            self._known.add(name)
            self._sheets.append(sha256(request.content).hexdigest())
        return json_reply(200, {"sheet": len(self._sheets)})

    def throttled(self) -> Reply:
        return json_reply(429, {"message": "The ink has to dry."}, retry_after="7")

    def broken(self) -> Reply:
        return json_reply(500, {"message": "The quill is blunt."})

    def denied(self) -> Reply:
        return json_reply(401, {"message": "Whose feather is this?"})

    def effects(self) -> Sequence[str]:
        return list(self._sheets)

    def jam(self) -> None:
        self._is_jammed = True

    def clear(self) -> None:
        self._is_jammed = False


class QuillKit:
    """What there is to say of quill, printing in one of three ways."""

    application = quill
    notes = Path(__file__)
    against = "a fake of this test"
    settings: Mapping[str, str] = {}
    main = "POST /sheets"
    throttle = LATER
    expiry = Has()
    error_inside = json_reply(200, {"fault": "The door is open."})
    refused = b"<html>no sheet</html>"

    def __init__(self, way: Any, settles: Settles, known_by: str) -> None:
        self.print = way
        self.settles = settles
        self._known_by = known_by

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[QuillFake]:
        async with QuillFake(now, self._known_by).running() as fake:
            yield fake


class TestByKey(PrinterContract):
    """The same key is sent with every try."""

    kit = QuillKit(print_by_key, Settles.NATIVE_KEY, "x-key")


class TestByName(PrinterContract):
    """Twice is as once over there."""

    kit = QuillKit(print_by_name, Settles.REPEATED, "x-job")


class TestByAsking(PrinterContract):
    """A person is asked, with the cost."""

    kit = QuillKit(print_and_ask, Settles.ASKED, "nothing")


@pytest.mark.parametrize(
    ("way", "settles", "sentence"),
    [
        (print_by_key, Settles.LOOKUP, "was sent 2 times; looking should have found it"),
        (print_and_ask, Settles.NATIVE_KEY, "in_doubt"),
        (print_by_name, Settles.ASKED, "was sent 2 times"),
    ],
)
def test_another_settlement_than_the_declared_one_is_found(way: Any, settles: Settles, sentence: str) -> None:
    """Whoever says `lookup` and sends again, or says that it sends again and asks, doesn't keep the contract."""
    known_by = "x-key" if way is print_by_key else "x-job"
    contract: Any = type("Mistaken", (PrinterContract,), {"kit": QuillKit(way, settles, known_by)})
    assert issubclass(contract, Contract)
    with pytest.raises(AssertionError, match=sentence):
        contract().test_a_lost_answer_is_settled_as_declared()
