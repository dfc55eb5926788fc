"""`goldthread label`: the labels in the cache, and printing them again."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from goldthread.access.links import Links
from goldthread.audit.labels import Labels, LabelView
from goldthread.bootstrap.house import House
from goldthread.cli.command import AsJson, Why, command, given, group
from goldthread.cli.door import opened
from goldthread.cli.screen import ago, show, table
from goldthread.domain.request import ReprintRequest
from goldthread.flow.errors import Misuse, NotFound

app = group("label", "Labels from the cache: find, print again, save, share.")

Of = Annotated[str, typer.Argument(help="Any id of a label, shipment, parcel or order.")]


@command(app, "list")
async def list_labels(
    context: typer.Context,
    of: Annotated[str, typer.Argument(help="Any id of a label, shipment, parcel or order; none: all.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """Labels, and how often each was printed."""
    async with opened(context) as house:
        labels, now = _labels(house), datetime.now(UTC)
        rows = await labels.find(of, now) if of else await labels.page(now, limit=limit)
    drawn = table(
        "label",
        "order",
        "tracking",
        "station",
        "prints",
        "",
        rows=[
            (row.id, row.order_number, row.tracking_number, row.station, len(row.prints), _state(row)) for row in rows
        ],
        empty=f"No label belongs to {of!r}." if of else "There are no labels yet.",
    )
    show(rows, drawn, as_json=as_json)


@command(app, "reprint")
async def reprint(
    context: typer.Context,
    of: Of,
    printer: Annotated[str, typer.Option("--printer", "-p", help="Another printer's installation.")] = "",
    why: Why = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Print labels again, from the cache: no carrier is called, nothing is billed."""
    if not why:
        raise Misuse("Say with --why why the label is wanted again; it stays in its story.")
    async with opened(context) as house:
        labels, now = _labels(house), datetime.now(UTC)
        found = await _found(labels, of, now)
        actor = given(context).actor
        begun = []
        for one in found:
            await labels.printable(one.id, now)
            request = ReprintRequest(of=f"label:{one.id}", who=actor, why=why, printer=printer or None)
            run = await house.engine.intake.start("label.reprint", request, actor=actor)
            begun.append({"label": one.id, "run": run.run, "printer": printer or one.station})
    lines = [f"{one['label']} goes to {one['printer']}  (run {one['run']})" for one in begun]
    show(begun, lines, as_json=as_json)


@command(app, "save")
async def save(
    context: typer.Context,
    of: Of,
    to: Annotated[Path, typer.Option("--to", "-o", help="Folder or file to write; - is standard output.")] = Path(),
    *,
    as_json: AsJson = False,
) -> None:
    """Write a label's bytes as the carrier sent them."""
    async with opened(context) as house:
        labels, now = _labels(house), datetime.now(UTC)
        found = await _found(labels, of, now)
        documents = [await labels.document(one.id, now) for one in found]
    if str(to) == "-":
        sys.stdout.buffer.write(documents[0].content)
        return
    written = []
    for document in documents:
        file = to / document.file_name if await asyncio.to_thread(to.is_dir) else to
        await asyncio.to_thread(file.write_bytes, document.content)
        written.append({"file": str(file), "size": len(document.content), "media_type": document.media_type})
    show(written, [str(one["file"]) for one in written], as_json=as_json)


@command(app, "link")
async def link(
    context: typer.Context,
    of: Of,
    hours: Annotated[int, typer.Option(min=1, max=720, help="How long the link opens the label.")] = 24,
    *,
    as_json: AsJson = False,
) -> None:
    """A signed, expiring address that opens one label without a login."""
    async with opened(context) as house:
        world, settings = house.world, house.settings
        found = await _found(_labels(house), of, datetime.now(UTC))
        if len(found) > 1:
            raise Misuse(f"{of} has {len(found)} labels; name one: {', '.join(one.id for one in found)}.")
        links = Links(ledger=world.ledger, clock=world.clock, chance=world.chance)
        text, ticket = await links.issue(found[0].id, by=given(context).actor, lifetime=timedelta(hours=hours))
    address = f"{settings.public_url or f'http://{settings.host}:{settings.port}'}/labels/{text}"
    said = {"label": ticket.label, "url": address, "expires_at": ticket.expires_at}
    show(said, (Text(address), Text(f"opens until {ago(ticket.expires_at)} from now", style="dim")), as_json=as_json)


def _labels(house: House) -> Labels:
    return Labels(house.world.ledger, house.world.artifacts)


async def _found(labels: Labels, of: str, now: datetime) -> list[LabelView]:
    found = await labels.find(of, now)
    if not found:
        raise NotFound(f"No label belongs to {of!r}. See what there is: goldthread label list")
    return found


def _state(label: LabelView) -> Text:
    if label.is_void:
        return Text("void", style="red")
    return Text("expired", style="yellow") if label.is_expired else Text("in the cache", style="green")
