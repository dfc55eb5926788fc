"""A terminal in a fresh folder, for every test of the commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli_flow import Parcel
from terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """In a folder of its own."""
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("NO_COLOR", "1")
    lines = [
        f'ledger = "{tmp_path / "ledger.db"}"',
        f'key_file = "{tmp_path / "keys"}"',
        'topologies = ["cli_flow:TOPOLOGIES"]',
    ]
    (tmp_path / "goldthread.toml").write_text("\n".join(lines), encoding="utf-8")
    return Terminal(folder=tmp_path, capture=capsys)


@pytest.fixture
def trashed(terminal: Terminal) -> Callable[[str], str]:
    """Puts a parcel with a wrong code into the trash; gives its message."""

    def put(number: str) -> str:
        terminal.send(Parcel(number=number, postal_code="1100"))
        rows = terminal("trash", "list", "--json").json
        return str(next(row["message"] for row in rows if row["body"]["number"] == number))

    return put
