"""The demonstration on a terminal: live bars and happenings, then the figures and one order's story."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import islice

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from goldthread.audit.story import tell
from goldthread.audit.told import Story
from goldthread.cli.story_view import drawn
from goldthread.demo.figures import Figures
from goldthread.demo.play import Play, Progress
from goldthread.flow.entry import Kind
from goldthread.flow.message import TraceId

REFRESH_S = 0.25
LOOK_S = 1.0
SHOWN = 8
BAR = 40


class Screen:
    """What is seen of a play."""

    def __init__(self, play: Play, console: Console) -> None:
        self._play = play
        self._console = console
        self._said = 0

    async def follow(self, performance: asyncio.Task[None], stop: asyncio.Event) -> None:
        """Show how it goes until it is over, or somebody stops it."""
        self._console.print(self._title())
        if not self._console.is_terminal:
            await self._report(performance, stop)
            return
        with Live(console=self._console, refresh_per_second=8, transient=True) as live:
            while not performance.done() and not stop.is_set():
                live.update(self._picture(await self._play.progress()))
                await asyncio.wait([performance], timeout=REFRESH_S)
        self._console.print(self._picture(await self._play.progress()))

    async def finale(self, figures: Figures) -> None:
        """The figures, one order's whole story, and where the API is."""
        self._console.print(_table(figures))
        story = await self._best_story()
        if story is not None:
            self._console.print(Rule(Text("One order's whole story", style="bold"), style="dim"))
            for part in drawn(story):
                self._console.print(part)
        self._console.print(self._whereabouts())

    async def stay(self, stop: asyncio.Event) -> None:
        """Stay up until Ctrl-C, and say when something has changed."""
        self._console.print(Text("It stays up; Ctrl-C ends it.", style="dim"))
        going_on = asyncio.create_task(self._play.go_on())
        former = ""
        while not stop.is_set() and not going_on.done():
            now = await self._play.progress()
            words = f"{now.delivered} of {now.placed} orders delivered, {now.trash} messages in the trash"
            if words != former:
                self._console.print(Text(words, style="" if now.trash else "green"))
            former = words
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK_S)
        going_on.cancel()
        await asyncio.gather(going_on, return_exceptions=True)

    async def _report(self, performance: asyncio.Task[None], stop: asyncio.Event) -> None:
        """For those who read it later: what happened, line by line."""
        while not performance.done() and not stop.is_set():
            self._tell_new()
            await asyncio.wait([performance], timeout=REFRESH_S)
        self._tell_new()

    def _tell_new(self) -> None:
        happenings = self._play.happenings
        for at, text in islice(happenings, self._said, None):
            self._console.print(Text(f"{at:6.1f} s  {text}"))
        self._said = len(happenings)

    def _title(self) -> RenderableType:
        play = self._play
        text = Text.assemble(
            ("Goldthread", "bold yellow"),
            f"  {play.orders} orders through a shop, an ERP, a carrier and printers; faults: ",
            (play.faults, "bold"),
        )
        return Group(text, Text(f"API {play.stage.url}   ledger {play.stage.folder}", style="dim"), Text())

    def _picture(self, now: Progress) -> RenderableType:
        grid = Table.grid(padding=(0, 1))
        whole = self._play.orders
        for name, done, total in (
            ("placed in the shop", now.placed, whole),
            ("in the ERP", now.in_erp, whole),
            ("packed", now.packed, whole),
            ("parcels with a label", now.labels, max(now.parcels, 1)),
            ("labels printed", now.printed, max(now.parcels, 1)),
            ("delivered", now.delivered, whole),
        ):
            bar = ProgressBar(total=total, completed=min(done, total), width=BAR, complete_style="yellow")
            grid.add_row(Text(name), bar, Text(f"{done}/{total}", style="bold"))
        counts = Text.assemble(
            f"{now.seconds:5.1f} s   ",
            (f"{now.trash} in the trash", "red" if now.trash else "dim"),
            f"   {now.waiting} under way   {now.webhooks_lost} webhooks lost",
        )
        lines = [Text(f"{at:6.1f} s  {text}", style="dim", no_wrap=True) for at, text in self._latest()]
        return Group(grid, Text(), counts, Text(), *lines)

    def _latest(self) -> list[tuple[float, str]]:
        return list(self._play.happenings)[-SHOWN:]

    async def _best_story(self) -> Story | None:
        """The story with the most in it: a repaired order if there is one."""
        world = self._play.stage.house.world
        repaired = await world.ledger.entries(kinds=[Kind.REPAIRED], limit=1)
        trace = repaired[-1].entry.trace if repaired else ""
        if not trace:
            number = next(iter(await world.ledger.runs(topology="order.ship", limit=1)), None)
            trace = number.run.trace if number else ""
        if not trace:
            return None
        return await tell(world.ledger, TraceId(trace), topologies=world.catalog.topologies.values())

    def _whereabouts(self) -> RenderableType:
        stage = self._play.stage
        settings = stage.folder / "goldthread.toml"
        lines = Text.assemble(
            ("The API is at ", ""),
            (stage.url, "bold"),
            (f"   described at {stage.url}/openapi.json", "dim"),
            ("\nwith this token  ", ""),
            (stage.token, "bold"),
            ("\n\nLook around from another terminal:\n", ""),
            (f"  goldthread -s {settings} trash list\n", "cyan"),
            (f"  goldthread -s {settings} order show B-100001\n", "cyan"),
            (f"  curl -H 'Authorization: Bearer {stage.token}' {stage.url}/api/trash\n", "cyan"),
            (f"  curl {stage.sandbox.hub_url}/__control/books", "cyan"),
            ("   what the other systems say", "dim"),
        )
        return Panel(lines, border_style="yellow")


def _table(figures: Figures) -> RenderableType:
    """The figures that must be equal, and the rest."""
    grid = Table.grid(padding=(0, 2))
    for sign, ours, mine, theirs in _pairs(figures):
        grid.add_row(sign, ours, Text(str(mine), style="bold"), Text(theirs, style="dim"))
    rest = Text(
        f"{figures.webhooks_lost} webhooks were lost, {figures.found_by_watch} events found by watch and sweeps, "
        f"{figures.forged_webhooks_refused} forged ones refused, {figures.repaired} messages repaired.\n"
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
