"""One change for many messages, before it is done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from goldthread.console.trash.bulk import common_fields, read_value
from goldthread.flow.errors import Misuse
from goldthread.flow.message import Message, MessageId, RunId, TraceId
from goldthread.ports.carried import Trashing, TrashKind
from goldthread.ports.view import Trashed

AT = datetime(2026, 5, 1, 10, tzinfo=UTC)


def a_trashed(body: str) -> Trashed:
    """A message in the trash."""
    message = Message(
        id=MessageId("m"),
        run=RunId("r"),
        trace=TraceId("t"),
        topology="order.ship",
        version="1",
        node="label_order",
        body=body,
        created_at=AT,
    )
    return Trashed(message=message, why=Trashing(kind=TrashKind.REJECTED, reason="no"), version=1, trashed_at=AT)


def test_a_value_is_read_as_what_stood_there() -> None:
    """Text stays text, numbers become numbers, lines become lines."""
    assert read_value("007", "1") == "007"
    assert read_value("007", None) == "007"
    assert read_value("7", 1) == 7
    assert read_value("Lane 1\nDoor 2", ["Lane 3"]) == ["Lane 1", "Door 2"]


def test_a_value_that_cannot_be_read_is_refused() -> None:
    """With what stood there."""
    with pytest.raises(Misuse, match="Where 1 stood"):
        read_value("many", 1)


def test_fields_to_choose_from_are_those_of_the_body() -> None:
    """Every plain one, by its pointer."""
    body = '{"a": 1, "b": {"c/d": "x"}, "e": [{"f": null}], "g": []}'
    assert common_fields([a_trashed(body)]) == ["/a", "/b/c~1d", "/e/0/f"]
    assert common_fields([]) == []
