"""Vendure's GraphQL, asked directly: what the connector did is compared with what the shop itself says."""

from __future__ import annotations

from typing import Any, Self

import aiohttp


class RefusedError(Exception):
    """The shop said no; the message is its own."""


class VendureApi:
    """One session of a shopper or a clerk. `async with VendureApi("http://127.0.0.1:3000/shop-api") as api:`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        self._token = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def log_in(self, name: str, password: str) -> None:
        """Be a clerk from now on."""
        query = """mutation L($name: String!, $password: String!) {
          login(username: $name, password: $password) { __typename ... on ErrorResult { message } }
        }"""
        await self.ask(query, name=name, password=password)

    async def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The data of the answer. Raises `RefusedError` for every error, also for one inside the data."""
        headers = {"authorization": f"Bearer {self._token}"} if self._token else {}
        body = {"query": query, "variables": variables}
        async with self._http.post(self._url, json=body, headers=headers) as reply:
            self._token = reply.headers.get("vendure-auth-token", self._token)
            answer = await reply.json()
        for error in answer.get("errors", ()):
            raise RefusedError(f"{error['message']} ({query.split('(', maxsplit=1)[0].strip()})")
        data: dict[str, Any] = answer["data"]
        for part in data.values():
            if isinstance(part, dict) and str(part.get("__typename", "")).endswith("Error"):
                raise RefusedError(f"{part['__typename']}: {part.get('transitionError') or part.get('message')}")
        return data
