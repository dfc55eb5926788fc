"""A printer without a queue: `ippeveprinter`, which takes one job at a time and refuses others meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from real.printers_sheet import Sheet, kept, listens
from real.process import ROOT, Program, free_port

PRINTS: Final = """#!/bin/sh
# Prints a file by putting it into a folder; while there is a jam, it blocks.
if [ -e "{folder}/jam" ]; then
  echo "STATE: +media-jam-error" >&2
  while [ -e "{folder}/jam" ]; do sleep 0.1; done
  echo "STATE: -media-jam-error" >&2
fi
cat "$1" > "{folder}/$IPP_JOB_ID.part" || exit 1
printf '%s\\n' "$IPP_JOB_NAME" > "{folder}/$IPP_JOB_ID.name"
mv "{folder}/$IPP_JOB_ID.part" "{folder}/$IPP_JOB_ID.bytes"
"""
BUS: Final = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/>
  </policy>
</busconfig>
"""
FORMATS: Final = "application/pdf,application/vnd.zebra-zpl"


@dataclass(kw_only=True)
class RealIppPrinter:
    """An IPP Everywhere printer with a bus of its own, which it wants to announce itself on."""

    name: str = "everywhere-1"
    home: Path = ROOT / "printers" / "everywhere"
    port: int = field(default_factory=free_port)
    application: str = "ipp"
    _bus: Program | None = None
    _program: Program | None = None

    @property
    def url(self) -> str:
        """The address of an installation."""
        return f"http://localhost:{self.port}"

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings of an installation."""
        return {"printer_uri": f"ipp://localhost:{self.port}/ipp/print"}

    @property
    def folder(self) -> Path:
        """Where its paper lies."""
        return self.home / "paper"

    async def start(self) -> None:
        """Start it, with no paper lying about."""
        await self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        (self.home / "spool").mkdir(parents=True)
        self.folder.mkdir()
        script = self.home / "print"
        script.write_text(PRINTS.format(folder=self.folder), encoding="utf-8")
        script.chmod(0o755)
        await self._start_bus()
        await self.restart()

    async def restart(self) -> None:
        """Start it again; it remembers no job."""
        if self._program is not None:
            await self._program.stop()
        self._program = Program(
            name="ippeveprinter",
            command=(
                "ippeveprinter", "-v", "-n", "localhost", "-p", str(self.port), "-r", "off", "-k",
                "-d", self.home / "spool", "-c", self.home / "print", "-f", FORMATS, self.name,
            ),
            log=self.home / "output",
            env={"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self._socket}"},
        )  # fmt: skip
        await self._program.start(lambda: listens(self.port), within_s=30)

    async def stop(self) -> None:
        """Stop it and its bus."""
        for program in (self._program, self._bus):
            if program is not None:
                await program.stop()

    async def kill(self) -> None:
        """Kill it with -9."""
        if self._program is not None:
            await self._program.kill()

    async def printed(self) -> list[Sheet]:
        """Everything that came out, in the order of the jobs since it was started."""
        return kept(self.folder)

    async def jam(self) -> None:
        """Let paper jam in the next job."""
        (self.folder / "jam").touch()

    async def clear(self) -> None:
        """Clear the jam; the job goes on."""
        (self.folder / "jam").unlink(missing_ok=True)

    @property
    def _socket(self) -> Path:
        return self.home / "bus"

    async def _start_bus(self) -> None:
        config = self.home / "bus.conf"
        config.write_text(BUS.format(socket=self._socket), encoding="utf-8")
        self._bus = Program(
            name="dbus-daemon",
            command=("dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"),
            log=self.home / "bus.log",
        )
        await self._bus.start(self._has_bus, within_s=20)

    async def _has_bus(self) -> bool:
        return self._socket.exists()
