"""The demonstration on a terminal: live bars and happenings, then the figures and one order's story."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import islice

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from goldthread.audit.story import tell
from goldthread.audit.told import Story
from goldthread.cli.demo_finale import table, whereabouts
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
        self._console.print(table(figures))
        story = await self._best_story()
        if story is not None:
            self._console.print(Rule(Text("One order's whole story", style="bold"), style="dim"))
            for part in drawn(story):
                self._console.print(part)
        self._console.print(Rule(style="dim"))
        self._console.print(whereabouts(self._play, await self._play.remedies()), soft_wrap=True)

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
        """The story with the most in it: of a repaired order, else of one that was delivered."""
        world = self._play.stage.house.world
        repaired = await world.ledger.entries(kinds=[Kind.REPAIRED], limit=1)
        shipped = await world.ledger.runs(topology="order.ship", state="done", limit=1)
        traces = [*(one.entry.trace for one in repaired), *(row.run.trace for row in shipped)]
        if not traces:
            return None
        return await tell(world.ledger, TraceId(traces[0]), topologies=world.catalog.topologies.values())
