"""The goldens once more, through the engine's own client, ledger and limiter."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from goldthread.connectors.books import books
from goldthread.engine.codec import Codec
from goldthread.engine.installation import Installation
from goldthread.flow.application import Application
from goldthread.flow.auth import ApiKey, BasicAuth, BodySecret, OneAuth, auth_at
from goldthread.flow.client import Client
from goldthread.flow.entry import Kind
from goldthread.flow.node import Connector
from goldthread.flow.reply import Reply
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from goldthread.ports.wire import Request
from goldthread.testing.client import NOON
from goldthread.testing.clock import ManualClock
from goldthread.testing.golden import Case, cases
from goldthread.testing.house import Memory, MemoryHouse, memory_house
from goldthread.testing.wire import ScriptedWire, step_of

ROOT = Path(__file__).parent
SECRET = "hush-hush"
UNREAD = "unread"
"""Stands for settings without which no installation is kept; where a golden says none, its connector reads none."""
LOGINS = {
    "/session": b'{"ok": true, "data": {"token": "t", "expires_in": 600}}',
    "/oauth/token": b'{"access_token": "t", "token_type": "Bearer", "expires_in": 600}',
    "/admin/oauth/access_token": b'{"access_token": "t", "expires_in": 86399}',
    "/parcel/de/account/auth/ropc/v1/token": b'{"access_token": "t", "token_type": "Bearer", "expires_in": 1799}',
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Seed:
    """Records to begin with, as JSON by `kind:key`."""

    records: dict[str, dict[str, Any]]


@books.connector
async def keep_seed(seed: Seed, api: Client) -> Seed:
    """Remember what a golden's world holds."""
    for name, record in seed.records.items():
        kind, _, key = name.partition(":")
        await api.recall(kind, key, into=dict[str, Any])
        api.remember(kind, key, record)
    return seed


class LoginWire:
    """A scripted wire beside which anybody is let in."""

    def __init__(self, script: ScriptedWire, application: Application) -> None:
        self.script = script
        self.application = application

    async def send(self, request: Request) -> Reply:
        path = urlsplit(request.url).path
        if path in LOGINS:
            return Reply(status=200, content=LOGINS[path])
        if b'"method":"common.db.login"' in request.content:
            return Reply(status=200, content=b'{"id": 1, "result": [7, "t", null]}')
        return await self.script.send(_unfilled(request, auth_at(self.application.auth, path)))

    async def close(self) -> None:
        await self.script.close()


def is_for_the_engine(case: Case) -> bool:
    """Cursors and clocks of a golden cannot be set from outside; what waits, pages on or is refused has no end here."""
    given: Any = case.read("given")
    then: Any = case.read("then")
    has_no_end = then["outcome"] in {"unauthorised", "waits", "transient"} or then.get("has_more")
    return not (given.get("cursor") or given.get("now") or has_no_end)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases(ROOT) if is_for_the_engine(case)])
async def test_the_engine_comes_to_what_the_golden_says(case: Case) -> None:
    """The engine sends the same requests, tries as often, and ends the message the same way."""
    given: Any = case.read("given")
    exchange: Any = case.read("exchange")
    connector = case.connector()
    script = ScriptedWire([step_of(row) for row in exchange])
    memory = Memory(clock=ManualClock(NOON))
    for text in given.get("artifacts") or []:
        await memory.artifacts.keep(base64.b64decode(text), "application/octet-stream")
    body = Codec().decode_json(connector.spec.takes, given["body"])
    golden: Topology[Any] = Topology("golden", start=Manual(_type(connector)), path=connector)
    seeding: Topology[Any] = Topology("seed", start=Manual(Seed), path=keep_seed)
    name = str(getattr(body, connector.spec.at)) if connector.spec.at else _application(connector).name
    async with memory_house(
        [golden, seeding],
        LoginWire(script, _application(connector)),
        _installations(connector, name, given),
        memory=memory,
    ) as house:
        await house.engine.intake.start("seed", Seed(records=given.get("records") or {}))
        await house.settle()
        await house.engine.intake.start("golden", body)
        await house.settle()
        assert not script.left
        await _assert_ended(house, case)


async def _assert_ended(house: MemoryHouse, case: Case) -> None:
    then: Any = case.read("then")
    trash = await house.ledger.trash()
    if then["outcome"] == "in_doubt":
        assert [row.why.kind for row in trash] == ["in_doubt"]
        assert trash[0].why.reason.endswith(then["reason"].split(": ", 1)[1])
        assert trash[0].why.detail == then["cost"]
        assert trash[0].why.call in {call.id for call in trash[0].calls}
        return
    if then["outcome"] == "rejected":
        assert [row.why.kind for row in trash] == ["rejected"]
        faults = json.loads(trash[0].why.faults)
        assert [(one["field"], one["code"]) for one in faults] == [
            (one["field"], one["code"]) for one in then["faults"]
        ]
        return
    assert not trash, trash[0].why.reason
    settled = await house.ledger.entries(kinds=[Kind.SETTLED], limit=1)
    content = json.loads(settled[0].entry.content)
    assert content["outcome"] == then["outcome"]
    if then["outcome"] == "done":
        until = house.clock.now()
        assert _timeless(content["body"], until) == _timeless(then["body"], until)
    if then["outcome"] == "emit":
        assert (content["count"], content["cursor"]) == (len(then["items"]), then["cursor"])
    for kind_and_key in then["records"]:
        kind, _, key = kind_and_key.partition(":")
        record = await house.ledger.record(kind, key)
        assert record is not None
        assert record.is_live == (kind_and_key not in then.get("ended", []))
    assert await house.ledger.problems() == []


def _installations(
    connector: Connector[object, object], name: str, given: Mapping[str, Any]
) -> list[tuple[Installation, Mapping[str, str]]]:
    application = _application(connector)
    if application.is_internal:
        return []
    needed = {field.name: UNREAD for field in application.fields if field.is_required and not field.is_secret}
    settings = {**needed, **(given.get("settings") or {})}
    installation = Installation(name=name, application=application.name, base_url="http://fake", settings=settings)
    return [(installation, {field.name: SECRET for field in application.fields if field.is_secret})]


def _application(connector: Connector[object, object]) -> Application:
    application = connector.spec.application
    assert application is not None
    return application


def _unfilled(request: Request, auth: OneAuth) -> Request:
    """The request with the place for the secret, as goldens write it."""
    content, url = request.content, request.url
    if (within := _in_body(auth)) is not None:
        content = content.replace(within.spelled(SECRET).encode(), within.placeholder.encode(), 1)
    if isinstance(auth, BasicAuth) and (within := auth.in_query) is not None:
        url = url.replace(quote(within.spelled(SECRET)), quote(within.placeholder), 1)
    return replace(request, content=content, url=url)


def _in_body(auth: OneAuth) -> BodySecret | None:
    match auth:
        case BodySecret():
            return auth
        case ApiKey() | BasicAuth():
            return auth.in_body
        case _:
            return None


def _type(connector: Connector[object, object]) -> Any:
    return connector.spec.takes


def _timeless(value: Any, until: datetime) -> Any:
    """The value without instants that depend on how long attempts took: those of the clock until now, and ends."""
    match value:
        case dict():
            return {name: _timeless(part, until) for name, part in value.items() if name != "expires_at"}
        case list():
            return [_timeless(part, until) for part in value]
        case str() if _is_between(value, NOON, until):
            return "meanwhile"
        case _:
            return value


def _is_between(text: str, since: datetime, until: datetime) -> bool:
    """Whether it is an instant of the clock's time."""
    try:
        return since <= datetime.fromisoformat(text) <= until
    except (ValueError, TypeError):
        return False
