from __future__ import annotations

from terminal import Terminal


def test_topologies_are_listed_shown_and_drawn(terminal: Terminal) -> None:
    """For people and machines."""
    assert "parcel.send" in terminal("topology", "list").out
    assert [row["name"] for row in terminal("topology", "list", "--json").json] == ["parcel.send", "parcel.watch"]
    assert "check_code" in terminal("topology", "show", "parcel.send").out
    assert terminal("topology", "draw", "parcel.send").out.startswith("flowchart LR")


def test_a_topology_is_switched_off_and_on(terminal: Terminal) -> None:
    """What is in it stands meanwhile."""
    assert terminal("topology", "off", "parcel.send").status == 0
    assert not terminal("topology", "show", "parcel.send", "--json").json["is_on"]
    assert terminal("topology", "on", "parcel.send").status == 0
    assert terminal("topology", "show", "parcel.send", "--json").json["is_on"]


def test_schedules_are_listed_switched_and_changed(terminal: Terminal) -> None:
    """With their next run."""
    row = terminal("schedule", "list", "--json").json[0]
    assert (row["topology"], row["expression"], row["is_on"]) == ("parcel.watch", "0 4 * * *", True)
    assert not terminal("schedule", "off", "parcel.watch", "--json").json["is_on"]
    assert terminal("schedule", "list", "--json").json[0]["next"] is None
    assert terminal("schedule", "on", "parcel.watch").status == 0
    assert terminal("schedule", "set", "parcel.watch", "*/5 * * * *", "--json").json["expression"] == "*/5 * * * *"
    assert terminal("schedule", "set", "parcel.watch", "--json").json["expression"] == "0 4 * * *"
    assert terminal("schedule", "set", "parcel.watch", "whenever").status == 2


def test_a_schedule_runs_now(terminal: Terminal) -> None:
    """Unless its topology is off."""
    assert terminal("schedule", "run", "parcel.watch").status == 0
    assert terminal("topology", "list", "--json").json[1]["runs"]
    terminal("topology", "off", "parcel.watch")
    assert terminal("schedule", "run", "parcel.watch").status == 2
    assert terminal("schedule", "run", "parcel.send").status == 2


def test_a_token_is_shown_once(terminal: Terminal) -> None:
    """Later only its name."""
    secret = terminal("token", "create", "console", "--scope", "read", "--scope", "repair", "--json").json["secret"]
    assert secret.startswith("gt_")
    listed = terminal("token", "list")
    assert "console" in listed.out
    assert secret not in listed.out
    assert terminal("token", "create", "console").status == 2
    assert terminal("token", "create", "other", "--scope", "everything").status == 2


def test_a_revoked_token_has_ended(terminal: Terminal) -> None:
    """By its name or id."""
    terminal("token", "create", "console", "--days", "3")
    assert not terminal("token", "revoke", "console", "--json").json["is_living"]
    assert terminal("token", "revoke", "nobody").status == 2


def test_subscriptions_are_listed(terminal: Terminal) -> None:
    """Where nothing listens to anybody, that is said."""
    assert terminal("subscription", "list", "--json").json == []
    assert "No topology listens to any installation." in terminal("subscription", "list").out
