"""The page on adding a carrier is followed word by word, and ends green."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from markdown_pages import DOCS, blocks

PAGE = DOCS / "howto" / "add-a-carrier.md"
HERE = Path(sys.executable).parent
IS_FILE = "not run: it is the file "


def test_following_the_page_ends_with_the_contract_fulfilled(tmp_path: Path) -> None:
    """Begun, it fails with a sentence that says what to fill in; with the page's files it passes."""
    written = []
    for block in blocks(PAGE):
        if block.mark.startswith(IS_FILE):
            file = tmp_path / block.mark.removeprefix(IS_FILE)
            assert file.exists(), f"{block.mark}: the skeleton has no such file."
            file.write_text(block.text, encoding="utf-8")
            written.append(file)
        elif block.language == "console":
            _play(block.text, tmp_path)
    assert written
    assert not [file for file in tmp_path.rglob("*.py") if "Fill in" in file.read_text("utf-8")]


def _play(text: str, folder: Path) -> None:
    """Type a command; each shown line is in what it says, … standing for anything."""
    typed, *shown = text.strip().splitlines()
    words = shlex.split(typed.removeprefix("$ "))
    done = subprocess.run(  # noqa: S603 - our own page, and nothing else
        [str(HERE / words[0]), *words[1:]],
        cwd=folder,
        env={**os.environ, "COLUMNS": "400", "NO_COLOR": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    said = " ".join((done.stdout + done.stderr).split())
    missing = [
        line for line in shown if not re.search(".*".join(re.escape(part.strip()) for part in line.split("…")), said)
    ]
    assert missing == [], f"{typed}\n{done.stdout[-3000:]}{done.stderr[-1000:]}"
