"""The console's page for the demonstration alone: order something, break something, and watch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import FastAPI
from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.bootstrap.house import House
from goldthread.console.address import href
from goldthread.console.frame import heading, page
from goldthread.console.look.colours import Tone
from goldthread.console.mount import add_console
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.follow import follow
from goldthread.console.parts.markup import html, tag
from goldthread.console.parts.words import chip, figure, figures
from goldthread.console.visit import Visit
from goldthread.demo.sandbox_desk import PRINTERS, TITLES, WRONG, Outside, Trouble, outside, placed, troubles, watch
from goldthread.flow.errors import NotFound
from goldthread.sandbox.sandbox import Sandbox

FOLLOWED_S: Final = 2.0
_TONES: Final = {"up": Tone.GOOD, "jammed": Tone.WARN, "down": Tone.BAD}
NEEDS: Final = (Scope.OPERATE,)
_sandboxes: dict[str, Sandbox] = {}
"""By the ledger of the house that plays with it."""


def add_console_with(sandbox: Sandbox) -> Callable[[FastAPI, House], None]:
    """What adds the console with this page to the API."""

    def add(app: FastAPI, house: House) -> None:
        _sandboxes[str(house.settings.ledger)] = sandbox
        add_console(app, house)

    return add


@page("/sandbox", title="Sandbox", icon="sandbox", scope=NEEDS, answers="What if something breaks?", order=90)
async def sandbox_page(visit: Visit) -> None:
    """Shoppers, systems, and what is wrong with them on purpose."""
    sandbox = _sandboxes.get(str(visit.house.settings.ledger))
    if sandbox is None:
        raise NotFound("There is no sandbox here: this page belongs to the demonstration, `goldthread demo`.")
    await Bench(visit, sandbox).draw()


class Bench:
    """The page of one visit."""

    def __init__(self, visit: Visit, sandbox: Sandbox) -> None:
        self._visit = visit
        self._sandbox = sandbox
        self._shown: tuple[Trouble, ...] = ()

    async def draw(self) -> None:
        """Everything."""
        with heading("Sandbox", "What if something breaks?"):
            self._act("Place an order", lambda: self._order(1), icon="orders", look="primary")
            self._act("Place ten", lambda: self._order(10))
            self._act("Place one with a wrong address", self._order_wrongly)
        with ui.element("div").classes("panel") as panel:
            with ui.element("div").classes("panel-head"):
                html(tag("h2", "The systems outside"))
            self._place = ui.element("div").classes("panel-body stack")
        await follow(FOLLOWED_S, self._look, visit=self._visit)
        panel.move()

    async def _look(self) -> None:
        """The figures; the systems only when something about them is new, so that buttons don't move."""
        html(_figures(outside(await self._sandbox.books())))
        self._show_systems()

    def _show_systems(self) -> None:
        found = troubles(self._sandbox)
        if found == self._shown:
            return
        self._shown = found
        self._place.clear()
        with self._place:
            for one in found:
                self._system(one)

    def _system(self, one: Trouble) -> None:
        with ui.element("div").classes("row-line"):
            html(Markup('<div style="min-width:15rem"><strong>{}</strong></div>').format(TITLES[one.name]))
            html(_state(one)).style("flex:1")
            for label, deed in self._deeds(one):
                self._act(label, deed, small=True)

    def _deeds(self, one: Trouble) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        """What can be done to it: the button's label, and the deed."""
        name, title = one.name, TITLES[one.name]
        if name in PRINTERS:
            label = "Clear the jam" if one.is_jammed else "Jam it"
            return [(label, lambda: self._jam(name, is_jammed=not one.is_jammed))]
        deeds = [("Bring it up" if one.is_away else "Take it down", lambda: self._take(name, is_away=not one.is_away))]
        is_losing = one.loses_webhooks
        label = "Deliver webhooks again" if is_losing else "Lose its webhooks"

        async def lose() -> None:
            self._sandbox.lose_webhooks(name, is_losing=not is_losing)
            self._told(f"{title} {'delivers its webhooks again' if is_losing else 'loses every webhook from now on'}.")

        return [*deeds, (label, lose)]

    async def _jam(self, name: str, *, is_jammed: bool) -> None:
        if is_jammed:
            self._sandbox.jam(name)
        else:
            self._sandbox.clear(name)
        self._told(f"{TITLES[name]} {'is jammed' if is_jammed else 'prints what it held'}.")

    async def _take(self, name: str, *, is_away: bool) -> None:
        if is_away:
            await self._sandbox.take_down(name)
        else:
            await self._sandbox.bring_up(name)
        self._told(f"{TITLES[name]} {'is down: nobody answers' if is_away else 'is up again'}.")

    async def _order(self, count: int) -> None:
        toast(placed(await self._sandbox.place_orders(count)))

    async def _order_wrongly(self) -> None:
        (number,) = await self._sandbox.place_orders(wishes=[dict(WRONG)])
        toast(f"Order {number} is placed with a postal code that doesn't exist; it will come to the trash.")

    def _told(self, words: str) -> None:
        toast(words)
        self._show_systems()

    def _act(
        self, label: str, deed: Callable[[], Awaitable[None]], *, icon: str = "", look: str = "", small: bool = False
    ) -> None:
        is_first = look == "primary"
        button(label, deed, visit=self._visit, needs=NEEDS, icon=icon, look="primary" if is_first else "", small=small)


def _state(one: Trouble) -> Markup:
    words, path, name = watch(one)
    seen = Markup(' <span class="small muted">{} See <a href="{}">{}</a>.</span>').format(words, href(path), name)
    lost = chip("webhooks lost", Tone.WARN) if one.loses_webhooks else ""
    return Markup("{} {}{}").format(chip(one.word, _TONES[one.word]), lost, seen if words else "")


def _figures(now: Outside) -> Markup:
    return figures(
        figure("Orders in the shop", now.orders),
        figure("In the ERP", now.in_erp),
        figure("Packed", now.packed),
        figure("Labels", now.labels, note=f"{now.printed} printed"),
        figure("Delivered", now.delivered, note=f"of {now.orders}"),
        figure("Webhooks lost", now.webhooks_lost, note="on their way to us"),
    )
