"""`goldthread audit`: evidence that nothing was changed afterwards, and its export."""

from __future__ import annotations

import asyncio
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import RenderableType
from rich.text import Text

from goldthread.audit.evidence import Evidence, verify
from goldthread.audit.export import evidence_facts, signed_export
from goldthread.audit.exported import Checked, check_export
from goldthread.audit.search import traces
from goldthread.audit.signer import Signer
from goldthread.cli.body import parsed
from goldthread.cli.command import AsJson, command, group
from goldthread.cli.door import opened
from goldthread.cli.screen import err, show
from goldthread.flow.chain import Head
from goldthread.flow.errors import Misuse

app = group("audit", "Evidence: that nothing was changed afterwards.")


@command(app, "verify")
async def run_verify(
    context: typer.Context,
    known: Annotated[
        Path | None,
        typer.Option("--known", help="Ends of chains that were kept elsewhere: what verify --json printed."),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Recompute every hash of every chain; exit 1 when anything was changed, removed or put in."""
    heads = await asyncio.to_thread(_heads, known) if known else ()
    async with opened(context) as house:
        found = await verify(house.world.ledger, known=heads)
    show(evidence_facts(found), _drawn(found), as_json=as_json)
    if not found.is_sound:
        raise typer.Exit(1)


@command(app, "export")
async def export(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", "-o", help="File to write; standard output if not given.")] = None,
    of: Annotated[
        str, typer.Option("--of", help="Only the stories of this key: an order, a shipment, an e-mail.")
    ] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Write all entries as JSON lines, each in its place; the ends of all chains and a signature last."""
    count, is_sound = 0, True
    with nullcontext(sys.stdout) if to is None else to.open("w", encoding="utf-8") as target:
        async with opened(context) as house:
            ledger = house.world.ledger
            wanted = {trace for trace, _ in await traces(ledger, of)} if of else None
            if wanted is not None and not wanted:
                raise Misuse(f"Nothing is known under {of!r}.")
            async for line in signed_export(ledger, Signer(ledger), wanted):
                target.write(line)
                count += line.startswith('{"chain"')
                is_sound = is_sound and not line.startswith('{"is_sound": false')
    if to is not None:
        said = {"file": str(to), "entries": count, "is_sound": is_sound}
        show(said, f"{count} entries are in {to}.", as_json=as_json)
    if not is_sound:
        err().print(Text("Not everything verifies: goldthread audit verify", style="bold red"))
        raise typer.Exit(1)


@command(app, "check")
async def run_check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What audit export, the API or the console gave.", exists=True)],
    key: Annotated[
        str, typer.Option("--key", help="The public key that was kept elsewhere; another one is a fault.")
    ] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Check exported evidence without any ledger; exit 1 when it isn't what was exported."""
    del context
    found = await asyncio.to_thread(_checked, file)
    faults = [*found.faults, *(["Another key signed it."] if key and found.key != key.strip() else [])]
    said = {"is_sound": not faults, "entries": found.entries, "key": found.key, "faults": faults}
    lines = [Text(f"Nothing was changed in {found.entries} entries. Signed with {found.key}.", style="green")]
    show(said, [Text.assemble(("✗ ", "bold red"), fault) for fault in faults] or lines, as_json=as_json)
    if faults:
        raise typer.Exit(1)


def _checked(file: Path) -> Checked:
    with file.open(encoding="utf-8") as lines:
        return check_export(lines)


def _drawn(found: Evidence) -> list[RenderableType]:
    if found.is_sound:
        erased = f", {found.erased} of them erased" if found.erased else ""
        counts = f"{found.entries} entries in {len(found.heads)} chains{erased}"
        return [Text(f"Nothing was changed afterwards: {counts}.", style="green")]
    return [Text.assemble(("✗ ", "bold red"), str(flaw)) for flaw in found.flaws]


def _heads(file: Path) -> tuple[Head, ...]:
    said: Any = parsed(file.read_text(encoding="utf-8"), str(file))
    try:
        return tuple(Head(int(chain), int(seq), str(hash_)) for chain, seq, hash_ in said["heads"])
    except (KeyError, TypeError, ValueError) as error:
        raise Misuse(f"{file} holds no heads; give what goldthread audit verify --json printed.") from error
