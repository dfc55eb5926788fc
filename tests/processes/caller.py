"""A caller of the API who lives longer than the process behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Asks one address; an answer that doesn't come has status 0."""

    url: str
    token: str
    session: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, Any]:
        """GET; status and JSON."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, body: object = None) -> tuple[int, Any]:
        """POST of JSON; status and JSON."""
        return await self._ask("POST", path, {} if body is None else body)

    async def hook(self, installation: str, event: str, headers: Mapping[str, str]) -> tuple[int, Any, str]:
        """POST an empty object as a webhook; status, JSON and Retry-After."""
        url = f"{self.url}/hooks/{installation}/{event}"
        async with self.session.post(url, data=b"{}", headers=headers) as reply:
            return reply.status, await reply.json(content_type=None), reply.headers.get("Retry-After", "")

    async def is_ready(self) -> bool:
        """Whether work can be taken in."""
        status, _ = await self.get("/readyz")
        return status == 200

    async def sweep(self) -> None:
        """Run all schedules now, as an operator might."""
        for topology in ("order.sweep", "packed.sweep", "shipment.watch"):
            await self.post(f"/api/schedules/{topology}/run")

    async def _ask(self, method: str, path: str, body: object) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with self.session.request(method, self.url + path, json=body, headers=headers) as reply:
                return reply.status, await reply.json(content_type=None)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
            return 0, None
