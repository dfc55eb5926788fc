"""The hub: one control panel for all systems, which works also while they are away."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from starlette.routing import Route, Router

from goldthread.sandbox.control import done, misuse, read_rules
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, PanelEntrance, attend, reply
from goldthread.sandbox.rules import Rule

SHORTCUTS = {
    ("POST", "orders"): "bazaar",
    ("GET", "repairs"): "bazaar",
    ("POST", "pack"): "stockhouse",
    ("POST", "advance"): "swiftpost",
    ("POST", "pace"): "swiftpost",
    ("POST", "scenarios"): "swiftpost",
}
"""Actions that only one system has, so that it needn't be named."""
Panel = Mapping[tuple[str, str], Door]


class Directable(Protocol):
    """What the hub needs of the sandbox."""

    @property
    def panels(self) -> Mapping[str, Panel]: ...
    def addresses(self) -> Json: ...
    async def books(self) -> Json: ...
    async def reset(self) -> None: ...
    async def settle(self) -> None: ...
    def set_faults(self, rules: Mapping[str, tuple[Rule, ...]]) -> None: ...
    async def point_webhooks(self, base: str | None, installations: Mapping[str, str] | None = None) -> None: ...


class Hub:
    """The hub's doors."""

    def __init__(self, sandbox: Directable) -> None:
        self._sandbox = sandbox
        doors = list(self._doors())
        self.app = Router([Route(door.path, PanelEntrance(door), methods=[door.method]) for door in doors])

    def _doors(self) -> Iterable[Door]:
        yield Door(method="GET", path="/__control", answer=lambda _: reply(self._sandbox.addresses()))
        yield Door(method="GET", path="/__control/books", answer=self._books)
        yield Door(method="POST", path="/__control/reset", answer=self._reset)
        yield Door(method="POST", path="/__control/settle", answer=self._settle)
        yield Door(method="POST", path="/__control/faults", answer=self._faults)
        yield Door(method="POST", path="/__control/webhooks", answer=self._webhooks)
        for method, action in SHORTCUTS:
            yield Door(method=method, path=f"/__control/{action}", answer=self._shortcut)
        for method in ("GET", "POST"):
            yield Door(method=method, path="/__control/{system}/{action}", answer=self._pass_on)

    async def _books(self, _: Ask) -> Answer:
        return reply(await self._sandbox.books())

    async def _reset(self, _: Ask) -> Answer:
        await self._sandbox.reset()
        return done()

    async def _settle(self, _: Ask) -> Answer:
        await self._sandbox.settle()
        return done()

    def _faults(self, ask: Ask) -> Answer:
        content = ask.content or {}
        told = content.get("rules", {})
        if not isinstance(told, dict):
            raise misuse("rules go by system.")
        names = self._sandbox.panels if "preset" in content else told
        one = {"preset": content["preset"]} if "preset" in content else None
        self._sandbox.set_faults({name: read_rules(name, one or {"rules": told[name]}) for name in names})
        return done()

    async def _webhooks(self, ask: Ask) -> Answer:
        content = ask.content or {}
        await self._sandbox.point_webhooks(content.get("base"), content.get("installations"))
        return done()

    async def _shortcut(self, ask: Ask) -> Answer:
        action = ask.path.rsplit("/", 1)[1]
        return await self._direct(SHORTCUTS[ask.method, action], action, ask)

    async def _pass_on(self, ask: Ask) -> Answer:
        return await self._direct(ask.params["system"], ask.params["action"], ask)

    async def _direct(self, system: str, action: str, ask: Ask) -> Answer:
        door = self._sandbox.panels.get(system, {}).get((ask.method, f"/__control/{action}"))
        if door is None:
            raise misuse(f"No {ask.method} {action} at '{system}'; systems are {', '.join(self._sandbox.panels)}.")
        return await attend(door, ask)
