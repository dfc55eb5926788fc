"""All printers of a warehouse: two queues of CUPS, a printer without a queue, a label printer on a TCP port."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Protocol

from real.printers_cups import RealCups
from real.printers_eve import RealIppPrinter
from real.printers_raw import RealRawPrinter
from real.printers_sheet import Sheet
from real.process import ROOT, NotReadyError, run

PACKAGES: Final = ("cups-daemon", "cups-client", "cups-ipp-utils", "p910nd", "dbus-daemon")
"""Of Debian. CUPS 2.4 and p910nd 0.97 were tried."""
PROGRAMS: Final = ("cupsd", "lpadmin", "lpstat", "cupsenable", "ippeveprinter", "p910nd", "dbus-daemon")
PATH: Final = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
LOG: Final = ROOT / "printers" / "install.log"


class RealPrinter(Protocol):
    """One printer, whatever it is."""

    @property
    def name(self) -> str:
        """As its installation is called."""

    @property
    def application(self) -> str:
        """`ipp` or `raw9100`."""

    @property
    def url(self) -> str:
        """The address of its installation."""

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings of its installation."""

    async def printed(self) -> list[Sheet]:
        """Everything that came out since it was started."""

    async def jam(self) -> None:
        """Let paper jam, or run out."""

    async def clear(self) -> None:
        """Somebody makes it print again; what it held comes out by itself."""


def printers_at(home: Path) -> RealPrinters:
    """All printers in a folder of their own; two runs at the same time need two."""
    return RealPrinters(
        cups=RealCups(home=home / "cups"),
        everywhere=RealIppPrinter(home=home / "everywhere"),
        raw=RealRawPrinter(home=home / "raw"),
    )


@dataclass(kw_only=True)
class RealPrinters:
    """Real printing software, whose paper is files; needs root, and no credentials.

    `await printers.start()`, then `printers.all["labels-1"]`; jam one, clear it, and compare `await printed()`.
    """

    cups: RealCups = field(default_factory=RealCups)
    everywhere: RealIppPrinter = field(default_factory=RealIppPrinter)
    raw: RealRawPrinter = field(default_factory=RealRawPrinter)
    credentials: Mapping[str, str] = field(default_factory=dict)
    _claim: IO[str] | None = None

    @property
    def all(self) -> dict[str, RealPrinter]:
        """Every printer by its name, once they are started."""
        single: tuple[RealPrinter, ...] = (self.everywhere, self.raw)
        return {**self.cups.queues, **{one.name: one for one in single}}

    @property
    def url(self) -> str:
        """Where CUPS listens, which most printing goes through."""
        return f"http://localhost:{self.cups.port}"

    async def install(self) -> None:
        """Have the programs installed, by apt-get where that may be. Raises `NotReadyError` with what to do."""
        if not missing():
            return
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise NotReadyError(f"Install {' '.join(PACKAGES)} as root: {', '.join(missing())} aren't there.")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        await run("apt-get", "update", "-q", log=LOG, env=quiet)
        await run("apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES, log=LOG, env=quiet)
        if missing():
            raise NotReadyError(f"apt-get installed {' '.join(PACKAGES)}, and still {missing()} aren't there.")

    async def start(self) -> None:
        """Start all of them, with no job and no paper of an earlier run. Raises `NotReadyError` while one is on."""
        os.environ["PATH"] = PATH
        self._claim = self._claim or claimed(self.cups.home.parent)
        await self.cups.start()
        await self.everywhere.start()
        await self.raw.start()

    async def stop(self) -> None:
        """Stop all of them."""
        await self.raw.stop()
        await self.everywhere.stop()
        await self.cups.stop()
        if self._claim is not None:
            self._claim.close()
            self._claim = None

    async def kill(self) -> None:
        """Kill all of them with -9; what CUPS has in its spool stays there."""
        await self.cups.kill()
        await self.everywhere.kill()
        await self.raw.kill()

    async def restart(self) -> None:
        """Start all of them again, where they were."""
        await self.cups.restart()
        await self.everywhere.restart()
        await self.raw.restart()

    async def printed(self) -> dict[str, Sequence[Sheet]]:
        """Everything that came out of each printer, in order."""
        return {name: await printer.printed() for name, printer in self.all.items()}

    async def versions(self) -> dict[str, str]:
        """What is installed, by Debian's packages."""
        log = LOG.with_name("versions.log")
        log.unlink(missing_ok=True)
        known = await run("dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES, log=log, timeout_s=30)
        rows = [line.split() for line in known.splitlines()]
        return {row[0]: row[1] for row in rows if len(row) == 2}


def claimed(folder: Path) -> IO[str]:
    """A folder for this run alone, until what is given is closed. Raises `NotReadyError` while another run has it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "in-use").open("w", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise NotReadyError(f"Another run prints in {folder}. Wait for its end, or stop it.") from None
    return file


def missing() -> list[str]:
    """Which programs aren't installed."""
    return [name for name in PROGRAMS if shutil.which(name, path=PATH) is None and not Path("/usr/sbin", name).exists()]
