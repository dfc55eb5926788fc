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


@dataclass(slots=True)
class Person:
    """Works through the trash through the same service that people use."""

    stage: Stage
    say: Callable[[str], None]
    tries: dict[MessageId, int] = field(default_factory=dict)

    async def look(self) -> int:
        """Help every message once; how many were helped."""
        rows = await self.stage.house.world.ledger.trash(limit=200)
        wrong = {one["reference"]: one for one in await self.stage.sandbox.repairs()} if rows else {}
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
        body = decode(one.message.body.encode())
        number = _number(body)
        flaw = wrong.get(number)
        if one.why.kind != "rejected" or flaw is None:
            return await self._resume(one)
        pointer = f"/recipient/{flaw['field']}"
        former = at(body, pointer)
        right = _written(flaw, former)
        if former == right:
            return await self._resume(one)
        act = Act(actor=WHO, version=one.version, reason=f"asked the customer; {flaw['code']}")
        await self.stage.house.engine.trash.repair(one.message.id, put(body, pointer, right), act, resume=True)
        self.say(f"Repaired {number}: {flaw['field']} {_quoted(former)} → {_quoted(right)}")
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
