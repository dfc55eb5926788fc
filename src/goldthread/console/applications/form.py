"""The form of an installation, made of its application's fields. Credentials go in and never come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from nicegui import ui

from goldthread.console.applications.typed import Typed
from goldthread.console.parts.markup import html
from goldthread.flow.application import Application, Field

Changed = Callable[[str], None]


def installation_form(application: Application, typed: Typed, *, credentials: frozenset[str], is_new: bool) -> None:
    """Draw the fields; what is typed lands in `typed`. `credentials` are the names of those that are set."""
    with ui.element("div").classes("form"):
        if is_new:
            line("Name", "how entries and topologies call it, as eshop-cz", typed.name, _into(typed, "name"))
        example = "tcp://10.0.0.9:9100" if typed.base_url.startswith("tcp:") else "https://shop.example"
        line("Address", f"where its API is, as {example}", typed.base_url, _into(typed, "base_url"))
        for one in application.fields:
            _field(one, typed, is_set=one.name in credentials)
        check("Meant when nothing names one", typed.is_default, _into(typed, "is_default"))
        check("On: it may be called, and may tell us", typed.is_on, _into(typed, "is_on"))


def line(title: str, help_: str, value: str, changed: Callable[[Any], None], *, placeholder: str = "") -> ui.input:
    """One field with what it is for beneath."""
    with ui.element("label").classes("form-line"):
        html(Markup('<span class="form-title">{}</span>').format(title))
        made = ui.input(value=value, placeholder=placeholder, on_change=lambda event: changed(event.value))
        made.props(f'outlined dense autocomplete=off spellcheck=false aria-label="{_quoted(title)}"')
        html(Markup('<span class="form-help">{}</span>').format(help_))
    return made


def secret_line(title: str, help_: str, changed: Callable[[Any], None], *, placeholder: str = "") -> ui.input:
    """A field whose content is never shown again."""
    made = line(title, help_, "", changed, placeholder=placeholder)
    made.props("type=password autocomplete=new-password")
    return made


def check(title: str, value: bool, changed: Callable[[Any], None]) -> ui.checkbox:
    """A box to tick."""
    return ui.checkbox(title, value=value, on_change=lambda event: changed(event.value)).props("dense")


def _field(one: Field, typed: Typed, *, is_set: bool) -> None:
    title = f"{one.name.replace('_', ' ')}{'' if one.is_required else ' (optional)'}"

    def changed(value: Any) -> None:
        typed.values[one.name] = str(value or "")

    if one.is_secret:
        secret_line(title, one.help, changed, placeholder="set; type to replace it" if is_set else "not set")
    else:
        line(title, one.help, typed.values.get(one.name, ""), changed)


def _into(typed: Typed, name: str) -> Callable[[Any], None]:
    def changed(value: Any) -> None:
        setattr(typed, name, value if isinstance(value, bool) else str(value or ""))

    return changed


def _quoted(text: str) -> str:
    return text.replace('"', "'")
