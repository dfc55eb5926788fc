"""Entries as the engine writes them, for tests of the read side."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from goldthread.flow.entry import Entry, Kind
from goldthread.flow.reply import Json
from goldthread.ports.view import Sealed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def sealed(*entries: Entry) -> list[Sealed]:
    """In one chain, in their order."""
    return [
        Sealed(chain=1, seq=seq, entry=entry, digest="d" * 64, previous="", hash="", is_erased=False)
        for seq, entry in enumerate(entries)
    ]


def an_entry(kind: Kind, content: dict[str, Json], *, at: int = 0, node: str = "pack", actor: str = "") -> Entry:
    """One line about the message m-1 of the run r-1."""
    return Entry(
        kind=kind,
        at=NOON + timedelta(seconds=at),
        trace="t-1",
        run="r-1",
        topology="order.ship",
        node=node,
        message="m-1",
        actor=actor,
        content=json.dumps(content),
    )


def intended(call: str = "c-1") -> Entry:
    """A write is about to be sent."""
    request: Json = {"method": "POST", "path": "/v1/shipments", "params": {}, "body": {"email": "ana@example.com"}}
    return an_entry(Kind.INTENDED, {"call": call, "installation": "swift", "request": request})


def called(call: str = "c-1", *, verdict: str = "accepted", status: int = 201, words: str = "") -> Entry:
    """It was answered."""
    reply: Json = {"status": status, "headers": {}, "body": {"id": "S1"}}
    content: dict[str, Json] = {
        "call": call,
        "installation": "swift",
        "method": "POST",
        "path": "/v1/shipments",
        "reply": reply if status else None,
        "verdict": verdict,
        "ms": 12.4,
    }
    return an_entry(Kind.CALLED, {**content, **({"words": words} if words else {})})
