"""One program of ours as a process of its own: started, watched, killed, frozen, stopped."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETPRIV = shutil.which("setpriv")
LEASH = (SETPRIV, "--pdeathsig", "KILL") if SETPRIV else ()
"""Where there is one, nothing that a test started outlives tests that are killed themselves."""
GOLDTHREAD = (*LEASH, str(Path(sys.executable).with_name("goldthread")))
PATIENCE_S = 40
"""For one start on a busy machine."""


@dataclass(kw_only=True)
class Program:
    """A running `goldthread …`; its log is a file, as a supervisor would keep it."""

    process: asyncio.subprocess.Process
    log: Path
    began: float
    """Monotonic instant of its start."""

    @classmethod
    async def start(cls, *words: str, log: Path, env: Mapping[str, str] | None = None) -> Program:
        """Start it; it isn't ready yet."""
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                *GOLDTHREAD,
                *words,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "NO_COLOR": "1", "COLUMNS": "400", **(env or {})},
            )
        return cls(process=process, log=log, began=asyncio.get_running_loop().time())

    @property
    def is_running(self) -> bool:
        """Whether it hasn't ended."""
        return self.process.returncode is None

    async def announced(self) -> dict[str, Any]:
        """The JSON it prints when it is ready; an empty one when it ends before."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            text = ""
            while line := await self.process.stdout.readline():
                text += line.decode()
                if text.endswith("}\n"):
                    said: dict[str, Any] = json.loads(text)
                    return said
        return {}

    async def kill(self) -> None:
        """Nothing of it runs on; it is told nothing."""
        self._send(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to stop; its exit status."""
        self._send(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Its exit status, when it has ended by itself."""
        async with asyncio.timeout(PATIENCE_S):
            return await self.process.wait()

    def freeze(self) -> None:
        """It stands still, with everything it holds."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if nothing had been."""
        self._send(signal.SIGCONT)

    def limit_files(self, size: int | None) -> None:
        """No file may grow beyond so many bytes, its own log included; None: as they like."""
        soft = resource.RLIM_INFINITY if size is None else size
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))

    def _send(self, number: signal.Signals) -> None:
        if self.is_running:
            self.process.send_signal(number)


@asynccontextmanager
async def running(*words: str, log: Path) -> AsyncIterator[Program]:
    """A program for as long as the body runs; whatever is left of it then is killed."""
    program = await Program.start(*words, log=log)
    try:
        yield program
    finally:
        await program.kill()


async def said(*words: str, cwd: Path, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """A command's exit status, standard output and standard error."""
    process = await asyncio.create_subprocess_exec(
        *GOLDTHREAD,
        *words,
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "400", **(env or {})},
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()
