"""The tutorial is played as it is written, with real processes."""

import asyncio
import os
import re
import shlex
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from markdown_pages import DOCS, blocks

PAGE = DOCS / "tutorial" / "README.md"
HERE = Path(sys.executable).parent
PATIENCE_S = 90.0
TRIES = 6


@dataclass(frozen=True)
class Command:
    """What the reader types, and what the page shows of the answer."""

    words: tuple[str, ...]
    shown: list[str] = field(default_factory=list)


def _commands() -> Iterator[Command]:
    for block in blocks(PAGE, "console"):
        if block.mark:
            continue
        current: Command | None = None
        for line in block.text.splitlines():
            if line.startswith("$ "):
                if current:
                    yield current
                current = Command(tuple(shlex.split(line[2:])))
            elif current and line.strip():
                current.shown.append(line)
        if current:
            yield current


def _missing(shown: list[str], output: str) -> list[str]:
    """The shown lines that the output doesn't have; spaces don't matter, and … stands for anything."""
    said = " ".join(output.split())
    patterns = [(line, ".*".join(re.escape(" ".join(part.split())) for part in line.split("…"))) for line in shown]
    return [line for line, pattern in patterns if not re.search(pattern, said)]


@asynccontextmanager
async def _running(command: Command, folder: Path) -> AsyncIterator[Process]:
    """The demonstration, once it has said everything that the page shows."""
    process = await _start(command, folder, dict(os.environ))
    output = ""
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            while _missing(command.shown, output):
                line = await process.stdout.readline()
                assert line, f"The demonstration ended early:\n{output}"
                output += line.decode()
        draining = asyncio.create_task(process.stdout.read())
        yield process
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(draining, PATIENCE_S)
    finally:
        if process.returncode is None and not process.stdout.at_eof():
            process.kill()
        await process.wait()


async def _start(command: Command, folder: Path, environment: dict[str, str]) -> Process:
    program = str(HERE / Path(command.words[0]).name)
    settings = {**environment, "COLUMNS": "400", "NO_COLOR": "1"}
    return await asyncio.create_subprocess_exec(
        program,
        *command.words[1:],
        cwd=folder,
        env=settings,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
    )


async def _play(command: Command, folder: Path, environment: dict[str, str]) -> list[str]:
    """What the page shows and the command doesn't say; a command that only looks is asked again for a while."""
    left: list[str] = []
    is_looking = not {"repair", "reprint"} & set(command.words)
    for _ in range(TRIES if is_looking else 1):
        process = await _start(command, folder, environment)
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE_S)
        left = [
            *_missing(command.shown, said.decode()),
            *([f"exit {process.returncode}"] if process.returncode else []),
        ]
        if not left:
            break
        await asyncio.sleep(0.5)
        left.append(said.decode())
    return left


async def test_the_tutorial_happens_as_it_is_told(tmp_path: Path) -> None:
    """Each command of the tutorial, typed in its order, answers what the page shows."""
    demo, *others = _commands()
    environment = dict(os.environ)
    async with _running(demo, tmp_path):
        for command in others:
            if command.words[0] == "export":
                name, _, value = command.words[1].partition("=")
                environment[name] = value
            else:
                assert await _play(command, tmp_path, environment) == [], " ".join(command.words)
