from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from terminal import Terminal

GOLDTHREAD = (sys.executable, "-c", "import sys; from goldthread.cli.main import main; sys.exit(main())")


@contextmanager
def process(*words: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A command that runs, and the line it began with."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [*GOLDTHREAD, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        line = "{"
        while line and not line.rstrip().endswith("}"):
            line = _more(line, running.stdout.readline())
        try:
            yield running, json.loads(line)
        finally:
            running.kill()


def _more(line: str, read: str) -> str:
    assert read, "It ended before it said anything."
    return read if line == "{" and read.startswith("{") else line + read


@pytest.fixture
def lonely(terminal: Terminal) -> Terminal:
    """A terminal whose settings name no topologies of the tests."""
    text = terminal.settings.read_text(encoding="utf-8").splitlines()[:2]
    terminal.settings.write_text("\n".join(text), encoding="utf-8")
    return terminal


def status_of(url: str) -> int:
    """Of a GET on loopback."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", parts.path)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_runs_until_it_is_told_to_stop(lonely: Terminal, number: signal.Signals) -> None:
    """The API answers meanwhile; the end is graceful."""
    with process("--settings", str(lonely.settings), "run", "--port", "0", "--json") as (running, said):
        assert status_of(f"{said['api']}/healthz") == 200
        assert status_of(f"{said['api']}/readyz") == 200
        running.send_signal(number)
        assert running.wait(timeout=20) == 0


def test_a_port_that_is_taken_is_told(lonely: Terminal) -> None:
    """In one sentence, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = lonely("run", "--port", port)
    assert said.status == 2
    assert f"cannot listen on 127.0.0.1:{port}" in said.err


def test_a_locked_ledger_is_waited_for(lonely: Terminal) -> None:
    """It says so, and goes on by itself when the lock is gone."""
    assert lonely("check").status == 0
    ledger = sqlite3.connect(lonely.folder / "ledger.db", isolation_level=None)
    ledger.execute("BEGIN IMMEDIATE")
    with subprocess.Popen(  # noqa: S603 - our own program
        [*GOLDTHREAD, "--settings", str(lonely.settings), "run", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stderr.readline().startswith("Waiting: The ledger")
        ledger.execute("ROLLBACK")
        ledger.close()
        assert running.stdout.readline().startswith("Goldthread runs.")
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0


def test_the_sandbox_says_where_everything_is() -> None:
    """One line of JSON for machines; SIGTERM ends it."""
    with process("sandbox", "--faults", "none", "--json") as (running, said):
        assert {"bazaar", "stockhouse", "swiftpost", "press-1", "press-2", "press-raw"} == said["systems"].keys()
        assert status_of(f"{said['hub']}/__control/books") == 200
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0


def test_the_sandbox_has_only_these_faults(terminal: Terminal) -> None:
    """Named in the refusal."""
    said = terminal.bare("sandbox", "--faults", "plenty")
    assert (said.status, "none, default, hostile" in said.err) == (2, True)
