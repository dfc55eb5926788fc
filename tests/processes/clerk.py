"""The person at the trash, who corrects what shoppers typed wrongly, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from caller import Caller
from town import Town

from goldthread.flow.pointer import at, put


@dataclass(kw_only=True)
class Clerk:
    """Works through the API, as people do. What no shopper is at fault for is only noted: nobody may have to help."""

    api: Caller
    town: Town
    odd: dict[str, str] = field(default_factory=dict)
    """Messages that lay in the trash for another reason than a wrong address, and why."""

    async def look(self) -> int:
        """Repair what can be repaired; how many lie there."""
        status, page = await self.api.get("/api/trash?limit=200")
        if status != 200 or not page["items"]:
            return 0
        wrong = {one["reference"]: one for one in await self.town.repairs()}
        for row in page["items"]:
            await self._help(row["message"], wrong)
        return len(page["items"])

    async def _help(self, message: str, wrong: Mapping[str, Mapping[str, str]]) -> None:
        status, card = await self.api.get(f"/api/trash/{message}")
        if status != 200:
            return
        flaw = wrong.get(str(card["body"].get("order_number", "")))
        if card["kind"] != "rejected" or flaw is None:
            self.odd[message] = f"{card['topology']} {card['node']}: {card['kind']}: {card['reason']}"
            return
        body = put(card["body"], f"/recipient/{flaw['field']}", _right(card["body"], flaw))
        asked = {"body": body, "resume": True, "version": card["version"], "reason": "asked the customer"}
        await self.api.post(f"/api/trash/{message}/repair", asked)


def _right(body: Any, flaw: Mapping[str, str]) -> Any:
    if isinstance(at(body, f"/recipient/{flaw['field']}"), list):
        return [flaw["right"]]
    return re.sub(r"[^+\d]", "", flaw["right"]) if flaw["field"] == "phone" else flaw["right"]
