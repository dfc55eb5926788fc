"""What came out of a printer, and where it is kept."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path

from real.process import HOST


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One document on paper, byte by byte as it reached the printer."""

    name: str
    """The job's name; empty where a printer is told none."""
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256, as labels in the cache go by."""
        return hashlib.sha256(self.content).hexdigest()


def kept(folder: Path) -> list[Sheet]:
    """The sheets in a folder in which every document is a file `<job>.bytes` beside `<job>.name`, in order."""
    files = sorted(folder.glob("*.bytes"), key=lambda file: int(file.stem))
    return [Sheet(name=_name(file.with_suffix(".name")), content=file.read_bytes()) for file in files]


async def listens(port: int) -> bool:
    """Whether somebody takes connections at a port of loopback."""
    _, writer = await asyncio.open_connection(HOST, port)
    writer.close()
    await writer.wait_closed()
    return True


def _name(file: Path) -> str:
    return file.read_text(encoding="utf-8").rstrip("\n") if file.exists() else ""
