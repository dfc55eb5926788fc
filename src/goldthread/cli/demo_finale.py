"""The end of the demonstration on a terminal: the figures, and where everything is."""

from __future__ import annotations

import json
import shlex

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from goldthread.access.entrance import FIRST
from goldthread.demo.figures import Figures
from goldthread.demo.person import Remedy
from goldthread.demo.play import Play

REMEDIES = 3


def whereabouts(play: Play, remedies: list[Remedy]) -> Text:
    """Where the API is, and what to type next; to be printed without wrapping, so that commands can be copied."""
    stage = play.stage
    lines = Text.assemble("The API is at ", (stage.url, "bold"), (f", described at {stage.url}/openapi.json", "dim"))
    lines.append_text(Text.assemble("\nIts token is  ", (stage.token, "bold")))
    if play.is_repairing:
        lines.append("\n\nWithout --exit all of it stays up, and the trash is left to you:", style="dim")
        commands = ["goldthread demo"]
    else:
        lines.append_text(Text.assemble("\nThe console is at  ", (f"{stage.url}/console", "bold")))
        lines.append("\n\nFrom another terminal:")
        commands = _commands(play, remedies)
    for one in commands:
        lines.append(f"\n  {one}", style="cyan")
    return lines


def _commands(play: Play, remedies: list[Remedy]) -> list[str]:
    stage = play.stage
    here = f"goldthread -s {stage.folder / 'goldthread.toml'}"
    repairs = [
        f"{here} trash repair {one.order} --set {_assignment(one)} --why 'asked the customer'"
        for one in remedies[:REMEDIES]
    ]
    return [
        f"{here} person link {FIRST}",
        f"{here} trash list",
        *repairs,
        f"{here} order show B-100001",
        f"{here} label reprint B-100001 --why smudged",
        f"curl -H 'Authorization: Bearer {stage.token}' {stage.url}/api/dashboard",
        f"curl {stage.sandbox.hub_url}/__control/books",
    ]


def _assignment(remedy: Remedy) -> str:
    """As `--set` takes it: a text as it stands, anything else as JSON."""
    if isinstance(remedy.right, str):
        return shlex.quote(f"{remedy.field}={remedy.right}")
    return shlex.quote(f"{remedy.field}:={json.dumps(remedy.right, ensure_ascii=False)}")


def table(figures: Figures) -> RenderableType:
    """The figures that must be equal, and the rest."""
    grid = Table.grid(padding=(0, 2))
    for sign, ours, mine, theirs in _pairs(figures):
        grid.add_row(sign, ours, Text(str(mine), style="bold"), Text(theirs, style="dim"))
    rest = Text(
        f"{figures.webhooks_lost} webhooks were lost; watch and sweeps found the {figures.found_by_watch} that later "
        f"ones had not made up for.\n{figures.forged_webhooks_refused} forged ones were refused. "
        f"{figures.repaired} messages were repaired.\n"
        f"{figures.steps} steps in {figures.seconds} s, {figures.steps_per_second} a second, "
        "all on one machine with the other systems.",
        style="dim",
    )
    return Group(Text(), grid, Text(), rest, Text())


def _pairs(f: Figures) -> list[tuple[Text, str, object, str]]:
    """What must hold: whether it does, what it is, and what it is compared with."""
    rows: tuple[tuple[str, str, object, str], ...] = (
        (
            "delivered + in_trash == orders",
            "orders delivered",
            f.delivered,
            f"of {f.orders}; {f.in_trash} in the trash",
        ),
        ("erp_orders == orders", "orders in the ERP", f.erp_orders, f"the shop has {f.orders}"),
        ("erp_customers == distinct_emails", "customers in the ERP", f.erp_customers, f"{f.distinct_emails} e-mails"),
        (
            "labels_billed == parcels",
            "labels the carrier bills",
            f.labels_billed,
            f"we hold labels of {f.parcels} parcels",
        ),
        (
            "carrier_calls_for_reprints == 0",
            "labels printed again",
            f.reprints,
            f"{f.carrier_calls_for_reprints} calls",
        ),
        ("lost == 0", "lost", f.lost, ""),
        ("duplicates == 0", "duplicates", f.duplicates, "in the books of all systems"),
        ('check == "ok"', "goldthread check", f.check, ""),
    )
    broken = set(f.broken())
    good, bad = Text("✓", style="bold green"), Text("✗", style="bold red")
    return [(bad if rule in broken else good, ours, mine, theirs) for rule, ours, mine, theirs in rows]
