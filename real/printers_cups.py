"""CUPS: an own instance with raw queues, whose backend writes what it prints byte by byte into a folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from real.printers_sheet import Sheet, kept, listens
from real.process import HOST, ROOT, Program, free_port, run

BACKEND: Final = r"""#!/bin/sh
# sheet:FOLDER job user title copies options [file]: a jam is a backend that stops the queue (exit 4).
[ $# -eq 0 ] && exit 0
folder="${DEVICE_URI#sheet:}"
if [ -e "$folder/jam" ]; then
  echo "STATE: +media-jam-error" >&2
  echo "ERROR: paper jam" >&2
  exit 4
fi
echo "STATE: -media-jam-error" >&2
cat ${6:+"$6"} > "$folder/$1.part" || exit 1
printf '%s\n' "$3" > "$folder/$1.name"
mv "$folder/$1.part" "$folder/$1.bytes"
"""
TYPES: Final = """application/pdf pdf string(0,%PDF)
application/vnd.zebra-zpl zpl string(0,^XA)
"""
FILES: Final = """ServerRoot {home}/etc
StateDir {home}/state
CacheDir {home}/cache
RequestRoot {home}/spool
TempDir {home}/spool/tmp
ServerBin {home}/bin
DataDir {home}/share
DocumentRoot {home}/share
AccessLog {home}/log/access_log
ErrorLog {home}/log/error_log
PageLog {home}/log/page_log
SystemGroup root
"""
CONFIG: Final = """Listen {host}:{port}
Browsing No
WebInterface No
DefaultShared No
MaxJobs 5000
PreserveJobHistory Yes
PreserveJobFiles No
DirtyCleanInterval 0
LogLevel info
<Location />
  Order allow,deny
  Allow {host}
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
PLACES: Final = ("etc", "state", "cache", "spool/tmp", "bin/backend", "bin/filter", "bin/notifier", "share/mime", "log")


@dataclass(frozen=True, kw_only=True)
class CupsQueue:
    """One raw queue; what it is given comes out unchanged."""

    name: str
    address: str
    """`127.0.0.1:8631`."""
    folder: Path
    log: Path
    application: str = "ipp"

    @property
    def url(self) -> str:
        """The address of an installation."""
        return f"http://{self.address}"

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings of an installation."""
        return {"printer_uri": f"ipp://{self.address}/printers/{self.name}"}

    async def printed(self) -> list[Sheet]:
        """Everything that came out, in the order of the jobs."""
        return kept(self.folder)

    async def waiting(self) -> int:
        """How many jobs CUPS holds or prints now."""
        listed = await run(
            "lpstat", "-h", self.address, "-W", "not-completed", "-o", self.name, log=_fresh(self.log), timeout_s=30
        )
        return sum(line.startswith(f"{self.name}-") for line in listed.splitlines())

    async def jam(self) -> None:
        """Let paper jam: the next job stops the queue."""
        (self.folder / "jam").touch()

    async def clear(self) -> None:
        """Clear the jam and resume the queue, which prints what it held."""
        (self.folder / "jam").unlink(missing_ok=True)
        await run("cupsenable", "-h", self.address, self.name, log=self.log, timeout_s=30)


@dataclass(kw_only=True)
class RealCups:
    """cupsd with its own configuration, spool and queues; every start begins with none of the jobs of the last run.

    `await cups.start()`, then `await cups.queues["labels-1"].printed()`.
    """

    names: tuple[str, ...] = ("labels-1", "labels-2")
    home: Path = ROOT / "printers" / "cups"
    port: int = field(default_factory=free_port)
    queues: dict[str, CupsQueue] = field(default_factory=dict)
    _program: Program | None = None

    async def start(self) -> None:
        """Start it with empty queues."""
        await self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        self._lay_out()
        await self.restart()
        for name in self.names:
            folder = self.home / "paper" / name
            folder.mkdir(parents=True)
            await run(
                "lpadmin", "-h", f"{HOST}:{self.port}", "-p", name, "-v", f"sheet:{folder}", "-E",
                "-o", "printer-error-policy=stop-printer", log=self._log, timeout_s=60,
            )  # fmt: skip
            self.queues[name] = CupsQueue(name=name, address=f"{HOST}:{self.port}", folder=folder, log=self._log)

    async def restart(self) -> None:
        """Start it again, with the queues and jobs that it had."""
        await self.stop()
        self._program = Program(
            name="cupsd",
            command=(
                "/usr/sbin/cupsd", "-f", "-c", self.home / "etc/cupsd.conf", "-s", self.home / "etc/cups-files.conf",
            ),
            log=self._log,
            cwd=self.home,
        )  # fmt: skip
        await self._program.start(self._answers, within_s=30)

    async def stop(self) -> None:
        """Stop it; jobs that wait stay in its spool."""
        if self._program is not None:
            await self._program.stop()

    async def kill(self) -> None:
        """Kill it with -9."""
        if self._program is not None:
            await self._program.kill()

    @property
    def _log(self) -> Path:
        return self.home / "log" / "output"

    async def _answers(self) -> bool:
        return await listens(self.port)

    def _lay_out(self) -> None:
        for place in PLACES:
            (self.home / place).mkdir(parents=True)
        backend = self.home / "bin/backend/sheet"
        backend.write_text(BACKEND, encoding="utf-8")
        backend.chmod(0o700)  # so that CUPS runs it as root, who may write here
        (self.home / "bin/daemon").symlink_to("/usr/lib/cups/daemon")
        (self.home / "share/mime/labels.types").write_text(TYPES, encoding="utf-8")
        (self.home / "share/mime/labels.convs").write_text("", encoding="utf-8")
        (self.home / "etc/cups-files.conf").write_text(FILES.format(home=self.home), encoding="utf-8")
        config = CONFIG.format(host=HOST, port=self.port)
        (self.home / "etc/cupsd.conf").write_text(config, encoding="utf-8")


def _fresh(log: Path) -> Path:
    """A log of its own, empty, beside another: for what is read from it."""
    fresh = log.with_name(f"{log.name}.asked")
    fresh.unlink(missing_ok=True)
    return fresh
