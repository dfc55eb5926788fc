"""People from the terminal."""

from __future__ import annotations

from terminal import Terminal


def test_a_person_is_added_with_a_link(terminal: Terminal) -> None:
    """And listed; a name is one person's, a role is one of those there are."""
    made = terminal("person", "add", "Grace", "--role", "operator", "--json").json
    assert made["role"] == "operator"
    assert "/console/enter/" in made["link"]
    assert [(one["name"], one["created_by"]) for one in terminal("person", "list", "--json").json] == [("Grace", "ada")]
    assert "Grace" in terminal("person", "list").out
    assert terminal("person", "add", "Grace").status == 2
    assert terminal("person", "add", "Linus", "--role", "king").status == 2


def test_a_link_is_made_again(terminal: Terminal) -> None:
    """Another one each time, for somebody who exists."""
    first = terminal("person", "add", "Grace", "--json").json["link"]
    assert terminal("person", "link", "Grace", "--json").json["link"] != first
    assert terminal("person", "link", "Nobody").status == 2


def test_a_person_gets_another_role_and_goes(terminal: Terminal) -> None:
    """The last administrator stays as long as others are there."""
    terminal("person", "add", "root", "--role", "admin")
    terminal("person", "add", "Grace")
    assert terminal("person", "role", "Grace", "packer", "--json").json["role"] == "packer"
    assert terminal("person", "remove", "root").status == 2
    assert terminal("person", "remove", "Grace", "--json").json["sessions_ended"] == 0
    assert [one["name"] for one in terminal("person", "list", "--json").json] == ["root"]


def test_nobody_is_there_at_first(terminal: Terminal) -> None:
    """The empty list says what to type."""
    assert "goldthread person add" in terminal("person", "list").out
