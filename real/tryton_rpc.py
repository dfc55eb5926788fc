"""Tryton's JSON-RPC, plainly: what asks the real system back is independent of the connector."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from http import HTTPStatus
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
    headers: dict[str, str] = field(default_factory=dict)
    """Of Tryton's session; share them to log in once, which costs a tenth of a second."""
    _session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
        try:
            if not self.headers:
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
        self.headers.clear()
        user, token, *_ = await self._ask("common.db.login", [self.user, {"password": self.password}, "en"])
        session = base64.b64encode(f"{self.user}:{user}:{token}".encode()).decode()
        self.headers["Authorization"] = f"Session {session}"
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
        status, text = await self._send(method, params)
        if status == HTTPStatus.UNAUTHORIZED and self.headers:
            await self.log_in()
            status, text = await self._send(method, params)
        if status != HTTPStatus.OK:
            raise TrytonError(f"{method}: HTTP {status}: {text[:300]}")
        answer = json.loads(text)
        if "error" in answer:
            raise TrytonError(f"{method}: {json.dumps(answer['error'], ensure_ascii=False)[:600]}")
        return answer["result"]

    async def _send(self, method: str, params: list[object]) -> tuple[int, str]:
        if self._session is None:
            raise TrytonError("The session isn't open.")
        body = {"id": 1, "method": method, "params": params}
        async with self._session.post(f"{self.url}/rpc/", json=body, headers=self.headers) as reply:
            return reply.status, await reply.text()


def decimal(text: str) -> dict[str, str]:
    """A number of Tryton's type Numeric."""
    return {"__class__": "Decimal", "decimal": text}
