"""Processes of other people's software: started in their own folder, waited for, stopped by id."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

HOST: Final = "127.0.0.1"
ROOT: Final = Path(__file__).resolve().parent.parent / ".real"
"""Everything that is installed, written and logged."""
GRACE_S: Final = 10.0


class NotReadyError(Exception):
    """A program that didn't come up; the message ends with the last lines of its log."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


async def run(
    *command: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    log: Path,
    timeout_s: float = 900,
    user: str | None = None,
) -> str:
    """Run a command to its end, with its output kept in `log`. Raises `NotReadyError` when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as sink:
        process = await asyncio.create_subprocess_exec(
            *map(str, command), cwd=cwd, env={**os.environ, **(env or {})}, stdout=sink, stderr=sink, user=user
        )
        try:
            code = await asyncio.wait_for(process.wait(), timeout_s)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise NotReadyError(f"{command[0]} took longer than {timeout_s:.0f} s. {tail(log)}") from None
    if code:
        raise NotReadyError(f"{' '.join(map(str, command))} ended with {code}. {tail(log)}")
    return tail(log, 10_000)


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log, for error messages."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return f"{log}:\n" + "\n".join(text.splitlines()[-lines:])


@dataclass(kw_only=True)
class Program:
    """One long-running program: the same command again after it was stopped or killed."""

    name: str
    command: Sequence[str | Path]
    log: Path
    cwd: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    _process: asyncio.subprocess.Process | None = None
    _sink: IO[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The id of the process that runs now."""
        return self._process.pid if self.is_running and self._process else None

    @property
    def is_running(self) -> bool:
        """Whether it was started and hasn't ended."""
        return self._process is not None and self._process.returncode is None

    async def start(self, ready: Callable[[], Awaitable[bool]], *, within_s: float = 120) -> None:
        """Start it in a session of its own and wait until `ready`. Raises `NotReadyError`."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._sink = self.log.open("ab")
        self._process = await asyncio.create_subprocess_exec(
            *map(str, self.command),
            cwd=self.cwd,
            env={**os.environ, **self.env},
            stdout=self._sink,
            stderr=self._sink,
            start_new_session=True,
            user=self.user,
        )
        await self.wait(ready, within_s=within_s)

    async def wait(self, ready: Callable[[], Awaitable[bool]], *, within_s: float) -> None:
        """Wait until it answers. Raises `NotReadyError` when it ends first, or doesn't in time."""
        until = time.monotonic() + within_s
        while not await _holds(ready):
            if not self.is_running:
                raise NotReadyError(f"{self.name} ended before it was ready. {tail(self.log)}")
            if time.monotonic() > until:
                await self.stop()
                raise NotReadyError(f"{self.name} wasn't ready within {within_s:.0f} s. {tail(self.log)}")
            await asyncio.sleep(0.1)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it with all it started: politely, and after ten seconds for certain."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            _signal(process.pid, how)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), GRACE_S)
            _signal(process.pid, signal.SIGKILL)
            await process.wait()
        if self._sink is not None:
            self._sink.close()
            self._sink = None

    async def kill(self) -> None:
        """Kill it with -9, in the middle of whatever it does."""
        await self.stop(signal.SIGKILL)


async def _holds(ready: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await ready()
    except (OSError, TimeoutError):
        return False


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        os.killpg(pid, how)
    except ProcessLookupError:
        return
