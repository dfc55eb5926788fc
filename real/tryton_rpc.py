"""Tryton's JSON-RPC, plainly: what asks the real system back is independent of the connector."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp


class TrytonError(Exception):
    """Tryton refused a call; the message is what it said."""


@dataclass(kw_only=True)
class TrytonRpc:
    """One user's calls to one database. `async with TrytonRpc(url=url, user=user, password=password) as rpc`."""

    url: str
    user: str
    password: str
    company: int | None = None
    _session: aiohttp.ClientSession | None = None
    _headers: dict[str, str] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
        try:
            await self.log_in()
        except BaseException:
            await self._session.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def log_in(self) -> int:
        """Open a session, and give the user's id."""
        self._headers = {}
        user, token, *_ = await self._ask("common.db.login", [self.user, {"password": self.password}, "en"])
        session = base64.b64encode(f"{self.user}:{user}:{token}".encode()).decode()
        self._headers = {"Authorization": f"Session {session}"}
        return int(user)

    async def call(self, method: str, *params: object) -> Any:
        """The result of `model.…`; raises `TrytonError`."""
        context: dict[str, object] = {"language": "en"}
        if self.company is not None:
            context |= {"company": self.company, "companies": [self.company]}
        return await self._ask(f"model.{method}", [*params, context])

    async def rows(self, model: str, domain: list[object], *fields: str) -> list[dict[str, Any]]:
        """All records of a domain with these fields, the oldest first."""
        found: list[dict[str, Any]] = await self.call(
            f"{model}.search_read", domain, 0, None, [["id", "ASC"]], list(fields)
        )
        return found

    async def create(self, model: str, **values: object) -> int:
        """Create one record, and give its id."""
        [id_] = await self.call(f"{model}.create", [values])
        return int(id_)

    async def _ask(self, method: str, params: list[object]) -> Any:
        if self._session is None:
            raise TrytonError("The session isn't open.")
        body = {"id": 1, "method": method, "params": params}
        async with self._session.post(f"{self.url}/rpc/", json=body, headers=self._headers) as reply:
            text = await reply.text()
        if reply.status != 200:
            raise TrytonError(f"{method}: HTTP {reply.status}: {text[:300]}")
        answer = json.loads(text)
        if "error" in answer:
            raise TrytonError(f"{method}: {json.dumps(answer['error'], ensure_ascii=False)[:600]}")
        return answer["result"]


def decimal(text: str) -> dict[str, str]:
    """A number of Tryton's type Numeric."""
    return {"__class__": "Decimal", "decimal": text}
