"""What follows the time: drawn again while somebody looks, and never otherwise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from nicegui import ui
from nicegui.events import GenericEventArguments

from goldthread.console.parts.act import toast
from goldthread.console.visit import SessionEnded, Visit
from goldthread.flow.errors import GoldthreadError

logger = structlog.get_logger(__name__)


async def follow(seconds: float, draw: Callable[[], Awaitable[None]], *, visit: Visit) -> None:
    """Draw into an element of its own now, and again every so many seconds.

    Only while the page is visible and connected; it ends with the page, with the session, and never overlaps itself.
    `draw` fills the element anew each time; what people type belongs outside of it.
    """
    place = ui.element("div").classes("stack")
    with place:
        await draw()
    seen = {"visible": True}
    client = ui.context.client

    def look(event: GenericEventArguments) -> None:
        seen["visible"] = bool(event.args)

    async def again() -> None:
        if not seen["visible"] or not client.has_socket_connection:
            return
        try:
            await visit.demand(*visit.scopes)
            with place:
                place.clear()
                await draw()
        except SessionEnded as error:
            timer.cancel()
            toast(str(error), tone="bad")
        except GoldthreadError as error:
            logger.warning("a page could not be drawn again", reason=str(error))

    ui.on("console-visible", look)
    timer = ui.timer(seconds, again, immediate=False)
