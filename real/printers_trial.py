"""The printers' connectors against the programs themselves, one line per claim: `python -m real.printers_trial`."""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, web

from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.settings import Settings
from goldthread.connectors.ipp import print_label
from goldthread.connectors.raw9100 import print_label as print_raw
from goldthread.domain.ids import LabelId
from goldthread.domain.label import LabelFormat
from goldthread.domain.printing import PrintJob
from goldthread.engine.installation import Installation
from goldthread.flow.message import RunId
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology
from real.printers import RealPrinter, RealPrinters, printers_at
from real.process import HOST, ROOT

HOME: Final = ROOT / "printers-trial"
"""Apart from the printers of `make real`, which may be at work."""
PRINT_JOB: Final = b"\x00\x02"
LOSSY: Final = "lossy"
"""An installation that is `labels-1` behind a line which drops answers."""
TOPOLOGIES: Final[dict[str, Topology[Any]]] = {
    "ipp": Topology("trial.ipp", start=Manual(PrintJob), path=print_label),
    "raw9100": Topology("trial.raw9100", start=Manual(PrintJob), path=print_raw),
}


@dataclass(kw_only=True)
class LossyLine:
    """Hands requests on to a printer; the answer of the next Print-Job is dropped once it is there."""

    to: str
    drops: int = 0
    sent: int = 0
    """How many Print-Jobs came this far."""

    async def carry(self, asked: web.Request) -> web.Response:
        """The printer's answer, or none."""
        content = await asked.read()
        is_job = content[2:4] == PRINT_JOB
        self.sent += is_job
        headers = {"Content-Type": "application/ipp"}
        async with (
            ClientSession() as session,
            session.post(self.to + asked.path, data=content, headers=headers) as said,
        ):
            body = await said.read()
        if is_job and self.drops and asked.transport is not None:
            self.drops -= 1
            asked.transport.abort()
        return web.Response(body=body, content_type="application/ipp")

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Listen; gives the address."""
        app = web.Application()
        app.router.add_route("POST", "/{path:.*}", self.carry)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, 0).start()
            yield f"http://{HOST}:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


@dataclass(kw_only=True)
class Trial:
    """Printers, an engine with a ledger on disk, and a line that drops answers."""

    printers: RealPrinters
    house: House
    line: LossyLine
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def send(self, at: str, content: bytes, format_: LabelFormat = LabelFormat.PDF) -> RunId:
        """Ask for a label on paper; gives the run."""
        artifact = await self.house.world.artifacts.keep(content, format_.media_type)
        application = "raw9100" if at == self.printers.raw.name else "ipp"
        label = LabelId(f"trial-{next(self.numbers)}")
        job = PrintJob(
            label=label, artifact=artifact, format=format_, printer=at, station="table-1", copies=1,
            who="the trial", why="to see it", is_reprint=False,
        )  # fmt: skip
        return (await self.house.engine.intake.start(TOPOLOGIES[application].name, job)).run

    async def done(self, runs: Sequence[RunId], *, within_s: float = 60) -> bool:
        """Whether all runs come to their end in time, with nothing in the trash."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            states = [run.state for name in runs if (run := await self.house.world.ledger.run(name)) is not None]
            if states.count("done") == len(runs):
                return True
            await asyncio.sleep(0.05)
        return False

    async def printed_once(self, printer: RealPrinter, contents: Sequence[bytes]) -> bool:
        """Whether each of these contents came out exactly once."""
        came = Counter(sheet.content for sheet in await printer.printed())
        return all(came[content] == 1 for content in contents)


def labels(word: str, count: int) -> list[bytes]:
    """Documents that differ, with bytes of every kind in them."""
    return [b"%PDF-1.4 " + f"{word} {number}\n".encode() + bytes(range(256)) * 20 for number in range(count)]


async def prints(trial: Trial, at: str, count: int = 5) -> bool:
    """Labels that come at the same instant are printed once each, byte for byte."""
    contents = labels(at, count)
    runs = await asyncio.gather(*(trial.send(at, content) for content in contents))
    return await trial.done(runs) and await trial.printed_once(trial.printers.all[at], contents)


async def waits_out_a_jam(trial: Trial, at: str) -> bool:
    """While the printer is jammed labels wait; when it is cleared each is printed once."""
    printer, contents = trial.printers.all[at], labels(f"{at} jammed", 3)
    await printer.jam()
    runs = [await trial.send(at, content) for content in contents]
    before = len(await printer.printed())
    waited = not await trial.done(runs, within_s=5) and len(await printer.printed()) == before
    await printer.clear()
    return waited and await trial.done(runs) and await trial.printed_once(printer, contents)


async def finds_lost_answers(trial: Trial) -> bool:
    """An answer that is dropped prints nothing twice: CUPS is asked for the job by its name."""
    contents = labels("lost", 3)
    trial.line.drops, begun = 3, trial.line.sent
    runs = [await trial.send(LOSSY, content) for content in contents]
    is_done = await trial.done(runs) and trial.line.sent - begun == 3
    return is_done and await trial.printed_once(trial.printers.all["labels-1"], contents)


async def waits_out_an_outage(trial: Trial) -> bool:
    """While CUPS is killed labels wait, and are printed once when it is there again."""
    contents = labels("outage", 3)
    await trial.printers.cups.kill()
    runs = [await trial.send("labels-2", content) for content in contents]
    waited = not await trial.done(runs, within_s=2)
    await trial.printers.cups.restart()
    return (
        waited
        and await trial.done(runs, within_s=120)
        and await trial.printed_once(trial.printers.all["labels-2"], contents)
    )


async def passes_zpl_on(trial: Trial, at: str) -> bool:
    """ZPL comes out as it was."""
    content = f"^XA^FO50,50^FD{at}^FS^XZ\n".encode()
    run = await trial.send(at, content, LabelFormat.ZPL)
    return await trial.done([run]) and await trial.printed_once(trial.printers.all[at], [content])


async def refuses_what_is_no_label(trial: Trial) -> bool:
    """A page in place of a label is rejected, and nothing comes out."""
    page = b"<html>Service unavailable</html>"
    await trial.send("labels-1", page)
    await asyncio.sleep(1)
    trash = await trial.house.world.ledger.trash()
    said = [row.why.reason for row in trash]
    return (
        len(said) == 1
        and "aren't PDF" in said[0]
        and not any(sheet.content == page for sheet in await trial.printers.all["labels-1"].printed())
    )


CLAIMS: Final[tuple[tuple[str, Callable[[Trial], Awaitable[bool]]], ...]] = (
    ("ipp: CUPS prints once, byte for byte", lambda trial: prints(trial, "labels-1", 20)),
    ("ipp: CUPS passes ZPL on", lambda trial: passes_zpl_on(trial, "labels-1")),
    ("ipp: CUPS jams; each label once after it", lambda trial: waits_out_a_jam(trial, "labels-1")),
    ("ipp: answers lost, jobs found at CUPS", finds_lost_answers),
    ("ipp: CUPS killed with -9; labels wait", waits_out_an_outage),
    ("ipp: no label, no paper", refuses_what_is_no_label),
    ("ipp: a printer that is busy is asked again", lambda trial: prints(trial, "everywhere-1", 3)),
    ("ipp: a printer jams; each label once after it", lambda trial: waits_out_a_jam(trial, "everywhere-1")),
    ("raw9100: p910nd prints byte for byte", lambda trial: prints(trial, "zebra-1")),
    ("raw9100: paper out; each label once after it", lambda trial: waits_out_a_jam(trial, "zebra-1")),
)


async def install(house: House, printers: RealPrinters, lossy: str) -> None:
    """An installation for each printer, named as it is."""
    for name, printer in printers.all.items():
        one = Installation(
            name=name, application=printer.application, base_url=printer.url, settings=dict(printer.settings)
        )
        await house.world.installations.put(one, secrets={})
    queue = printers.all["labels-1"]
    behind = Installation(name=LOSSY, application="ipp", base_url=lossy, settings=dict(queue.settings))
    await house.world.installations.put(behind, secrets={})


async def play(printers: RealPrinters, folder: Path) -> bool:
    """Every claim in turn; whether all hold."""
    settings = Settings(ledger=folder / "trial.db", key_file=folder / "trial.key")
    line, is_well = LossyLine(to=printers.all["labels-1"].url), True
    async with line.open() as lossy, open_house(settings, topologies=list(TOPOLOGIES.values())) as house:
        await house.engine.start()
        await install(house, printers, lossy)
        trial = Trial(printers=printers, house=house, line=line)
        try:
            for words, claim in CLAIMS:
                begun = time.monotonic()
                holds = await claim(trial)
                is_well = is_well and holds
                sys.stdout.write(f"{'ok  ' if holds else 'FAIL'}  {words:<52} {time.monotonic() - begun:5.1f} s\n")
        finally:
            await house.engine.stop()
    return is_well


async def main() -> int:
    """Boot the printers, play, stop; 0 when all claims hold."""
    printers = printers_at(HOME)
    await printers.install()
    versions = await printers.versions()
    sys.stdout.write(", ".join(f"{name} {version}" for name, version in versions.items()) + "\n")
    try:
        await printers.start()
        with tempfile.TemporaryDirectory() as folder:
            return 0 if await play(printers, Path(folder)) else 1
    finally:
        await printers.stop()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
