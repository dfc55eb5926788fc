"""The dialog that makes a token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.applications.form import check, line
from goldthread.console.parts.act import guarded
from goldthread.console.parts.markup import html, tag
from goldthread.console.people.once import show_once
from goldthread.console.visit import Visit
from goldthread.flow.errors import Misuse

SCOPES: Final = {
    Scope.READ: "see everything, personal data masked",
    Scope.PERSONAL: "see personal data; each look is an entry",
    Scope.START: "start runs",
    Scope.REPAIR: "act on the trash",
    Scope.PRINT: "see, reprint and share labels",
    Scope.OPERATE: "pause, switch, change limits and schedules",
    Scope.ADMIN: "everything",
}
LONGEST_DAYS: Final = 3650
LONGEST_NAME: Final = 100


@dataclass(kw_only=True, slots=True)
class TypedToken:
    """The fields of the dialog as they stand."""

    name: str = ""
    days: str = "90"
    scopes: set[Scope] = field(default_factory=lambda: {Scope.READ})

    def lifetime(self) -> timedelta | None:
        """None: until it is revoked. Raises `Misuse`."""
        said = self.days.strip()
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and 1 <= int(said) <= LONGEST_DAYS):
            raise Misuse(f"Days are a whole number from 1 to {LONGEST_DAYS}, or nothing; not {self.days!r}.")
        return timedelta(days=int(said))


async def ask_token(visit: Visit) -> None:
    """A name, scopes, a lifetime; then the secret is shown, once."""
    typed = TypedToken()

    async def make() -> None:
        scopes = sorted(typed.scopes)
        name = typed.name.strip()
        if len(name) > LONGEST_NAME:
            raise Misuse(f"A token's name has {LONGEST_NAME} letters at most.")
        issued = await visit.house.tokens.create(name, scopes, actor=visit.name, lifetime=typed.lifetime())
        dialog.close()
        words = "Send it as Authorization: Bearer … It is shown this once; only its digest is kept."
        show_once(f"The token {issued.token.name}", words, issued.secret)

    with ui.dialog(value=True) as dialog, ui.element("div").classes("dialog"):
        html(tag("h2", "A new token"))
        with ui.element("div").classes("form"):
            line("Name", "who uses it, as entries will say", "", lambda value: _set(typed, "name", value)).props(
                "autofocus"
            )
            html(tag("span", "It may", cls="form-title"))
            for scope, words in SCOPES.items():
                check(f"{scope.value}: {words}", scope in typed.scopes, _ticked(typed, scope))
            line(
                "Days",
                "how long it lives; empty: until it is revoked",
                typed.days,
                lambda value: _set(typed, "days", value),
            )
        with ui.element("div").classes("acts"):
            with ui.element("button").classes("button").props('type="button"') as no:
                html(tag("span", "Cancel"))
            with ui.element("button").classes("button primary").props('type="button"') as yes:
                html(tag("span", "Make it"))
    no.on("click", dialog.close)
    yes.on("click", guarded(make, visit=visit, needs=(Scope.ADMIN,)))


def _set(typed: TypedToken, name: str, value: Any) -> None:
    setattr(typed, name, str(value or ""))


def _ticked(typed: TypedToken, scope: Scope) -> Callable[[Any], None]:
    def changed(value: Any) -> None:
        (typed.scopes.add if value else typed.scopes.discard)(scope)

    return changed
