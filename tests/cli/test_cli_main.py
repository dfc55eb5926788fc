from __future__ import annotations

from collections.abc import Iterator

import pytest
import typer
from terminal import Terminal
from typer.core import TyperCommand, TyperGroup

from goldthread.cli.main import app

SILENT = {"completion"}
"""Commands that print nothing of their own."""


def commands(group: TyperGroup, way: tuple[str, ...] = ()) -> Iterator[tuple[str, TyperCommand]]:
    for name, one in group.commands.items():
        if isinstance(one, TyperGroup):
            yield from commands(one, (*way, name))
        elif isinstance(one, TyperCommand):
            yield " ".join((*way, name)), one


def all_commands() -> dict[str, TyperCommand]:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    return dict(commands(root))


def test_every_command_says_what_it_does_and_speaks_json() -> None:
    """Help and `--json` everywhere."""
    for name, one in all_commands().items():
        assert one.help, name
        options = {option for parameter in one.params for option in parameter.opts}
        assert "--json" in options, name


def test_the_commands_of_the_terminal_are_all_there() -> None:
    """Those that people rely on."""
    wanted = {
        *("run", "demo", "sandbox", "init", "bench", "check", "order show"),
        *(f"trash {verb}" for verb in ("list", "show", "repair", "resume", "reread", "discard", "adopt", "again")),
        *(f"label {verb}" for verb in ("list", "reprint", "save", "link")),
        *(f"topology {verb}" for verb in ("list", "show", "draw", "on", "off")),
        *(f"installation {verb}" for verb in ("list", "show", "add", "set", "pause", "resume", "limit", "remove")),
        *(f"schedule {verb}" for verb in ("list", "on", "off", "run")),
        *("audit verify", "audit export", "token create", "token list", "token revoke"),
    }
    assert wanted <= all_commands().keys()


def test_help_fits_on_a_screen(terminal: Terminal) -> None:
    """The first thing a newcomer sees."""
    said = terminal.bare("--help")
    assert (said.status, len(said.out.splitlines()) <= 60) == (0, True)
    assert "One golden thread from shop to doorstep" in said.out


@pytest.mark.parametrize("words", [("trsh", "list"), ("trash", "list", "--lmit", "3"), ("topology", "show")])
def test_a_wrong_command_line_is_a_misuse(terminal: Terminal, words: tuple[str, ...]) -> None:
    """Exit 2, told on standard error."""
    said = terminal(*words)
    assert (said.status, said.out) == (2, "")
    assert "Usage" in said.err


def test_what_doesnt_exist_is_told_in_one_sentence(terminal: Terminal) -> None:
    """No traceback; the sentence names what exists."""
    said = terminal("topology", "show", "order.shop")
    assert said.status == 2
    assert said.err.strip() == ("goldthread: There is no topology 'order.shop'; there are: parcel.send, parcel.watch.")


def test_debug_shows_the_traceback(terminal: Terminal) -> None:
    """For whoever looks for a bug."""
    with pytest.raises(Exception, match=r"There is no topology 'order\.shop'"):
        terminal.bare("--debug", "--settings", str(terminal.settings), "topology", "show", "order.shop")


def test_a_wrong_settings_file_is_refused(terminal: Terminal) -> None:
    """Naming file, key and what is expected."""
    terminal.settings.write_text("prot = 80", encoding="utf-8")
    said = terminal("check")
    assert said.status == 2
    assert "there is no setting 'prot'" in said.err


def test_a_settings_file_that_isnt_there_is_refused(terminal: Terminal) -> None:
    """The one that was named, not a default in its place."""
    said = terminal.bare("--settings", "nowhere.toml", "check")
    assert (said.status, "nowhere.toml doesn't exist" in said.err) == (2, True)


def test_the_version_is_told(terminal: Terminal) -> None:
    """Nothing else."""
    assert terminal.bare("--version").out.strip() == "0.1.0"
