"""`goldthread trash`: what needs a person, and what a person does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from goldthread.cli.body import edited, read_file
from goldthread.cli.command import AsJson, Why, command, group
from goldthread.cli.door import act, opened
from goldthread.cli.screen import ago, show, table
from goldthread.cli.trash_view import card, changes, found, listed, said
from goldthread.engine.recording import decode
from goldthread.flow.errors import Misuse
from goldthread.flow.pointer import assigned
from goldthread.flow.reply import Json

app = group("trash", "Messages that need a person.")

Key = Annotated[str, typer.Argument(help="The message, or any id of its order, if only one message of it is here.")]
Keys = Annotated[list[str] | None, typer.Argument(help="Messages, or ids of their orders.")]
Cause = Annotated[str, typer.Option("--cause", help="All messages with this cause, as `trash list` names it.")]
CallId = Annotated[str, typer.Option("--call", help="Which write in doubt, if there are several.")]


@command(app, "list")
async def list_trash(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="rejected, exhausted, in_doubt, failed or orphaned.")] = "",
    topology: Annotated[str, typer.Option(help="Only of this topology.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """What needs a person, newest first, under its causes."""
    async with opened(context) as house:
        rows = await house.world.ledger.trash(kind=kind, topology=topology, limit=limit)
        causes = await house.world.ledger.causes()
    head = table(
        "cause",
        "kind",
        "node",
        "messages",
        "for example",
        rows=[(cause, kind, node, count, reason) for cause, kind, node, reason, count in causes],
        empty="Nothing needs you.",
    )
    drawn = table(
        "message",
        "since",
        "kind",
        "node",
        "field",
        rows=[(one.message.id, ago(one.trashed_at), one.why.kind, one.message.node, one.why.field) for one in rows],
    )
    show([said(one) for one in rows], (head, Text(), drawn) if rows else (head,), as_json=as_json)


@command(app, "show")
async def show_trash(context: typer.Context, key: Key, *, as_json: AsJson = False) -> None:
    """One message: why it is here, the field at fault, its body, its calls."""
    async with opened(context) as house:
        one = await found(house, key)
    show(said(one), card(one), as_json=as_json)


@command(app, "repair")
async def repair(
    context: typer.Context,
    key: Key,
    assignments: Annotated[
        list[str] | None, typer.Option("--set", help="A change, /recipient/postal_code='110 00'; may be repeated.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", help="The whole body as JSON; - reads standard input.")] = None,
    why: Why = "",
    *,
    stay: Annotated[bool, typer.Option("--stay", help="Leave it here instead of resuming it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Correct a message's body and resume it; without --set or --file your $EDITOR opens."""
    async with opened(context) as house:
        one = await found(house, key)
        former = decode(one.message.body.encode())
        body = await _repaired(former, assignments, file)
        done = await house.engine.trash.repair(one.message.id, body, act(context, why, one.version), resume=not stay)
    words = "Repaired." if stay else "Repaired; it goes on."
    show({"message": one.message.id, "changes": done, "is_resumed": not stay}, (changes(done), words), as_json=as_json)


@command(app, "resume")
async def resume(
    context: typer.Context,
    keys: Keys = None,
    cause: Cause = "",
    node: Annotated[str, typer.Option(help="Go on before another node, when its own no longer exists.")] = "",
    why: Why = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Let messages go on where they stopped."""
    async with opened(context) as house:
        chosen = await listed(house, keys, cause)
        for one in chosen:
            await house.engine.trash.resume(one.message.id, act(context, why, one.version), node=node)
    show([one.message.id for one in chosen], f"{len(chosen)} resumed.", as_json=as_json)


@command(app, "reread")
async def reread(
    context: typer.Context, keys: Keys = None, cause: Cause = "", why: Why = "", *, as_json: AsJson = False
) -> None:
    """Fetch bodies from their source again (after it was corrected there) and resume."""
    async with opened(context) as house:
        chosen = await listed(house, keys, cause)
        done = [
            {
                "message": one.message.id,
                "changes": await house.engine.trash.reread(one.message.id, act(context, why, one.version)),
            }
            for one in chosen
        ]
    show(done, f"{len(chosen)} read again and resumed.", as_json=as_json)


@command(app, "discard")
async def discard(
    context: typer.Context, keys: Keys = None, cause: Cause = "", why: Why = "", *, as_json: AsJson = False
) -> None:
    """End messages, with a reason."""
    async with opened(context) as house:
        chosen = await listed(house, keys, cause)
        for one in chosen:
            await house.engine.trash.discard(one.message.id, act(context, why, one.version))
    show([one.message.id for one in chosen], f"{len(chosen)} discarded.", as_json=as_json)


@command(app, "adopt")
async def adopt(
    context: typer.Context,
    key: Key,
    answer: Annotated[
        Path, typer.Option("--file", help="What the other side would have answered, as JSON; - reads standard input.")
    ],
    call: CallId = "",
    why: Why = "",
    *,
    as_json: AsJson = False,
) -> None:
    """A write in doubt was done over there: take what it made, and go on."""
    async with opened(context) as house:
        one = await found(house, key)
        await house.engine.trash.adopt(one.message.id, read_file(answer), act(context, why, one.version), call=call)
    show({"message": one.message.id, "resolution": "adopted"}, "Adopted; it goes on.", as_json=as_json)


@command(app, "again")
async def again(
    context: typer.Context,
    key: Key,
    why: Why = "",
    call: CallId = "",
    *,
    voided: Annotated[bool, typer.Option("--voided", help="It was done, and cancelled over there.")] = False,
    as_json: AsJson = False,
) -> None:
    """A write in doubt is to be done again: say why that is safe."""
    if not why:
        raise Misuse(
            "Say with --why why it is safe to do it again: it never happened there, was voided, is wanted twice."
        )
    async with opened(context) as house:
        one = await found(house, key)
        await house.engine.trash.again(one.message.id, act(context, why, one.version), call=call, was_voided=voided)
    show({"message": one.message.id, "resolution": "again"}, "It is done again.", as_json=as_json)


async def _repaired(former: Json, assignments: list[str] | None, file: Path | None) -> Json:
    """The body as the person wants it: by single changes, from a file, or from their editor."""
    if assignments:
        return assigned(former, assignments)
    return read_file(file) if file else await edited(former)
