"""What all HTTP systems of the sandbox have in common: doors, a budget, faults, books and a control panel."""

import asyncio
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from goldthread.sandbox.budget import Window
from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.control import Control
from goldthread.sandbox.courier import Courier
from goldthread.sandbox.exchange import Answer, Ask, Door, Dropped, Json, PanelEntrance, attend, read, write
from goldthread.sandbox.listener import Listener, cut
from goldthread.sandbox.mischief import retry_headers, spoil
from goldthread.sandbox.rules import Judge, Kind, Rule


class Vendor(Protocol):
    """What makes one system differ from another."""

    name: str
    limit_form: str
    """How it says when to come again: see `retry_headers`."""

    def doors(self) -> Iterable[Door]: ...
    def controls(self) -> Iterable[Door]:
        """Doors under `/__control` that only this system has."""
        ...

    def authorise(self, ask: Ask) -> Answer | None:
        """None when the caller may come in."""
        ...

    def forget_login(self, ask: Ask) -> None: ...
    def say_limited(self) -> Answer: ...
    def say_broken(self, status: int) -> Answer: ...
    def say_missing(self) -> Answer: ...
    def budget_headers(self, *, limit: int, remaining: int, reset: float) -> Mapping[str, str]: ...
    def jam(self, rule: Rule) -> None:
        """Stop working as the fault says (printers)."""
        ...

    def books(self) -> Json: ...
    def reset(self) -> None: ...


@dataclass(kw_only=True)
class Absence:
    """That a system is away: how, and until when by its clock."""

    mode: str
    until: float = math.inf


class System:
    """One vendor's system behind its own port."""

    def __init__(
        self,
        vendor: Vendor,
        *,
        clock: SystemClock,
        judge: Judge,
        window: Window,
        courier: Courier | None = None,
        port: int = 0,
    ) -> None:
        self.vendor = vendor
        self.clock = clock
        self.judge = judge
        self.window = window
        self.courier = courier
        self.requests: Counter[str] = Counter()
        self._absence: Absence | None = None
        self._returning: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.panel = {(door.method, door.path): door for door in (*Control(self).doors(), *vendor.controls())}
        doors = [Route(door.path, _Entrance(self, door), methods=[door.method]) for door in vendor.doors()]
        panel = [Route(door.path, PanelEntrance(door), methods=[door.method]) for door in self.panel.values()]
        self.listener = Listener(Router([*doors, *panel], default=self._missing, redirect_slashes=False), port=port)

    @property
    def name(self) -> str:
        return self.vendor.name

    @property
    def url(self) -> str:
        return self.listener.url

    def books(self) -> Json:
        """The system's own truth."""
        budget = self.window.budget
        return {
            "system": self.vendor.name,
            **self.vendor.books(),
            "requests": dict(sorted(self.requests.items())),
            "refused_by_limit": self.window.refused,
            "peak_in_window": self.window.peak,
            "limit": {"requests": budget.requests, "seconds": budget.seconds} if budget else None,
            "faults": {str(kind): count for kind, count in sorted(self.judge.struck.items())},
            "webhooks": {**self.courier.counts, "pending": self.courier.pending} if self.courier else {},
        }

    def reset(self) -> None:
        """Forget everything that happened."""
        self.vendor.reset()
        self.judge.reset()
        self.window.reset()
        self.requests.clear()
        if self.courier:
            self.courier.reset()

    def take_down(self, mode: str = "refused", seconds: float | None = None) -> None:
        """Be away: `refused` gives the port back, `503` answers so; for a time or until brought up."""
        self._absence = Absence(mode=mode, until=math.inf if seconds is None else self.clock.epoch() + seconds)
        if mode == "refused":
            self.listener.close()
            if seconds is not None:
                self._returning = asyncio.get_running_loop().call_later(seconds, self._return)

    async def bring_up(self) -> None:
        self._absence = None
        if self._returning is not None:
            self._returning.cancel()
            self._returning = None
        await self.listener.open()

    async def close(self) -> None:
        if self._returning is not None:
            self._returning.cancel()
        for task in list(self._tasks):
            await task
        if self.courier:
            await self.courier.close()
        await self.listener.finish()

    def _return(self) -> None:
        task = asyncio.get_running_loop().create_task(self.bring_up())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def is_away(self) -> bool:
        if self._absence is not None and self.clock.epoch() >= self._absence.until:
            self._absence = None
        return self._absence is not None

    async def answer(self, door: Door, ask: Ask) -> Answer | Dropped:
        """Let a request through everything that stands before and behind its door."""
        self.requests[f"{door.method} {door.path}"] += 1
        if self.is_away():
            return Answer(status=503, body=b"Service Unavailable", content_type="text/plain")
        if wait := self.window.admit(self.clock.epoch()):
            return self._limited(self.vendor.limit_form, wait)
        entity = door.entity(ask)
        rules = self.judge.of_request(method=ask.method, path=ask.path, door=door.path, entity=entity)
        fault = await self._suffer(rules)
        if stopped := self._stop(ask, fault) or (None if door.is_public else self.vendor.authorise(ask)):
            return stopped
        status = 502 if fault is None else int(fault.parameter("status", 502))
        return spoil(fault, await attend(door, ask), self.vendor.say_broken(status))

    def headers(self) -> dict[str, str]:
        """What every reply says: the own time, and what is left of the budget."""
        budget = self.window.budget
        said = {"Date": self.clock.http_date()}
        if budget is not None:
            reset = self.window.until_free(self.clock.epoch())
            said |= self.vendor.budget_headers(limit=budget.requests, remaining=self.window.remaining(), reset=reset)
        return said

    async def _suffer(self, rules: list[Rule]) -> Rule | None:
        """Sit out any latency; the fault that remains."""
        fault = None
        for rule in rules:
            if rule.kind is Kind.LATENCY:
                await asyncio.sleep(rule.parameter("seconds", 0.05))
            else:
                fault = rule
        return fault

    def _stop(self, ask: Ask, fault: Rule | None) -> Answer | Dropped | None:
        """What a fault answers instead of doing the work; None when the work is done."""
        match fault.kind if fault else None:
            case Kind.RATE_LIMIT if fault:
                return self._limited(fault.parameter("form", "seconds"), fault.parameter("seconds", 1))
            case Kind.ERROR_BEFORE if fault:
                return self.vendor.say_broken(int(fault.parameter("status", 500)))
            case Kind.DROP_BEFORE:
                return Dropped()
            case Kind.DOWN if fault:
                self.take_down(fault.parameter("mode", "503"), fault.parameter("seconds", None))
                return Dropped()
            case Kind.EXPIRED_TOKEN:
                self.vendor.forget_login(ask)
            case Kind.JAM if fault:
                self.vendor.jam(fault)
            case _:
                pass
        return None

    def _limited(self, form: str, wait: float) -> Answer:
        said = self.vendor.say_limited()
        return Answer(status=429, body=said.body, headers=retry_headers(form, wait, self.clock))

    async def _missing(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await write(self.vendor.say_missing(), send)


class _Entrance:
    """A door as an ASGI application."""

    def __init__(self, system: System, door: Door) -> None:
        self._system = system
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ask = await read(self._door, scope, receive)
        match await self._system.answer(self._door, ask):
            case Dropped():
                await cut(scope, receive)
            case Answer() as answer:
                await write(replace(answer, headers={**self._system.headers(), **answer.headers}), send)
