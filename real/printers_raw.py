"""A label printer on a TCP port: `p910nd` as inetd starts it, before a terminal at whose end the hardware is played."""

from __future__ import annotations

import asyncio
import errno
import os
import pty
import socket
import tty
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from real.printers_sheet import Sheet
from real.process import HOST, ROOT

LOCKS: Final = Path("/var/lock/p910nd")
"""Without this folder p910nd takes no connection, and says so to syslog alone."""
POLL_S: Final = 0.005
QUESTION: Final = b"~HS\r\n"
STATUS: Final = (
    b"\x02030,{out},0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
)
"""A Zebra's answer; the second field of the first line says whether paper is out."""


@dataclass(kw_only=True)
class RealRawPrinter:
    """A Zebra behind p910nd, which takes one connection after the other; a document ends with its connection."""

    name: str = "zebra-1"
    home: Path = ROOT / "printers" / "raw"
    application: str = "raw9100"
    port: int = 0
    _sheets: list[Sheet] = field(default_factory=list)
    _is_jammed: bool = False
    _serving: asyncio.Task[None] | None = None
    _now: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """The address of an installation."""
        return f"tcp://{HOST}:{self.port}"

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings of an installation: none."""
        return {}

    async def start(self) -> None:
        """Start it, with no paper lying about."""
        self.home.mkdir(parents=True, exist_ok=True)
        LOCKS.mkdir(parents=True, exist_ok=True)
        self._sheets.clear()
        await self.restart()

    async def restart(self) -> None:
        """Listen again, at the port that it had."""
        await self.stop()
        server = socket.create_server((HOST, self.port))
        server.setblocking(False)
        self.port = int(server.getsockname()[1])
        self._serving = asyncio.create_task(self._serve(server))

    async def stop(self) -> None:
        """Listen no more."""
        task, self._serving = self._serving, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def kill(self) -> None:
        """Kill p910nd with -9, in the middle of a document if there is one."""
        if self._now is not None and self._now.returncode is None:
            self._now.kill()
        await self.stop()

    async def printed(self) -> list[Sheet]:
        """Every document that came out, in order."""
        return list(self._sheets)

    async def jam(self) -> None:
        """Run out of paper; the printer says so when it is asked."""
        self._is_jammed = True

    async def clear(self) -> None:
        """Put paper in."""
        self._is_jammed = False

    async def _serve(self, server: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        with server:
            while True:
                connection, _ = await loop.sock_accept(server)
                with connection:
                    await self._take(connection)

    async def _take(self, connection: socket.socket) -> None:
        """Let p910nd carry one connection to the hardware."""
        master, device = pty.openpty()
        try:
            tty.setraw(device)
            inlet = connection.fileno()
            connection.setblocking(True)
            with (self.home / "output").open("ab") as log:
                self._now = await asyncio.create_subprocess_exec(
                    "p910nd", "-b", "-f", os.ttyname(device), "0", stdin=inlet, stdout=inlet, stderr=log
                )
            connection.close()
            document = await self._hardware(master, self._now)
        finally:
            os.close(master)
            os.close(device)
        if document:
            self._sheets.append(Sheet(name="", content=document))

    async def _hardware(self, master: int, program: asyncio.subprocess.Process) -> bytes:
        """What reaches the printer until p910nd ends; a question is answered."""
        os.set_blocking(master, False)
        document = b""
        while True:
            has_ended = program.returncode is not None
            came = _read(master)
            document += came
            if document == QUESTION:
                os.write(master, STATUS.replace(b"{out}", b"1" if self._is_jammed else b"0"))
                document = b""
            if has_ended and not came:
                return document
            if not came:
                await asyncio.sleep(POLL_S)


def _read(master: int) -> bytes:
    """What is there by now; EIO says that nobody has the other end open."""
    try:
        return os.read(master, 65536)
    except BlockingIOError:
        return b""
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return b""
