"""Bodies that people write: from a file, from standard input, in their editor."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import sys
import tempfile
from pathlib import Path

from goldthread.flow.errors import Misuse
from goldthread.flow.reply import Json


def read_file(path: Path) -> Json:
    """The JSON of a file; `-` is standard input. Raises `Misuse`."""
    return parsed(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"), str(path))


def parsed(text: str, place: str) -> Json:
    """JSON, or a `Misuse` that says where it breaks."""
    try:
        value: Json = json.loads(text)
    except ValueError as error:
        raise Misuse(f"{place} holds no JSON: {error}") from error
    return value


async def edited(body: Json) -> Json:
    """The body after a person changed it in their editor. Raises `Misuse` when there is none, or nothing changed."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise Misuse("Say what to change with --set /field=value, give --file, or set $EDITOR.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "body.json"
        before = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
        await asyncio.to_thread(file.write_text, before, encoding="utf-8")
        process = await asyncio.create_subprocess_exec(*shlex.split(editor), str(file))
        if await process.wait():
            raise Misuse(f"The editor {editor!r} failed; nothing was changed.")
        after = await asyncio.to_thread(file.read_text, encoding="utf-8")
    if after == before:
        raise Misuse("Nothing was changed.")
    return parsed(after, "The edited body")
