"""What stands above a message's page when somebody else was first, or the session has ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.look.icons import icon
from goldthread.console.parts.act import Handler, guarded
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.visit import SessionEnded, Visit
from goldthread.flow.errors import Conflict

NEEDS = (Scope.REPAIR,)


class Banner:
    """A place for one sentence that stays, with ways on. Nothing that was typed is lost by it."""

    def __init__(self, visit: Visit, here: str) -> None:
        self._visit = visit
        self._here = here
        self._place = ui.element("div").classes("stack")
        self._said = ""

    def say(
        self, words: str, *links: tuple[str, str], tone: str = "warn", act: tuple[str, Handler] | None = None
    ) -> None:
        """Show the sentence, its links (address, words), and a button that acts."""
        if words == self._said:
            return
        self._said = words
        self._place.clear()
        ways = joined((Markup(' <a href="{}">{}</a>').format(to, said) for to, said in links))
        with self._place, ui.element("div").classes(f"notice {tone}").props('role="alert"'):
            html(joined([icon("warning" if tone in ("warn", "bad") else "info")]))
            html(tag("div", words, " ", ways), classes="grow")
            if act is not None:
                push(act[0], act[1], small=True)

    def clear(self) -> None:
        """Nothing stands there any more."""
        self._said = ""
        self._place.clear()

    def ended(self) -> None:
        """The session is over."""
        self.say(
            "Your session has ended. What you typed is kept in this tab.",
            (href("/sign-in", next=self._here), "Sign in again"),
        )


def acting(visit: Visit, banner: Banner, handler: Handler, *, beaten: Callable[[str], Awaitable[None]]) -> Handler:
    """The handler behind the person's session and scope; a conflict and a session's end are told in the banner."""

    async def inner() -> None:
        try:
            await handler()
        except Conflict as error:
            await beaten(str(error))

    doing = guarded(inner, visit=visit, needs=NEEDS)

    async def run() -> None:
        try:
            await visit.demand(*NEEDS)
        except SessionEnded:
            banner.ended()
            return
        except Exception:  # noqa: BLE001 - told by the guard, which asks again
            await doing()
            return
        await doing()

    return run


def push(label: str, handler: Handler, *, picture: str = "", look: str = "", small: bool = False) -> ui.element:
    """A plain button. What it does must stand behind `acting`."""
    size = "small" if small else ""
    with ui.element("button").classes(f"button {look} {size}").props('type="button"') as made:
        html(joined([icon(picture) if picture else "", tag("span", label)])).style("display:contents")
    made.on("click", handler)
    return made
