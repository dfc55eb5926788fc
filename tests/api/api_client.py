"""A caller of the HTTP door, as machines are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from api_flow import as_bytes, signed

from goldthread.bootstrap.house import House
from goldthread.flow.reply import Json


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    json: Any

    @property
    def is_problem(self) -> bool:
        """Whether it has the shape of RFC 9457."""
        return (
            self.headers.get("Content-Type", "") == "application/problem+json"
            and self.json["status"] == self.status
            and self.json["type"].startswith("urn:goldthread:problem:")
            and bool(self.json["title"])
            and bool(self.json["detail"])
            and self.json["instance"].startswith("/")
        )


@dataclass(frozen=True, kw_only=True)
class Api:
    """Speaks to a house over HTTP."""

    house: House
    url: str
    session: aiohttp.ClientSession
    token: str = ""

    async def call(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request."""
        sent = dict(headers or {})
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        data = content if content is not None else (as_bytes(body) if body is not None else None)
        if body is not None:
            sent["Content-Type"] = "application/json"
        async with self.session.request(method, self.url + path, data=data, headers=sent) as response:
            received = await response.read()
            is_json = response.headers.get("Content-Type", "").endswith(("/json", "+json"))
            return Answer(
                status=response.status,
                headers=response.headers,
                content=received,
                json=await response.json(content_type=None) if is_json else None,
            )

    async def get(self, path: str) -> Answer:
        """GET."""
        return await self.call("GET", path)

    async def post(self, path: str, body: Json = None, **headers: str) -> Answer:
        """POST of JSON; `idempotency_key="…"` is a header."""
        return await self.call("POST", path, {} if body is None else body, headers=_headers(headers))

    async def hook(self, body: Json, *, event: str = "order.placed", delivery: str = "") -> Answer:
        """A webhook of Helios, rightly signed."""
        content = as_bytes(body)
        return await self.call(
            "POST", f"/hooks/helios/{event}", content=content, headers=signed(content, delivery=delivery)
        )

    async def with_scopes(self, *scopes: str) -> Api:
        """The same caller with a token of its own."""
        issued = await self.house.tokens.create("-".join(scopes) + "-token", scopes)
        return replace(self, token=issued.secret)

    def with_token(self, token: str) -> Api:
        """The same caller with another token."""
        return replace(self, token=token)

    def anonymous(self) -> Api:
        """The same caller without a token."""
        return self.with_token("")

    async def until(self, path: str, holds: Callable[[Answer], bool]) -> Answer:
        """Ask until it holds; a test that waits for ever is stopped."""
        async with asyncio.timeout(30):
            answer = await self.get(path)
            while not holds(answer):
                answer = await self.get(path)
        return answer

    async def trashed(self) -> dict[str, Any]:
        """The newest message in the trash, once there is one."""
        found = await self.until("/api/trash", lambda answer: bool(answer.json["items"]))
        message: str = found.json["items"][0]["message"]
        card: dict[str, Any] = (await self.get(f"/api/trash/{message}")).json
        return card

    async def made(self, order: str, *, postal_code: str = "11000") -> str:
        """The id of a label that was kept for an order."""
        body: Json = {"id": order, "postal_code": postal_code}
        run = (await self.post("/api/topologies/label.make/runs", body)).json["run"]
        await self.until(f"/api/runs/{run}", lambda seen: bool(seen.json["state"] == "done"))
        return f"swift-{order}-1"


def _headers(named: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in named.items()}
