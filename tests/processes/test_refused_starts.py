"""What cannot be started says so in one sentence, and ends with a status that isn't zero."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from program import said
from scene import HOST

from goldthread.cli.main import main

Refused = Callable[[str], str]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """What `goldthread run` says of settings; it must end by itself, with one sentence."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")

    def run(settings: str) -> str:
        (tmp_path / "goldthread.toml").write_text(settings, encoding="utf-8")
        status, told = main(("run",)), capsys.readouterr()
        assert (status, told.out) == (2, "")
        return sentence(told.err)

    return run


def sentence(err: str) -> str:
    """The one line that was said."""
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1, err
    assert err.startswith("goldthread: ")
    return err.removeprefix("goldthread: ").strip()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("port = [", "The settings file goldthread.toml cannot be read"),
        ("port = 70000", "port = 70000 cannot be used"),
        ("prot = 8080", "there is no setting 'prot'"),
        ('topologies = ["nowhere:FLOWS"]', "'nowhere:FLOWS' cannot be found"),
        ('ledger = "nowhere/ledger.db"', "nowhere/ledger.db cannot be opened"),
    ],
)
def test_wrong_settings_are_named(refused: Refused, settings: str, words: str) -> None:
    """File, key and what is expected."""
    assert words in refused(settings)


def test_a_settings_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When it was asked for by name."""
    assert main(("--settings", str(tmp_path / "other.toml"), "run")) == 2
    assert "other.toml doesn't exist." in sentence(capsys.readouterr().err.replace("\n", " "))


def test_a_ledger_of_a_newer_program_is_left_alone(
    tmp_path: Path, refused: Refused, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing in it is changed."""
    assert main(("check",)) == 0
    capsys.readouterr()
    with closing(sqlite3.connect(tmp_path / "goldthread.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert "has version 9999, but this program knows versions up to" in refused("port = 0")
    with closing(sqlite3.connect(tmp_path / "goldthread.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path, refused: Refused) -> None:
    """Whatever it is."""
    (tmp_path / "goldthread.db").write_bytes(b"something else" * 100)
    assert "file is not a database" in refused("port = 0")
    assert (tmp_path / "goldthread.db").read_bytes() == b"something else" * 100


@pytest.mark.parametrize("content", [None, b"no key\n", b"\xff\xfe"])
def test_a_key_file_that_cannot_be_read_is_named(tmp_path: Path, refused: Refused, content: bytes | None) -> None:
    """A folder in its place, or something that is no key."""
    file = tmp_path / "keys"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
        file.chmod(0o600)
    assert str(file) in refused(f"port = 0\nkey_file = {json.dumps(str(file))}")


async def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    """With what to do; the process ends, and has given back what its engine held."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, out, err = await said("run", "--port", str(port), cwd=tmp_path)
    assert (status, out) == (2, "")
    assert sentence(err).startswith(f"The API cannot listen on {HOST}:{port}: Address already in use.")
    with closing(sqlite3.connect(tmp_path / "goldthread.db")) as connection:
        assert connection.execute("SELECT count(*) FROM worker").fetchone() == (0,)
