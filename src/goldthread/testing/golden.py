"""Goldens: a folder holds what a connector is given, what the other side says, and what must come of it.

`tests/connectors/<application>/<operation>/<case>/{given,exchange,then}.json`. `python -m goldthread.testing.golden
FOLDER` writes every `then.json` anew; read the difference before you keep it.

`given.json`: `{"body": …, "settings": {…}, "records": {"order:bazaar/1": …}, "artifacts": ["base64"], "cursor": null,
"now": "2026-11-23T12:00:00Z"}`, all but `body` optional. `exchange.json`: the requests in order, each with its reply. A
failed attempt is followed by another as long as requests are expected.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import importlib
import json
import sys
from collections.abc import Awaitable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from goldthread.adapters.places.rules import LibraryPlaceRules
from goldthread.domain.place_rules import use_place_rules
from goldthread.engine.codec import Codec
from goldthread.flow.application import Application
from goldthread.flow.errors import InDoubt, Rejected, Transient, Unauthorised
from goldthread.flow.node import Connector
from goldthread.flow.outcome import Drop, Emit, Wait
from goldthread.flow.reply import Json
from goldthread.testing.client import NOON, FakeClient, Kept
from goldthread.testing.wire import ScriptedWire, step_of

Row = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Case:
    """One golden."""

    folder: Path

    @property
    def name(self) -> str:
        """`swiftpost/label_order/lost_answer`."""
        return "/".join(self.folder.parts[-3:])

    def read(self, name: str) -> Json:
        """The content of one of its files."""
        return cast("Json", json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8")))

    def record(self, then: Row) -> None:
        """Write what came as what must come."""
        text = json.dumps(then, ensure_ascii=False, indent=1)
        (self.folder / "then.json").write_text(text + "\n", encoding="utf-8")

    def connector(self) -> Connector[object, object]:
        """The connector that the folder is named after: `goldthread.connectors.<application>.<operation>`."""
        package, operation = self.folder.parts[-3:-1]
        found = getattr(importlib.import_module(f"goldthread.connectors.{package}"), operation)
        if not isinstance(found, Connector):
            raise TypeError(f"{package}.{operation} is no connector.")
        return found


def cases(root: Path) -> Iterator[Case]:
    """All goldens beneath a folder: of all connectors, of one, of one operation, or a single one."""
    for given in sorted(root.glob("**/given.json")):
        yield Case(given.parent)


async def run_case(case: Case) -> Row:
    """What comes of a golden, in the form of its `then.json`."""
    use_place_rules(LibraryPlaceRules())
    given = cast("Row", case.read("given"))
    connector = case.connector()
    wire = ScriptedWire([step_of(cast("Row", row)) for row in cast("list[Json]", case.read("exchange"))])
    codec = Codec()
    body = codec.decode_json(connector.spec.takes, given["body"])
    client = client_of(given, cast("Application", connector.spec.application), wire, body, connector.spec.at)
    before: list[Json] = []
    outcome = await _attempt(connector, body, client, codec)
    while wire.left and outcome["outcome"] in {"transient", "waits"}:
        before.append(outcome)
        client.again()
        outcome = await _attempt(connector, body, client, codec)
    if wire.left:
        raise AssertionError(f"{case.name}: {len(wire.left)} requests were expected and didn't come.")
    return {**outcome, "before": before, **_left_behind(client)}


def client_of(
    given: Mapping[str, Json], application: Application, wire: ScriptedWire, body: object, at: str
) -> FakeClient:
    """The client of a golden's `given.json`."""
    kept = Kept()
    for name, record in cast("Row", given.get("records") or {}).items():
        kind, _, key = name.partition(":")
        kept.records[kind, key] = json.dumps(record, ensure_ascii=False)
    for text in cast("list[str]", given.get("artifacts") or []):
        content = base64.b64decode(text)
        kept.artifacts[hashlib.sha256(content).hexdigest()] = content
    now, cursor = given.get("now"), given.get("cursor")
    return FakeClient(
        application,
        wire,
        installation=str(getattr(body, at)) if at else "",
        settings=cast("Mapping[str, str]", given.get("settings") or {}),
        kept=kept,
        cursor=None if cursor is None else str(cursor),
        now=datetime.fromisoformat(str(now)) if now else NOON,
    )


async def _attempt(connector: Connector[object, object], body: object, client: FakeClient, codec: Codec) -> Row:
    """The outcome of one attempt."""
    try:
        answer = await cast("Awaitable[object]", connector.spec.function(body, client))
    except Rejected as error:
        return {"outcome": "rejected", "reason": str(error), "faults": [asdict(fault) for fault in error.faults]}
    except Transient as error:
        after = None if error.after is None else int(error.after.total_seconds())
        return {"outcome": "transient", "reason": str(error), "after_s": after}
    except Unauthorised as error:
        return {"outcome": "unauthorised", "reason": str(error)}
    except InDoubt as error:
        return {"outcome": "in_doubt", "reason": str(error), "cost": error.cost}
    match answer:
        case Wait():
            return {"outcome": "waits", "reason": answer.reason, "seconds": int(answer.duration.total_seconds())}
        case Drop():
            return {"outcome": "drop", "reason": answer.reason}
        case Emit():
            items = [codec.to_json(item) for item in answer.items]
            return {"outcome": "emit", "items": items, "cursor": answer.cursor, "has_more": answer.has_more}
        case _:
            return {"outcome": "done", "body": codec.to_json(answer)}


def _left_behind(client: FakeClient) -> Row:
    """What the connector kept beside its outcome."""
    records = {f"{kind}:{key}": json.loads(body) for (kind, key), body in sorted(client.outcome_records.items())}
    links = {f"{kind} {ours} at {where}": theirs for (kind, ours, where), theirs in sorted(client.kept.links.items())}
    left: Row = {"records": records, "links": cast("Json", links), "notes": cast("Json", client.kept.notes)}
    ended: list[Json] = [f"{kind}:{key}" for kind, key in sorted(client.kept.ended)]
    return {**left, "ended": ended} if ended else left


def main(folders: list[str]) -> None:
    """Record all goldens beneath the folders."""
    for folder in folders:
        for case in cases(Path(folder)):
            case.record(asyncio.run(run_case(case)))


if __name__ == "__main__":
    main(sys.argv[1:])
