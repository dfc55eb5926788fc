from __future__ import annotations

import io
import json

import pytest
from terminal import Terminal

SECRET = "k-123-secret"
ADD = ("installation", "add", "helios", "--application", "helios", "--url", "http://127.0.0.1:9")


@pytest.fixture
def connected(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Helios is connected."""
    monkeypatch.setenv("HELIOS_API_KEY", SECRET)
    assert terminal(*ADD, "--secrets", "env:HELIOS_", "--set", "region=eu").status == 0
    return terminal


def test_nothing_connected_says_what_to_do(terminal: Terminal) -> None:
    """An empty state with its next step."""
    assert "goldthread installation add" in terminal("installation", "list").out


def test_credentials_are_named_but_never_shown(connected: Terminal) -> None:
    """Neither for people nor for machines."""
    for words in (("list",), ("show", "helios"), ("list", "--json"), ("show", "helios", "--json")):
        said = connected("installation", *words)
        assert said.status == 0
        assert SECRET not in said.out
    assert connected("installation", "show", "helios", "--json").json["credentials"] == ["api_key"]


def test_credentials_come_from_standard_input(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a JSON object."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"api_key": SECRET})))
    assert terminal(*ADD, "--secrets", "-").status == 0


@pytest.mark.parametrize(
    ("given", "source", "sentence"),
    [
        ("not json", "-", "Standard input is no JSON object"),
        ('{"api_key": 7}', "-", "a JSON object of texts"),
        ("{}", "-", "needs the credential 'api_key'"),
        ("", "prompt", "Nobody is here to be asked for api_key"),
        ("", "env:NOTHING_", "The environment has no NOTHING_API_KEY"),
        ("", "k-123", "--secrets is 'prompt', '-' or 'env:PREFIX_'"),
    ],
)
def test_credentials_that_arent_there_are_missed(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, given: str, source: str, sentence: str
) -> None:
    """Nothing is connected then."""
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    said = terminal(*ADD, "--secrets", source)
    assert (said.status, sentence in said.err) == (2, True)
    assert terminal("installation", "list", "--json").json == []


def test_one_name_is_connected_once(connected: Terminal) -> None:
    """It is changed, not added again."""
    said = connected(*ADD, "--secrets", "env:HELIOS_")
    assert (said.status, "goldthread installation set helios" in said.err) == (2, True)


def test_an_unknown_application_names_those_that_exist(terminal: Terminal) -> None:
    """Before credentials are asked for."""
    said = terminal("installation", "add", "x", "--application", "selene", "--url", "http://x")
    assert (said.status, "there are: helios" in said.err) == (2, True)


def test_settings_and_address_are_changed_and_credentials_kept(connected: Terminal) -> None:
    """What isn't named stays."""
    said = connected("installation", "set", "helios", "--url", "http://127.0.0.1:10", "--set", "region=us", "--json")
    assert said.json["base_url"] == "http://127.0.0.1:10"
    assert said.json["settings"] == {"region": "us"}
    assert said.json["credentials"] == ["api_key"]


def test_limits_are_set_and_given_back(connected: Terminal) -> None:
    """Own windows in place of the application's, and back."""
    said = connected("installation", "limit", "helios", "10/s", "5000/day", "--concurrency", "3", "--json")
    assert (said.json["limits"], said.json["concurrency"]) == (["10 per 1 s", "5000 per 86400 s"], 3)
    assert connected("installation", "limit", "helios", "--json").json["limits"] == ["60 per 1 s"]


@pytest.mark.parametrize("text", ["10", "0/s", "ten/s", "10/fortnight"])
def test_a_limit_that_cannot_be_read_is_refused(connected: Terminal, text: str) -> None:
    """Showing how one is written."""
    said = connected("installation", "limit", "helios", text)
    assert (said.status, "A limit is written as 10/s" in said.err) == (2, True)


def test_pausing_and_resuming_are_seen(connected: Terminal) -> None:
    """With who and why."""
    assert connected("installation", "pause", "helios", "--why", "stocktaking").status == 0
    row = connected("installation", "show", "helios", "--json").json
    assert (row["is_paused"], "paused by ada: stocktaking" in row["paused_because"]) == (True, True)
    assert connected("installation", "resume", "helios").status == 0
    assert not connected("installation", "show", "helios", "--json").json["is_paused"]


def test_a_removed_installation_is_gone(connected: Terminal) -> None:
    """Its changes stay written down."""
    assert connected("installation", "remove", "helios").status == 0
    assert connected("installation", "list", "--json").json == []
    assert connected("installation", "remove", "helios").status == 2
