from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from cli_flow import Parcel
from terminal import Terminal

Put = Callable[[str], str]


def test_an_empty_trash_says_so(terminal: Terminal) -> None:
    """Nothing needs a person."""
    assert "Nothing needs you." in terminal("trash", "list").out


def test_the_list_names_causes_and_messages(terminal: Terminal, trashed: Put) -> None:
    """Equal causes in one line, with their count."""
    first, second = trashed("P-1"), trashed("P-2")
    said = terminal("trash", "list").out
    assert first in said
    assert second in said
    assert "/postal_code" in said


def test_a_message_is_shown_with_its_field_and_what_to_do(terminal: Terminal, trashed: Put) -> None:
    """By the id of its message, or of its parcel."""
    message = trashed("P-1")
    for key in (message, "P-1", "parcel:P-1"):
        said = terminal("trash", "show", key).out
        assert "has not five digits" in said
        assert f"trash repair {message} --set /postal_code=VALUE" in said


def test_a_repair_resumes_and_shows_its_difference(terminal: Terminal, trashed: Put) -> None:
    """The text stays a text, though it looks like a number."""
    trashed("P-1")
    said = terminal("trash", "repair", "P-1", "--set", "/postal_code=11000", "--why", "asked the customer")
    assert said.status == 0
    assert '"1100" → "11000"' in said.out
    terminal.move()
    assert terminal("trash", "list", "--json").json == []
    story = terminal("order", "show", "P-1").out
    assert "ada repaired /postal_code: asked the customer" in story


def test_a_repair_that_doesnt_fit_changes_nothing(terminal: Terminal, trashed: Put) -> None:
    """Every field at fault is named."""
    message = trashed("P-1")
    said = terminal("trash", "repair", message, "--set", '/pieces:="many"')
    assert said.status == 2
    assert "/pieces" in said.err
    assert terminal("trash", "show", message, "--json").json["body"]["pieces"] == 1


def test_an_unknown_field_is_refused_with_those_that_exist(terminal: Terminal, trashed: Put) -> None:
    """Before anything is asked of the ledger."""
    said = terminal("trash", "repair", trashed("P-1"), "--set", "/zip=11000")
    assert (said.status, "there is no 'zip' among number, postal_code, pieces" in said.err) == (2, True)


def test_a_whole_body_comes_from_a_file(terminal: Terminal, trashed: Put) -> None:
    """And may stay in the trash."""
    message = trashed("P-1")
    file = terminal.folder / "body.json"
    file.write_text(json.dumps({"number": "P-1", "postal_code": "11000", "pieces": 2}), encoding="utf-8")
    said = terminal("trash", "repair", message, "--file", str(file), "--stay", "--json")
    assert [change["field"] for change in said.json["changes"]] == ["/postal_code", "/pieces"]
    assert terminal("trash", "show", message, "--json").json["body"]["pieces"] == 2


def test_a_body_is_edited_where_people_edit(terminal: Terminal, trashed: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """In $EDITOR."""
    message = trashed("P-1")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/1100/11000/")
    assert terminal("trash", "repair", message).status == 0
    terminal.move()
    assert terminal("trash", "list", "--json").json == []


def test_without_an_editor_it_says_how_else(terminal: Terminal, trashed: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is changed."""
    message = trashed("P-1")
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    said = terminal("trash", "repair", message)
    assert (said.status, "--set /field=value" in said.err) == (2, True)


def test_a_cause_is_discarded_at_once(terminal: Terminal, trashed: Put) -> None:
    """All its messages, with the reason."""
    trashed("P-1")
    terminal.send(Parcel(number="P-2", postal_code="1100"))
    cause = terminal("trash", "list", "--json").json[0]["cause"]
    assert terminal("trash", "discard", "--cause", cause).status == 2
    said = terminal("trash", "discard", "--cause", cause, "--why", "a test", "--json")
    assert (said.status, len(said.json)) == (0, 2)
    assert terminal("check").status == 0


def test_resuming_unchanged_comes_back(terminal: Terminal, trashed: Put) -> None:
    """The cause is still there."""
    message = trashed("P-1")
    assert terminal("trash", "resume", message).status == 0
    terminal.move()
    assert terminal("trash", "show", "P-1").status == 0


def test_the_second_of_two_people_is_told(terminal: Terminal, trashed: Put) -> None:
    """The message isn't there any more."""
    message = trashed("P-1")
    terminal("trash", "discard", message, "--why", "mine")
    said = terminal("trash", "resume", message)
    assert (said.status, "Nothing in the trash belongs to" in said.err) == (2, True)


def test_nothing_in_doubt_is_neither_adopted_nor_done_again(terminal: Terminal, trashed: Put) -> None:
    """Only a write whose answer was lost can be."""
    message = trashed("P-1")
    file = terminal.folder / "answer.json"
    file.write_text("{}", encoding="utf-8")
    assert "is in doubt any more" in terminal("trash", "adopt", message, "--file", str(file)).err
    assert "is in doubt any more" in terminal("trash", "again", message, "--why", "sure").err
    assert terminal("trash", "again", message).status == 2
