"""printnode against a fake by PrintNode's documentation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from goldthread.connectors import printnode as package
from goldthread.connectors.printnode import print_label, printnode
from goldthread.connectors.printnode.statuses import PATIENCE
from goldthread.testing.contract import Has, Settles
from goldthread.testing.contract.loopback import json_reply
from goldthread.testing.fakes.printnode import PrintNodeFake


class PrintNodeKit:
    """What there is to say of printnode."""

    application = printnode
    notes = Path(package.__file__).parent / "README.md"
    against = "a fake by PrintNode's API reference"
    settings: Mapping[str, str] = {**PrintNodeFake.SETTINGS, "expire_after": "86400"}  # a contract's jam lasts long
    main = "POST /printjobs"
    settles = Settles.LOOKUP
    throttle = PATIENCE
    expiry = Has()
    error_inside = json_reply(200, {"uid": "r1", "code": "BadRequest", "message": "The printer is deleted"})
    print = print_label
    refused = b"<html>not a label</html>"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[PrintNodeFake]:
        async with PrintNodeFake(now).running() as fake:
            yield fake
