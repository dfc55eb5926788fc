"""`goldthread order`: what happened to an order."""

from __future__ import annotations

from typing import Annotated

import typer

from goldthread.audit.story import find, tell
from goldthread.audit.told import Story
from goldthread.bootstrap.house import House
from goldthread.cli.command import AsJson, command, group
from goldthread.cli.door import opened
from goldthread.cli.screen import show, table
from goldthread.cli.story_view import drawn
from goldthread.flow.errors import NotFound

app = group("order", "What happened to an order, from shop to doorstep.")


@command(app, "show")
async def show_order(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="Any id: the shop's number, the ERP's, a tracking number, an e-mail.")],
    *,
    full: Annotated[bool, typer.Option("--full", help="With every request and reply.")] = False,
    as_json: AsJson = False,
) -> None:
    """The whole story of an order, across all systems."""
    async with opened(context) as house:
        stories = await told(house, key)
    if as_json:
        show(stories[0] if len(stories) == 1 else stories, (), as_json=True)
        return
    if len(stories) > 1:
        rows = [(story.trace, ", ".join(story.entities[:4]), len(story.lines)) for story in stories]
        show(stories, ("Several stories know this key:", table("trace", "about", "lines", rows=rows)), as_json=False)
        return
    show(stories[0], drawn(stories[0], is_full=full), as_json=False)


async def told(house: House, key: str) -> list[Story]:
    """The stories that a key finds. Raises `NotFound`."""
    world = house.world
    found = await find(world.ledger, key)
    if not found:
        raise NotFound(
            f"Nothing is known under {key!r}. Try the shop's number, the ERP's, a tracking number or an e-mail."
        )
    return [await tell(world.ledger, one.trace, topologies=world.catalog.topologies.values()) for one in found]
