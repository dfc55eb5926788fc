"""The gate before the console, without a browser: sessions, origins, headers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from goldthread.access.person import Role
from goldthread.api.server import listening
from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.settings import Settings
from goldthread.console.gate import COOKIE
from goldthread.console.mount import add_console

SOCKET = "/console/_nicegui_ws/socket.io/?EIO=4&transport=websocket"


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody at the gate."""

    house: House
    url: str
    http: aiohttp.ClientSession

    async def session_of(self, role: Role) -> dict[str, str]:
        """The cookie of a new person of a role."""
        person = await self.house.entrance.people.add(role.value, role)
        return {COOKIE: await self.house.entrance.sessions.start(person, how="in a test")}


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[Visitor]:
    """A house with its console."""
    settings = Settings(ledger=tmp_path / "ledger.db", key_file=tmp_path / "keys")
    async with (
        open_house(settings) as house,
        listening(house, host="127.0.0.1", port=0, add=add_console) as url,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        yield Visitor(house=house, url=url, http=http)


async def test_without_a_session_every_page_leads_to_the_way_in(visitor: Visitor) -> None:
    """And remembers where one wanted to go; what isn't a page says to sign in first."""
    async with visitor.http.get(f"{visitor.url}/console/orders?q=1", allow_redirects=False) as reply:
        assert reply.status == 303
        assert reply.headers["Location"] == "/console/sign-in?next=%2Forders%3Fq%3D1"
    async with visitor.http.get(f"{visitor.url}/", allow_redirects=False) as reply:
        assert reply.headers["Location"] == "/console/"
    async with visitor.http.get(f"{visitor.url}{SOCKET.replace('websocket', 'polling')}") as reply:
        assert reply.status in (401, 403)


async def test_a_living_session_sees_pages(visitor: Visitor) -> None:
    """With the policy and its nonce on every script."""
    cookies = await visitor.session_of(Role.VIEWER)
    async with visitor.http.get(f"{visitor.url}/console/", headers=_cookie(cookies)) as reply:
        body = await reply.text()
        assert reply.status == 200
        nonce = reply.headers["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
    assert body.count("<script") == body.count(f'<script nonce="{nonce}"')
    assert cookies[COOKIE] not in body


async def test_a_page_of_another_role_is_refused_by_the_server(visitor: Visitor) -> None:
    """403, whatever the sidebar shows."""
    cookies = await visitor.session_of(Role.PACKER)
    async with visitor.http.get(f"{visitor.url}/console/orders", headers=_cookie(cookies)) as reply:
        assert reply.status == 403
    async with visitor.http.get(f"{visitor.url}/console/orders/x/evidence.json", headers=_cookie(cookies)) as reply:
        assert reply.status == 403


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
async def test_a_socket_from_elsewhere_is_refused(visitor: Visitor, origin: str) -> None:
    """Even with the cookie of a living session."""
    headers = _cookie(await visitor.session_of(Role.ADMIN)) | ({"Origin": origin} if origin else {})
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await visitor.http.ws_connect(f"{visitor.url}{SOCKET}", headers=headers)


async def test_a_socket_from_here_needs_a_session(visitor: Visitor) -> None:
    """With one it opens, without it doesn't."""
    headers = {"Origin": visitor.url}
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await visitor.http.ws_connect(f"{visitor.url}{SOCKET}", headers=headers)
    async with visitor.http.ws_connect(
        f"{visitor.url}{SOCKET}", headers=headers | _cookie(await visitor.session_of(Role.ADMIN))
    ) as socket:
        assert (await socket.receive_str()).startswith("0{")


async def test_what_is_typed_at_the_way_in_leads_nowhere_else(visitor: Visitor) -> None:
    """A form that names another site as its next page leads to the overview."""
    await visitor.house.entrance.people.add("Ada", Role.VIEWER, password="correct horse battery")
    form = {"name": "Ada", "password": "correct horse battery", "next": "//elsewhere.example"}
    async with visitor.http.post(
        f"{visitor.url}/console/sign-in", data=form, headers={"Origin": visitor.url}, allow_redirects=False
    ) as reply:
        assert reply.headers["Location"] == "/console/"
        assert "HttpOnly" in reply.headers["Set-Cookie"]
        assert "SameSite=strict" in reply.headers["Set-Cookie"]


async def test_the_api_needs_its_token_still(visitor: Visitor) -> None:
    """A session of the console opens nothing there."""
    cookies = await visitor.session_of(Role.ADMIN)
    async with visitor.http.get(f"{visitor.url}/api/dashboard", headers=_cookie(cookies)) as reply:
        assert reply.status == 401


def _cookie(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
