"""press and raw9100 against the sandbox's printers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sandbox_fake import SandboxFake, sandboxed

from goldthread.connectors import press as press_package
from goldthread.connectors import raw9100 as raw_package
from goldthread.connectors.press import press, print_label
from goldthread.connectors.raw9100 import print_label as print_raw
from goldthread.connectors.raw9100 import raw9100
from goldthread.flow.reply import Reply
from goldthread.sandbox.press import RawPress
from goldthread.sandbox.sandbox import Sandbox
from goldthread.testing.contract import Lacks, Settles


class PressFake(SandboxFake):
    """A printer of the sandbox with HTTP."""

    def effects(self) -> Sequence[str]:
        return [str(one["sha256"]) for one in self.books["printed"]]

    def jam(self) -> None:
        self.sandbox.jam(self.system.name, "hold")

    def clear(self) -> None:
        self.sandbox.clear(self.system.name)


class RawFake:
    """The printer of the sandbox with a bare port."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._press: RawPress = sandbox.press_raw
        self.secrets: Mapping[str, str] = {}

    @property
    def url(self) -> str:
        return self._press.url

    def effects(self) -> Sequence[str]:
        return [str(one["sha256"]) for one in self._press.books()["printed"]]

    def throttle(self) -> None:
        """A bare port cannot ask for patience."""

    def expire(self) -> None:
        """A bare port asks nobody who he is."""

    def break_down(self) -> None:
        """Cut the connection before anything was printed, as a jam does; it is cleared a moment later."""
        self._sandbox.jam("press-raw", "hold", 1)

    async def take_down(self) -> None:
        self._press.close()

    async def bring_up(self) -> None:
        await self._press.open()

    def jam(self) -> None:
        self._sandbox.jam("press-raw", "hold")

    def clear(self) -> None:
        self._sandbox.clear("press-raw")


class PressKit:
    """What there is to say of press."""

    application = press
    notes = Path(press_package.__file__).parent / "README.md"
    against = "the sandbox's press-1"
    settings: Mapping[str, str] = {}
    main = "POST /jobs"
    settles = Settles.LOOKUP
    throttle = Lacks("No limit; four jobs at once.")
    expiry = Lacks("An installation needs nothing but its address.")
    error_inside = Reply(status=200, content=b'{"reason": "door-open", "message": "The door is open."}')
    print = print_label
    refused = b"<html>not a label</html>"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[PressFake]:
        async with sandboxed(now) as (sandbox, ear):
            yield PressFake(sandbox, sandbox.press_1, ear, routes="/jobs*", form="none")


class RawKit:
    """What there is to say of raw9100."""

    application = raw9100
    notes = Path(raw_package.__file__).parent / "README.md"
    against = "the sandbox's press-raw"
    settings: Mapping[str, str] = {}
    main = "PRINT*"
    settles = Lacks(
        "The document is sent again: a second sheet with the same tracking number costs a sheet, a missing one stops a "
        "parcel."
    )
    throttle = Lacks("It never asks for patience.")
    expiry = Lacks("The port takes no credentials.")
    error_inside = Lacks("It sends no reply that an error could be in.")
    print = print_raw
    refused = b"<html>not a label</html>"

    @asynccontextmanager
    async def open(self, now: Callable[[], datetime]) -> AsyncIterator[RawFake]:
        async with sandboxed(now) as (sandbox, _):
            yield RawFake(sandbox)
