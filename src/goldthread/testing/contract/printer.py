"""What a printer's connector must do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar, Final, Protocol, TypeAlias, cast

from goldthread.domain.printing import PrintJob
from goldthread.flow.node import Path
from goldthread.flow.start import Manual
from goldthread.testing.contract import sample
from goldthread.testing.contract.accident import MAIN, AccidentCases
from goldthread.testing.contract.claim import Lacks, expect
from goldthread.testing.contract.contract import Kit, case, case_of
from goldthread.testing.contract.fake import Fake
from goldthread.testing.contract.scene import Scene, Way

JAM: Final = timedelta(minutes=2)


class PrinterFake(Fake, Protocol):
    """A stand-in of a printer; its effects are the SHA-256 of every document that came out on paper, in order."""

    def jam(self) -> None:
        """Let paper jam until it is cleared."""

    def clear(self) -> None:
        """Somebody clears the jam."""


class PrinterKit(Kit, Protocol):
    """A printer's connector; its main write prints."""

    @property
    def print(self) -> Path[PrintJob, PrintJob]:
        """Printing a label."""

    @property
    def refused(self) -> bytes | Lacks:
        """A document that the printer refuses."""

    def open(self, now: Callable[[], datetime]) -> AbstractAsyncContextManager[PrinterFake]:
        """Start a fresh fake, whose time is `now`, and stop it in the end."""


Play: TypeAlias = Scene[PrinterFake]


class PrinterContract(AccidentCases):
    """A printer prints each document as often as it is wanted, whatever jams."""

    kit: ClassVar[PrinterKit]
    role = "printer"
    installation = sample.PRINTER

    def ways(self) -> Iterable[Way]:
        yield Way(name=MAIN, start=Manual(PrintJob), path=self.kit.print, gives=PrintJob)

    async def work(self, scene: Play) -> PrintJob:
        return await _job(scene, sample.PDF)

    @case
    async def test_a_label_is_printed_once_as_it_was_kept(self, scene: Play) -> None:
        """The bytes on paper are the bytes in the cache."""
        await scene.run(MAIN, await self.work(scene))
        await scene.only(MAIN, PrintJob)
        _expect_printed(scene, sample.PDF)

    @case
    async def test_a_reprint_is_another_sheet(self, scene: Play) -> None:
        """The second print of a label comes out too: it isn't taken for the first."""
        job = await self.work(scene)
        await scene.run(MAIN, job)
        await scene.run(MAIN, sample.reprint(job))
        await scene.expect_no_trash()
        _expect_printed(scene, sample.PDF, sample.PDF)

    @case
    async def test_as_many_copies_as_are_wanted_come_out(self, scene: Play) -> None:
        """Three copies are three sheets."""
        await scene.run(MAIN, sample.copies(await self.work(scene), 3))
        await scene.expect_no_trash()
        _expect_printed(scene, sample.PDF, sample.PDF, sample.PDF)

    @case
    async def test_a_jam_is_waited_out_and_one_sheet_comes(self, scene: Play) -> None:
        """While the printer is jammed the job waits; once it is cleared exactly one sheet comes out."""
        job = await self.work(scene)
        scene.fake.jam()
        await scene.begin(MAIN, job)
        await scene.linger(JAM)
        await scene.expect_no_trash()
        expect(await scene.is_open(), "The job should wait while the printer is jammed.")
        expect(not scene.fake.effects(), "Nothing should come out of a jammed printer.")
        scene.fake.clear()
        await scene.recover()
        await scene.only(MAIN, PrintJob)
        _expect_printed(scene, sample.PDF)

    @case_of("refused")
    async def test_a_document_that_it_cannot_print_is_refused(self, scene: Play) -> None:
        """The job lies in the trash as rejected, with the printer's words; no sheet is spoilt."""
        await scene.run(MAIN, await _job(scene, cast("bytes", self.kit.refused)))
        rows = await scene.trash()
        expect([row.why.kind.value for row in rows] == ["rejected"], "A document of no known kind should be rejected.")
        _expect_printed(scene)


async def _job(scene: Play, content: bytes) -> PrintJob:
    artifact = await scene.house.engine.world.artifacts.keep(content, "application/pdf")
    return sample.a_print_job(artifact)


def _expect_printed(scene: Play, *documents: bytes) -> None:
    wanted: Sequence[str] = [sha256(document).hexdigest() for document in documents]
    printed = list(scene.fake.effects())
    expect(printed == wanted, f"{len(wanted)} sheets were expected, {len(printed)} came out, or they differ.")
