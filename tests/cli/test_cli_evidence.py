from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from cli_flow import Parcel
from terminal import Terminal


def test_an_order_that_went_well_is_told(terminal: Terminal) -> None:
    """Its story by any key."""
    terminal.send(Parcel(number="P-1", postal_code="11000"))
    said = terminal("order", "show", "P-1")
    assert "parcel.send started by ada" in said.out
    assert "Nothing is open." in said.out
    story = terminal("order", "show", "parcel:P-1", "--json").json
    assert story["entities"] == ["parcel:P-1"]


def test_an_open_order_says_what_it_waits_for(terminal: Terminal, trashed: Callable[[str], str]) -> None:
    """The trash, with its reason."""
    trashed("P-1")
    said = terminal("order", "show", "P-1", "--full").out
    assert "before check_code, trash" in said
    assert "has not five digits" in said


def test_an_unknown_key_says_what_else_to_try(terminal: Terminal) -> None:
    """No empty story."""
    said = terminal("order", "show", "P-9")
    assert (said.status, "Try the shop's number" in said.err) == (2, True)


def test_all_is_well_until_it_isnt(terminal: Terminal) -> None:
    """What was changed behind our back is found by check and verify, with exit 1."""
    terminal.send(Parcel(number="P-1", postal_code="11000"))
    assert terminal("check").status == 0
    assert terminal("audit", "verify").status == 0
    with sqlite3.connect(terminal.folder / "ledger.db") as ledger:
        ledger.execute("UPDATE content SET content = replace(content, '11000', '99999')")
    ledger.close()
    said = terminal("audit", "verify", "--json")
    assert (said.status, said.json["is_sound"]) == (1, False)
    assert terminal("check").status == 1


def test_the_ends_of_chains_kept_elsewhere_still_hold(terminal: Terminal) -> None:
    """They show later that nothing was cut off."""
    terminal.send(Parcel(number="P-1", postal_code="11000"))
    kept = terminal.folder / "heads.json"
    kept.write_text(terminal("audit", "verify", "--json").out, encoding="utf-8")
    terminal.send(Parcel(number="P-2", postal_code="11000"))
    assert terminal("audit", "verify", "--known", str(kept)).status == 0
    kept.write_text("[]", encoding="utf-8")
    assert terminal("audit", "verify", "--known", str(kept)).status == 2


def test_the_export_holds_every_entry_and_the_ends(terminal: Terminal) -> None:
    """Of all stories, or of one."""
    terminal.send(Parcel(number="P-1", postal_code="11000"), Parcel(number="P-2", postal_code="11000"))
    file = terminal.folder / "export.jsonl"
    assert terminal("audit", "export", "--to", str(file)).status == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines[-2]["is_sound"]
    assert {"started", "settled", "finished"} <= {line.get("kind") for line in lines}
    one = [json.loads(line) for line in terminal("audit", "export", "--of", "P-2").out.splitlines()]
    assert len({line["trace"] for line in one if "trace" in line}) == 1
    assert terminal("audit", "export", "--of", "P-9").status == 2


def test_an_export_is_checked_without_the_ledger(terminal: Terminal) -> None:
    """Sound as it came and under its own key; not when a letter was changed, or another key is meant."""
    terminal.send(Parcel(number="P-1", postal_code="11000"))
    file = terminal.folder / "export.jsonl"
    assert terminal("audit", "export", "--to", str(file)).status == 0
    found = terminal("audit", "check", str(file), "--json")
    assert (found.status, found.json["is_sound"], found.json["entries"] > 3) == (0, True, True)
    assert terminal("audit", "check", str(file), "--key", found.json["key"]).status == 0
    assert "Another key signed it" in terminal("audit", "check", str(file), "--key", "00").out
    file.write_text(file.read_text(encoding="utf-8").replace("P-1", "P-7"), encoding="utf-8")
    changed = terminal("audit", "check", str(file))
    assert changed.status == 1
    assert "its content was changed" in changed.out
