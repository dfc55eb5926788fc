"""`goldthread installation`: which outside systems are connected, and how much they are asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from rich.text import Text

from goldthread.cli.command import AsJson, Why, command, given, group
from goldthread.cli.door import note_change, opened
from goldthread.cli.installation_view import drawing, pairs, said, state
from goldthread.cli.screen import show, table
from goldthread.cli.secret import read_secrets
from goldthread.engine.installation import Installation
from goldthread.engine.window import read_window
from goldthread.flow.errors import Misuse

app = group("installation", "The outside systems that are connected.")

Name = Annotated[str, typer.Argument(help="The installation's name.")]
Pairs = Annotated[list[str] | None, typer.Option("--set", help="A setting, name=value; may be repeated.")]
SecretsFrom = Annotated[
    str,
    typer.Option(
        "--secrets",
        help="Where credentials come from: 'prompt', '-' (JSON on standard input) or 'env:PREFIX_' (PREFIX_API_KEY …).",
    ),
]


@command(app, "list")
async def list_installations(context: typer.Context, *, as_json: AsJson = False) -> None:
    """All installations, and whether they work."""
    async with opened(context) as house:
        rows = [said(house, one) for one in house.world.installations]
    drawn = table(
        "installation",
        "application",
        "state",
        "address",
        "limits",
        rows=[(row.name, row.application, state(row), row.base_url, ", ".join(row.limits)) for row in rows],
        empty="Nothing is connected yet. Add one: goldthread installation add NAME --application APPLICATION --url URL",
    )
    show(rows, drawn, as_json=as_json)


@command(app, "show")
async def show_installation(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """One installation; of its credentials only the names."""
    async with opened(context) as house:
        row = said(house, house.world.installations.get(name))
    show(row, drawing(row), as_json=as_json)


@command(app, "add")
async def add(
    context: typer.Context,
    name: Name,
    application: Annotated[str, typer.Option("--application", "-a", help="Which kind of system it is.")],
    url: Annotated[str, typer.Option("--url", "-u", help="Its address: https://…, tcp://… for raw printers.")],
    settings: Pairs = None,
    secrets: SecretsFrom = "prompt",
    *,
    is_default: Annotated[bool, typer.Option("--default", help="Meant when nothing names one.")] = False,
    as_json: AsJson = False,
) -> None:
    """Connect a system. Credentials are asked for, never written on the command line."""
    async with opened(context) as house:
        if any(one.name == name for one in house.world.installations):
            raise Misuse(f"There is an installation {name} already; change it with: goldthread installation set {name}")
        wanted = [one for one in house.world.catalog.application(application).fields if one.is_secret]
        made = Installation(
            name=name, application=application, base_url=url, settings=pairs(settings), is_default=is_default
        )
        kept = await house.world.installations.put(made, secrets=read_secrets(wanted, secrets))
        await note_change(house, context, {"installation": name, "change": "added", "url": url})
        row = said(house, kept)
    show(row, Text(f"{name} is connected."), as_json=as_json)


@command(app, "set")
async def change(
    context: typer.Context,
    name: Name,
    url: Annotated[str, typer.Option("--url", "-u", help="A new address.")] = "",
    settings: Pairs = None,
    secrets: Annotated[str, typer.Option("--secrets", help="New credentials: 'prompt', '-' or 'env:PREFIX_'.")] = "",
    *,
    is_default: Annotated[
        bool | None, typer.Option("--default/--no-default", help="Meant when nothing names one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Change an installation's address, settings or credentials."""
    async with opened(context) as house:
        former = house.world.installations.get(name)
        wanted = [one for one in house.world.catalog.application(former.application).fields if one.is_secret]
        made = replace(
            former,
            base_url=url or former.base_url,
            settings={**former.settings, **pairs(settings)},
            is_default=former.is_default if is_default is None else is_default,
        )
        fresh = read_secrets(wanted, secrets) if secrets else None
        row = said(house, await house.world.installations.put(made, secrets=fresh))
        credentials = "new" if fresh else "the former"
        await note_change(house, context, {"installation": name, "url": made.base_url, "credentials": credentials})
    show(row, Text(f"{name} is changed."), as_json=as_json)


@command(app, "limit")
async def limit(
    context: typer.Context,
    name: Name,
    windows: Annotated[
        list[str] | None, typer.Argument(help="Windows, e.g. 10/s 5000/day; none: the application's own.")
    ] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="How many calls may be under way at once.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Set how much an installation may be asked."""
    limits = tuple(read_window(text) for text in windows) if windows else None
    async with opened(context) as house:
        former = house.world.installations.get(name)
        made = replace(former, limits=limits, concurrency=concurrency or former.concurrency)
        row = said(house, await house.world.installations.put(made))
        await note_change(house, context, {"installation": name, "change": "limits", "limits": list(row.limits)})
    show(row, Text(f"{name} may be asked {', '.join(row.limits) or 'without limit'}."), as_json=as_json)


@command(app, "pause")
async def pause(context: typer.Context, name: Name, why: Why = "", *, as_json: AsJson = False) -> None:
    """Hold everything back that would go there."""
    async with opened(context) as house:
        house.world.installations.get(name)
        await house.world.pauses.pause(name, why or "paused by hand", by=given(context).actor)
    show({"name": name, "is_paused": True}, Text(f"{name} is paused; what is meant for it waits."), as_json=as_json)


@command(app, "resume")
async def resume(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Let everything go on that was held back."""
    async with opened(context) as house:
        house.world.installations.get(name)
        await house.world.pauses.resume(name, by=given(context).actor)
    show({"name": name, "is_paused": False}, Text(f"{name} goes on."), as_json=as_json)


@command(app, "remove")
async def remove(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Disconnect a system; its credentials are forgotten, its history stays."""
    async with opened(context) as house:
        await house.world.installations.remove(name)
        await note_change(house, context, {"installation": name, "change": "removed"})
    show({"name": name, "is_removed": True}, Text(f"{name} is disconnected."), as_json=as_json)
