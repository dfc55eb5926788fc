"""What is done to an installation as a whole: test it, pause it, switch it off and on."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.api.connection import test_connection
from goldthread.api.models_admin import ConnectionTest
from goldthread.api.setting_up import set_up
from goldthread.console.applications.form import line
from goldthread.console.parts.act import Question, button, guarded, toast
from goldthread.console.parts.markup import html, tag
from goldthread.console.visit import Visit
from goldthread.engine.installation import Installation
from goldthread.flow.errors import Misuse


def switches(visit: Visit, one: Installation) -> None:
    """The buttons that this person may press."""
    operates, administers = (Scope.OPERATE,), (Scope.ADMIN,)

    async def test() -> None:
        words, tone = told(one.name, await test_connection(visit.door, visit.house.world.installations.get(one.name)))
        toast(words, tone=tone)

    async def resume() -> None:
        await visit.house.world.pauses.resume(one.name, by=visit.name)
        ui.navigate.reload()

    async def switch() -> None:
        former = visit.house.world.installations.get(one.name)
        change = "switched off" if former.is_on else "switched on"
        await set_up(visit.door, replace(former, is_on=not former.is_on), actor=visit.name, change=change)
        ui.navigate.reload()

    button("Test connection", test, visit=visit, needs=operates, icon="link")
    if visit.house.world.pauses.view().get(one.name):
        button("Resume", resume, visit=visit, needs=operates, icon="play", look="primary")
    elif one.is_on:
        button("Pause", lambda: _ask_pause(visit, one), visit=visit, needs=operates, icon="pause")
    off = Question(
        title=f"Switch {one.name} off?",
        words="Messages that need it go to the trash, and what it tells is turned away, until it is on again.",
        yes="Switch it off",
        is_dangerous=True,
    )
    button(
        "Switch off" if one.is_on else "Switch on",
        switch,
        visit=visit,
        needs=administers,
        icon="close" if one.is_on else "play",
        look="danger" if one.is_on else "primary",
        ask=off if one.is_on else None,
    )


def told(name: str, test: ConnectionTest) -> tuple[str, Literal["good", "bad", "info"]]:
    """A test in a sentence."""
    if not test.is_reachable:
        return f"{name} doesn't answer: {test.words}", "bad"
    answered = f"{name} answers in {test.took_ms} ms" + (f" with status {test.status}" if test.status else "")
    if test.verdict == "accepted":
        return f"{answered} and takes our login.", "good"
    if test.verdict == "denied":
        return f"{answered}, but doesn't take our login: {test.words}", "bad"
    return f"{answered}; what its root says isn't for us ({test.verdict}): {test.words}", "info"


async def _ask_pause(visit: Visit, one: Installation) -> None:
    """Pausing needs a reason, which others will read."""
    typed = {"why": ""}

    async def pause() -> None:
        why = typed["why"].strip()
        if not why or len(why) > 500:
            raise Misuse("Say why in 1 to 500 letters, so that others know what they wait for.")
        await visit.house.world.pauses.pause(one.name, why, by=visit.name)
        ui.navigate.reload()

    with ui.dialog(value=True) as dialog, ui.element("div").classes("dialog"):
        html(tag("h2", f"Pause {one.name}?"))
        html(tag("p", "Its messages wait without using up attempts, until somebody resumes it.", cls="muted"))
        line("Why", "for those who find it paused", "", lambda value: typed.update(why=str(value or ""))).props(
            "autofocus"
        )
        with ui.element("div").classes("acts"):
            with ui.element("button").classes("button").props('type="button"') as no:
                html(tag("span", "Cancel"))
            with ui.element("button").classes("button primary").props('type="button"') as yes:
                html(tag("span", "Pause it"))
    no.on("click", dialog.close)
    yes.on("click", guarded(pause, visit=visit, needs=(Scope.OPERATE,)))
