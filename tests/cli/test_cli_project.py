from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from terminal import Terminal


def test_a_new_project_has_a_test_that_passes(terminal: Terminal) -> None:
    """And its topology is found by the settings beside it."""
    folder = terminal.folder / "signups"
    said = terminal.bare("init", str(folder), "--application", "selene", "--json")
    assert said.status == 0
    assert "signups/selene.py" in said.json["files"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout + done.stderr
    shown = subprocess.run(
        [sys.executable, "-c", "from goldthread.cli.main import main; main(['topology', 'show', 'customer.signup'])"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "ensure_customer" in shown.stdout, shown.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("my project",), "cannot be a Python module's"),
        (("1st",), "cannot be a Python module's"),
        (("json",), "is taken by Python or Goldthread"),
        (("goldthread",), "is taken by Python or Goldthread"),
        (("shop", "--application", "class"), "is taken by Python or Goldthread"),
        (("shop", "--application", "Helios"), "use small letters"),
        (("shop", "--application", "shop"), "choose another with --application"),
    ],
)
def test_names_that_cannot_be_are_refused(terminal: Terminal, words: tuple[str, ...], sentence: str) -> None:
    """Before anything is written."""
    folder, *others = words
    said = terminal.bare("init", str(terminal.folder / folder), *others)
    assert (said.status, sentence in said.err) == (2, True)
    assert not (terminal.folder / folder).exists()


def test_nothing_is_overwritten(terminal: Terminal) -> None:
    """Not even one file of many."""
    folder: Path = terminal.folder / "mine"
    folder.mkdir()
    (folder / "README.md").write_text("mine", encoding="utf-8")
    said = terminal.bare("init", str(folder))
    assert (said.status, "exists already; nothing was written" in said.err) == (2, True)
    assert [file.name for file in folder.iterdir()] == ["README.md"]
