"""The person at the trash: looks at what is wrong, finds out the right value, repairs, and lets it go on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from goldthread.demo.stage import Stage
from goldthread.engine.recording import decode
from goldthread.engine.trash import Act
from goldthread.flow.errors import Conflict, Misuse
from goldthread.flow.message import MessageId
from goldthread.flow.pointer import at, put
from goldthread.flow.reply import Json
from goldthread.ports.view import Call, Trashed

WHO = "the person at the trash"
MOST_TRIES = 5
"""How often one message is helped, before it is left to real people."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remedy:
    """What would repair a message."""

    order: str
    """The shop's number."""
    field: str
    """JSON Pointer into the message's body."""
    wrong: Json
    right: Json
    code: str
    """What the carrier calls it."""


def remedy_of(one: Trashed, flaws: Mapping[str, Mapping[str, str]]) -> Remedy | None:
    """The right value for a rejected message, by what its customer says; `flaws` by the shop's order numbers."""
    body = decode(one.message.body.encode())
    flaw = flaws.get(_number(body))
    if one.why.kind != "rejected" or flaw is None:
        return None
    field = f"/recipient/{flaw['field']}"
    former = at(body, field)
    right = _written(flaw, former)
    if former == right:
        return None
    return Remedy(order=_number(body), field=field, wrong=former, right=right, code=flaw["code"])


async def flaws_of(stage: Stage) -> Mapping[str, Mapping[str, str]]:
    """What shoppers typed wrongly, by the shop's order numbers."""
    return {one["reference"]: one for one in await stage.sandbox.repairs()}


@dataclass(slots=True)
class Person:
    """Works through the trash through the same service that people use."""

    stage: Stage
    say: Callable[[str], None]
    tries: dict[MessageId, int] = field(default_factory=dict)

    async def look(self) -> int:
        """Help every message once; how many were helped."""
        rows = await self.stage.house.world.ledger.trash(limit=200)
        wrong = await flaws_of(self.stage) if rows else {}
        helped = 0
        for one in rows:
            if self.tries.get(one.message.id, 0) >= MOST_TRIES:
                continue
            self.tries[one.message.id] = self.tries.get(one.message.id, 0) + 1
            try:
                helped += await self._help(one, wrong)
            except (Conflict, Misuse) as error:
                self.say(f"{one.message.node}: {error}")
        return helped

    def is_at_a_loss(self, count: int) -> bool:
        """Whether nothing that lies there, so many messages, would be helped once more."""
        tired = sum(tries >= MOST_TRIES for tries in self.tries.values())
        return tired >= count

    async def _help(self, one: Trashed, wrong: Mapping[str, Mapping[str, str]]) -> bool:
        if doubts := [call for call in one.calls if call.reply is None and not call.is_open_again]:
            return await self._resolve(one, doubts[0])
        remedy = remedy_of(one, wrong)
        if remedy is None:
            return await self._resume(one)
        act = Act(actor=WHO, version=one.version, reason=f"asked the customer; {remedy.code}")
        body = put(decode(one.message.body.encode()), remedy.field, remedy.right)
        await self.stage.house.engine.trash.repair(one.message.id, body, act, resume=True)
        before, after = _quoted(remedy.wrong), _quoted(remedy.right)
        self.say(f"Repaired {remedy.order}: {remedy.field.rpartition('/')[2]} {before} → {after}")
        return True

    async def _resume(self, one: Trashed) -> bool:
        act = Act(actor=WHO, version=one.version, reason="the cause is gone")
        await self.stage.house.engine.trash.resume(one.message.id, act)
        self.say(f"Resumed {one.message.node}: {one.why.reason[:80]}")
        return True

    async def _resolve(self, one: Trashed, call: Call) -> bool:
        """Walk to the printer and look whether the label lies there."""
        act = Act(actor=WHO, version=one.version, reason="looked at the other side")
        printed = await self._lies_there(one, call)
        if printed:
            await self.stage.house.engine.trash.adopt(one.message.id, None, act, call=call.id)
        else:
            await self.stage.house.engine.trash.again(one.message.id, act, call=call.id)
        self.say(f"In doubt at {call.installation}: it was {'done, adopted' if printed else 'not done, sent again'}.")
        return True

    async def _lies_there(self, one: Trashed, call: Call) -> bool:
        books = (await self.stage.sandbox.books()).get(call.installation, {})
        digest = at(decode(one.message.body.encode()), "/artifact/digest")
        return any(document["sha256"] == digest for document in books.get("printed", ()))


def _written(flaw: Mapping[str, str], former: Json) -> Json:
    """The right value as the field wants it: a street in lines, a phone without spaces and dashes."""
    if isinstance(former, list):
        return [flaw["right"]]
    return re.sub(r"[^+\d]", "", flaw["right"]) if flaw["field"] == "phone" else flaw["right"]


def _number(body: Json) -> str:
    return str(cast("dict[str, object]", body).get("order_number", "")) if isinstance(body, dict) else ""


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
