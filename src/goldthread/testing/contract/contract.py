"""What all contracts are made of: a kit, its ways, and cases that are played one by one."""

from __future__ import annotations

import asyncio
import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeAlias, TypeVar

from goldthread.flow.application import Application
from goldthread.flow.reply import Reply
from goldthread.testing.contract.claim import Has, Lacks, Settles
from goldthread.testing.contract.fake import Fake
from goldthread.testing.contract.scene import Scene, Way, fresh, playing

AnyScene: TypeAlias = Scene[Any]
ContractT = TypeVar("ContractT", bound="Contract")
Case: TypeAlias = Callable[[ContractT, Any], Awaitable[None]]
NEED: Final = "need"
"""Under which name a test keeps what it turns on."""


class Kit(Protocol):
    """What a contract is told of a connector and of the fake that it is proven against."""

    @property
    def application(self) -> Application:
        """The application under test."""

    @property
    def notes(self) -> Path:
        """The connector's README.md, which states what it lacks."""

    @property
    def against(self) -> str:
        """What the fake stands for: `the sandbox's swiftpost`, `recorded replies of API version 4`."""

    @property
    def settings(self) -> Mapping[str, str]:
        """Settings of the installation."""

    @property
    def main(self) -> str:
        """The write that its role turns on, as method and path with `*` for anything: `POST /v1/shipments`."""

    @property
    def settles(self) -> Settles | Lacks:
        """How a lost answer to the main write is settled; `Lacks`: it may happen twice, and the notes say why."""

    @property
    def throttle(self) -> timedelta | Lacks:
        """For how long the fake's throttle asks to be left alone; `Lacks`: it never asks."""

    @property
    def expiry(self) -> Has | Lacks:
        """Whether credentials or tokens can end; `Lacks`: it asks nobody who they are."""

    @property
    def error_inside(self) -> Reply | Lacks:
        """A success (2xx) with an error of the vendor inside; its words are looked for. `Lacks`: no content at all."""

    def open(self, now: Callable[[], datetime]) -> AbstractAsyncContextManager[Fake]:
        """Start a fresh fake, whose time is `now`, and stop it in the end."""


class Contract(ABC):
    """What a connector of one role must do; adopted as `class TestTortoise(CarrierContract): kit = TortoiseKit()`."""

    kit: ClassVar[Kit]
    role: ClassVar[str]
    """As users say it: `carrier`."""
    installation: ClassVar[str]
    """The name of the installation under test, as sample orders name it."""

    @abstractmethod
    def ways(self) -> Iterable[Way]:
        """What the connector does; `main` ends in the main write."""

    def need(self, name: str) -> object:
        """What a case turns on: an attribute of the kit."""
        return getattr(self.kit, name)

    @abstractmethod
    async def work(self, scene: AnyScene) -> object:
        """A fresh body for `main` that the fake will take."""


def case(function: Case[ContractT]) -> Callable[[ContractT], None]:
    """Make a test of a case: with a fake, an engine and a line of its own; at its end nothing may have crashed."""
    return _made(function, "")


def case_of(need: str) -> Callable[[Case[ContractT]], Callable[[ContractT], None]]:
    """A case that turns on something which the kit may lack; then the notes must say so, and that is the test."""
    return lambda function: _made(function, need)


def lacking(contract: Contract, test: object) -> Lacks | None:
    """What a case turns on and the connector lacks."""
    need = str(getattr(test, NEED, ""))
    found = contract.need(need) if need else None
    return found if isinstance(found, Lacks) else None


def _made(function: Case[ContractT], need: str) -> Callable[[ContractT], None]:
    def run(self: ContractT) -> None:
        if lacks := lacking(self, run):
            lacks.expect_stated(self.kit.notes)
        else:
            asyncio.run(_play(self, function))

    setattr(run, NEED, need)

    # Not functools.wraps: pytest would take the scene for a fixture.
    run.__name__, run.__qualname__ = function.__name__, function.__qualname__
    run.__doc__, run.__module__ = inspect.getdoc(function), function.__module__
    return run


async def _play(contract: ContractT, function: Case[ContractT]) -> None:
    memory, kit = fresh(), contract.kit
    async with (
        kit.open(memory.clock.now) as fake,
        playing(
            fake,
            kit.application,
            contract.installation,
            contract.ways(),
            memory=memory,
            settings=kit.settings,
        ) as scene,
    ):
        try:
            await function(contract, scene)
        except AssertionError:
            await scene.expect_sound()  # a node that crashed explains more than what was missed because of it
            raise
        await scene.expect_sound()
