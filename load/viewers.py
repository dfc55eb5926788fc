"""People who look at pages, without a screen: each asks for a page and keeps its socket open, as a browser does.

A process of its own: `python -m load.viewers URL SECRET PATH …`; it says `ready`, and ends when its input does.
"""

from __future__ import annotations

import ast
import asyncio
import re
import sys
import uuid
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

import aiohttp
import socketio

from goldthread.console.address import PREFIX
from goldthread.console.gate import COOKIE

_QUERY: Final = re.compile(r"\n\s+query: (\{.*?\}),\n")
ACK_S: Final = 3.0


async def look(session: aiohttp.ClientSession, url: str, secret: str, path: str, seen: list[int]) -> None:
    """Open one page and keep it, for ever."""
    async with session.get(f"{url}{path}") as reply:
        text = await reply.text()
    found = _QUERY.search(text)
    if reply.status != 200 or found is None:
        raise SystemExit(f"{path} answers {reply.status}, and is no page.")
    query: Mapping[str, object] = ast.literal_eval(found[1])
    said = {**query, "document_id": uuid.uuid4(), "tab_id": uuid.uuid4(), "old_tab_id": ""}
    if query.get("implicit_handshake"):
        said["implicit_handshake"] = "true"
    socket = socketio.AsyncClient(reconnection=False)
    socket.on("*", lambda *_: seen.__setitem__(0, seen[0] + 1))
    await socket.connect(
        f"{url}?{urlencode(said)}",
        headers={"Cookie": f"{COOKIE}={secret}", "Origin": url},
        transports=["websocket"],
        socketio_path=f"{PREFIX}/_nicegui_ws/socket.io",
    )
    if not query.get("implicit_handshake"):
        await socket.emit("handshake", {key: str(value) for key, value in said.items()})
    received = int(str(query.get("next_message_id", 0)))
    while True:
        await asyncio.sleep(ACK_S)
        await socket.emit("ack", {"client_id": query["client_id"], "next_message_id": received + seen[0]})


async def main(url: str, secret: str, paths: Sequence[str]) -> None:
    """All of them, until there is no more input."""
    seen = [0]
    async with aiohttp.ClientSession(cookies={COOKIE: secret}) as session:
        tasks = [asyncio.create_task(look(session, url, secret, path, seen)) for path in paths]
        await asyncio.wait(tasks, timeout=5)
        for task in tasks:
            if task.done():
                task.result()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    sys.stdout.write(f"{seen[0]}\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
