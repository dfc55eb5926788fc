"""A printer without a queue at an address on loopback; its replies are those of `ippeveprinter` 2.4.2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from goldthread.connectors.ipp.message import Attribute, Group, Message, Part, Tag, many, one
from goldthread.flow.reply import Reply
from goldthread.testing.fakes.ipp.queue import PRINTS_IN, IppFake, refusal

PATH: Final = "/ipp/print"
FORMATS: Final = ("application/octet-stream", "application/pdf", "application/vnd.zebra-zpl")


class IppPrinterFake(IppFake):
    """A printer for `SETTINGS` that takes one job at a time, and refuses others (0x0507) while it prints or jams.

    `async with IppPrinterFake(now).running() as fake`. A jam keeps the job in processing; `clear` lets it go on.
    """

    SETTINGS: Mapping[str, str] = {"printer_uri": f"ipp://localhost{PATH}"}
    path = PATH
    formats: Sequence[str] = FORMATS
    said_of_history: tuple[Attribute, ...] = ()

    def clear(self) -> None:
        """Somebody clears the jam; the job goes on."""
        self.is_jammed = False

    def take(self, asked: Message, given: Group) -> Reply:
        if any(job.state <= 6 for job in self.jobs):
            return refusal(0x0507, asked.number, "Currently printing another job.")
        media_type = given.text("document-format")
        if media_type not in self.formats:
            unsupported = (one("document-format", Tag.MEDIA_TYPE, media_type),)
            words = "Unsupported document-format mimeMediaType value."
            return refusal(0x040B, asked.number, words, Group(part=Part.UNSUPPORTED, attributes=unsupported))
        return super().take(asked, given)

    def itself(self) -> tuple[Attribute, ...]:
        is_printing = any(job.state == 5 for job in self.jobs)
        is_jammed = is_printing and self.is_jammed
        return (
            one("printer-is-accepting-jobs", Tag.BOOLEAN, content=True),
            one("printer-state", Tag.ENUM, 4 if is_printing else 3),
            one("printer-state-message", Tag.TEXT, "Printing." if is_printing else "Idle."),
            many("printer-state-reasons", Tag.KEYWORD, ("media-jam-warning" if is_jammed else "none",)),
            many("document-format-supported", Tag.MEDIA_TYPE, tuple(self.formats)),
        )

    def work(self) -> None:
        for job in self.jobs:
            if job.state > 6:
                continue
            if self.is_jammed or self.now() < job.begun + PRINTS_IN:
                job.state, job.reason = 5, "job-printing"
            else:
                self.printed.append(job.document)
                job.state, job.reason = 9, "job-completed-successfully"
