"""A label printer on a TCP port: `p910nd` before a terminal at whose other end the printer's hardware is played."""

from __future__ import annotations

import asyncio
import errno
import os
import pty
import shutil
import tty
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from real.printers_sheet import Sheet, listens
from real.process import HOST, ROOT, NotReadyError, Program

LOCKS: Final = Path("/var/lock/p910nd")
"""Without this folder p910nd takes no connection, and says so to syslog alone."""
FIRST_PORT: Final = 9100
POLL_S: Final = 0.001
QUESTION: Final = b"~HS\r\n"
STATUS: Final = (
    b"\x02030,{out},0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
)
"""A Zebra's answer; the second field of the first line says whether paper is out."""


@dataclass(kw_only=True)
class RealRawPrinter:
    """A Zebra behind p910nd; a document ends where p910nd closes the printer."""

    name: str = "zebra-1"
    home: Path = ROOT / "printers" / "raw"
    application: str = "raw9100"
    port: int = 0
    _sheets: list[Sheet] = field(default_factory=list)
    _is_jammed: bool = False
    _master: int = -1
    _device: str = ""
    _reading: asyncio.Task[None] | None = None
    _program: Program | None = None

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
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        LOCKS.mkdir(parents=True, exist_ok=True)
        self._master, device = pty.openpty()
        tty.setraw(device)
        self._device = os.ttyname(device)
        os.close(device)
        os.set_blocking(self._master, False)
        self._reading = asyncio.create_task(self._read())
        await self.restart()

    async def restart(self) -> None:
        """Start p910nd again, at the port that it had."""
        if self._program is not None:
            await self._program.stop()
        number = self.port - FIRST_PORT if self.port else await _free_number()
        self.port = FIRST_PORT + number
        self._program = Program(
            name="p910nd",
            command=("p910nd", "-d", "-b", "-i", HOST, "-f", self._device, str(number)),
            log=self.home / "output",
        )
        await self._program.start(lambda: listens(self.port), within_s=20)

    async def stop(self) -> None:
        """Stop p910nd, and switch the printer off."""
        if self._program is not None:
            await self._program.stop()
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
            self._reading = None
            os.close(self._master)

    async def kill(self) -> None:
        """Kill p910nd with -9."""
        if self._program is not None:
            await self._program.kill()

    async def printed(self) -> list[Sheet]:
        """Every document that came out, in order."""
        return list(self._sheets)

    async def jam(self) -> None:
        """Run out of paper; the printer says so when it is asked."""
        self._is_jammed = True

    async def clear(self) -> None:
        """Put paper in."""
        self._is_jammed = False

    async def _read(self) -> None:
        """Take what p910nd writes; while nobody has the printer open, reading fails with EIO."""
        document = b""
        while True:
            try:
                document += os.read(self._master, 65536)
            except BlockingIOError:
                await asyncio.sleep(POLL_S)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                self._print(document)
                document = b""
                await asyncio.sleep(POLL_S)
            if document.endswith(QUESTION):
                # p910nd may open the printer for a question before it was seen to close it after a document.
                self._print(document.removesuffix(QUESTION))
                os.write(self._master, STATUS.replace(b"{out}", b"1" if self._is_jammed else b"0"))
                document = b""

    def _print(self, document: bytes) -> None:
        if document:
            self._sheets.append(Sheet(name="", content=document))


async def _free_number() -> int:
    """p910nd listens at 9100 to 9109 and nowhere else."""
    for number in range(10):
        try:
            server = await asyncio.start_server(lambda *_: None, HOST, FIRST_PORT + number)
        except OSError:
            continue
        server.close()
        await server.wait_closed()
        return number
    raise NotReadyError("All ports from 9100 to 9109 are taken; p910nd knows no others.")
