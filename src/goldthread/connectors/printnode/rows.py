"""What PrintNode says of computers, printers and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintNodeComputer:
    """The computer that a printer hangs on; `connected` or `disconnected`."""

    name: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintNodePrinter:
    """A printer; `online` or `offline`, as far as the computer knows."""

    id: int
    name: str = ""
    state: str | None = None
    computer: PrintNodeComputer = PrintNodeComputer()


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintNodeJob:
    """A job, without its content."""

    id: int
    title: str
    state: str
    createTimestamp: datetime  # noqa: N815 - the vendor's name
    printer: PrintNodePrinter | None = None

    @property
    def trouble(self) -> str:
        """Why nothing comes, where PrintNode knows: the computer is away, or the printer is off."""
        printer = self.printer
        if printer is None:
            return ""
        if printer.computer.state == "disconnected":
            return f"Its computer {printer.computer.name!r} is disconnected."
        if printer.state == "offline":
            return f"The printer {printer.name!r} is offline."
        return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintNodeState:
    """One step of a job."""

    state: str
    message: str | None = None
