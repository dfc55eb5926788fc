"""ipp against a fake whose replies are those of CUPS 2.4.2."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from goldthread.connectors import ipp as package
from goldthread.connectors.ipp import ipp, print_label
from goldthread.connectors.ipp.codec import encode
from goldthread.connectors.ipp.message import Group, Message, Operation, Part, Tag, one
from goldthread.flow.reply import Reply
from goldthread.testing.contract import Lacks, Settles
from goldthread.testing.fakes.ipp import IppFake, IppPrinterFake

STAPLES = one("status-message", Tag.TEXT, "No such finisher here.")


class IppKit:
    """What there is to say of ipp."""

    application = ipp
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake by the replies of CUPS 2.4.2 and of ippeveprinter"
    settings: Mapping[str, str] = IppFake.SETTINGS
    main = "POST /printers/labels#0x0002"
    settles = Settles.LOOKUP
    throttle = Lacks("A printer that is busy names no time: it is asked again after three seconds.")
    expiry = Lacks("An installation has no credentials.")
    error_inside = Reply(
        status=200,
        headers={"content-type": "application/ipp"},
        content=encode(
            Message(
                code=0x040E,
                number=Operation.PRINT_JOB,
                groups=(Group(part=Part.OPERATION, attributes=(STAPLES,)),),
            )
        ),
    )
    print = print_label
    refused = b"<html>not a label</html>"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[IppFake]:
        async with IppFake(now).running() as fake:
            yield fake


class IppPrinterKit(IppKit):
    """The same of a printer that has no queue."""

    against = "a fake by the replies of ippeveprinter"
    settings = IppPrinterFake.SETTINGS
    main = "POST /ipp/print#0x0002"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[IppFake]:
        async with IppPrinterFake(now).running() as fake:
            yield fake
