"""The socket that the door listens on."""

from __future__ import annotations

import socket

import aiohttp
import pytest
from api_client import Api

from goldthread.api.server import _bound, listening
from goldthread.bootstrap.house import House
from goldthread.flow.errors import Unsettled


def test_answers_are_not_held_back() -> None:
    """The event loop turns Nagle's algorithm off only on sockets that say TCP; else every answer takes 40 ms longer."""
    with _bound("127.0.0.1", 0) as sock:
        assert sock.proto == socket.IPPROTO_TCP


async def test_a_taken_port_is_told_in_a_sentence(api: Api) -> None:
    """With what to change."""
    port = int(api.url.rpartition(":")[2])
    with pytest.raises(Unsettled, match="GOLDTHREAD_PORT"):
        async with listening(api.house, host="127.0.0.1", port=port):
            pass


async def test_a_closed_door_takes_nothing_more(house: House) -> None:
    """And leaves the house open."""
    async with (
        listening(house, host="127.0.0.1", port=0) as url,
        aiohttp.ClientSession() as session,
        session.get(f"{url}/healthz") as answer,
    ):
        assert answer.status == 200
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"{url}/healthz")
    assert await house.world.ledger.is_writable()
