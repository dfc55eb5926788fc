from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from terminal import Said, Terminal

GOLDTHREAD = (sys.executable, "-c", "import sys; from goldthread.cli.main import main; sys.exit(main())")
KEYS = [
    "orders",
    "delivered",
    "in_trash",
    "repaired",
    "parcels",
    "labels_billed",
    "labels_cached",
    "reprints",
    "carrier_calls_for_reprints",
    "erp_customers",
    "distinct_emails",
    "erp_orders",
    "webhooks_lost",
    "found_by_watch",
    "forged_webhooks_refused",
    "steps",
    "seconds",
    "steps_per_second",
    "lost",
    "duplicates",
    "check",
]


@pytest.fixture(scope="module")
def performed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder in which a demonstration was played to its end, and its figures."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(  # noqa: S603 - our own program
        [*GOLDTHREAD, "demo", "--orders", "20", "--exit", "--json", "--folder", str(folder)],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_the_equalities_hold_with_the_usual_faults(performed: tuple[Path, dict[str, Any]]) -> None:
    """Twenty orders, one of them with an address that no carrier takes."""
    figures = performed[1]
    assert list(figures) == KEYS
    assert (figures["orders"], figures["delivered"], figures["in_trash"]) == (20, 20, 0)
    assert figures["labels_billed"] == figures["parcels"] == figures["labels_cached"]
    assert figures["repaired"] >= 1
    assert (figures["lost"], figures["duplicates"], figures["check"]) == (0, 0, "ok")


class TestAfterwards:
    """Every other command finds the ledger of the demonstration by its settings file."""

    @pytest.fixture
    def look(self, performed: tuple[Path, dict[str, Any]], terminal: Terminal) -> Terminal:
        """A terminal in that folder."""
        return Terminal(folder=performed[0], capture=terminal.capture)

    def test_a_repaired_order_has_its_whole_story(self, look: Terminal) -> None:
        """From the shop to the doorstep, with the repair."""
        rows = look("audit", "export").out.splitlines()
        trace = next(json.loads(row)["trace"] for row in rows if '"kind": "repaired"' in row)
        said = look("order", "show", trace)
        for words in ("bazaar told of order.placed", "POST /orders", "repaired", "POST /v1/shipments", "delivered"):
            assert words in said.out
        assert "Nothing is open." in said.out

    def test_labels_are_found_saved_and_shared(self, look: Terminal, tmp_path: Path) -> None:
        """By the order's number; the link is signed."""
        number = look("label", "list", "--json").json[0]["order_number"]
        found = look("label", "list", number, "--json").json
        assert {row["order_number"] for row in found} == {number}
        files = look("label", "save", number, "--to", str(tmp_path), "--json").json
        assert all(Path(one["file"]).read_bytes().startswith(b"%PDF") for one in files)
        link = look("label", "link", found[0]["id"], "--hours", "1", "--json").json["url"]
        assert re.match(r"http://127\.0\.0\.1:\d+/labels/\S+\.\S+", link)

    def test_a_label_is_printed_again_only_with_a_reason(self, look: Terminal) -> None:
        """A run of the topology is started; the engine of whoever runs it prints."""
        label = look("label", "list", "--json").json[0]["id"]
        assert look("label", "reprint", label).status == 2
        said = look("label", "reprint", label, "--why", "smudged", "--printer", "press-2", "--json")
        assert (said.status, said.json[0]["printer"]) == (0, "press-2")

    def test_a_label_of_nobody_is_not_found(self, look: Terminal) -> None:
        """With what to do."""
        said = look("label", "save", "B-9")
        assert (said.status, "goldthread label list" in said.err) == (2, True)

    def test_everything_is_in_order(self, look: Terminal) -> None:
        """By every check there is."""
        assert look("check").status == 0
        assert look("audit", "verify").status == 0


@pytest.mark.parametrize("words", [("--faults", "many"), ("--orders", "0"), ("--folder", "FULL")])
def test_what_cannot_be_played_is_refused(terminal: Terminal, words: tuple[str, ...]) -> None:
    """Before anything is opened."""
    (terminal.folder / "goldthread.db").touch()
    said: Said = terminal.bare("demo", *(str(terminal.folder) if word == "FULL" else word for word in words))
    assert said.status == 2


def test_without_exit_the_trash_is_left_to_people_and_it_stays_up(tmp_path: Path) -> None:
    """The figures are honest about what is in the trash; a signal ends it well."""
    command = [*GOLDTHREAD, "demo", "--orders", "20", "--faults", "none", "--json", "--folder", str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout
        lines = [demo.stdout.readline() for _ in range(len(KEYS) + 2)]
        figures = json.loads("".join(lines))
        assert demo.poll() is None
        demo.send_signal(signal.SIGINT)
        status = demo.wait(timeout=30)
        assert demo.stderr
        told = demo.stderr.read()
    assert figures["in_trash"] >= 1, told
    assert figures["in_trash"] + figures["delivered"] == 20
    assert (figures["lost"], figures["duplicates"], figures["check"]) == (0, 0, "ok")
    assert status == 0, told


def test_an_interrupted_demonstration_says_so_by_its_status(tmp_path: Path) -> None:
    """Nothing is judged that wasn't played to its end."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [*GOLDTHREAD, "demo", "--folder", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout
        while "orders." not in demo.stdout.readline():
            assert demo.poll() is None
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=30) == 130
