"""The whole sandbox, for whoever runs it within a program."""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from goldthread.sandbox.assembly import Assembly, Plan, rules_of
from goldthread.sandbox.bazaar import Bazaar
from goldthread.sandbox.budget import Budget
from goldthread.sandbox.clock import Seconds
from goldthread.sandbox.credentials import Credentials
from goldthread.sandbox.exchange import Json
from goldthread.sandbox.hub import Hub, Panel
from goldthread.sandbox.listener import Listener
from goldthread.sandbox.press.raw import RawPress
from goldthread.sandbox.press.tray import JamMode, Tray
from goldthread.sandbox.rules import Kind, Rule
from goldthread.sandbox.system import System

Faults = str | Mapping[str, tuple[Rule, ...]]
"""A preset's name, or rules by system."""
_LOST = Rule(kind=Kind.WEBHOOK_LOST, count=1_000_000)
"""Every webhook."""


class Sandbox:
    """A shop, an ERP with a warehouse, a carrier and three printers, listening on loopback."""

    def __init__(self, plan: Plan) -> None:
        self._all = Assembly(plan)
        self._hub = Listener(Hub(self).app, port=plan.ports.get("hub", 0))
        self._http = {system.name: system for system in self._all.systems}
        self._trays: dict[str, Tray] = {
            "press-1": self._all.printer_1.tray,
            "press-2": self._all.printer_2.tray,
            "press-raw": self._all.press_raw.tray,
        }

    @staticmethod
    @asynccontextmanager
    async def start(
        *,
        seed: int = 1,
        faults: Faults = "none",
        hooks: Mapping[str, str] | None = None,
        budgets: Mapping[str, Budget] | None = None,
        ports: Mapping[str, int] | None = None,
        stations: tuple[str, ...] = ("station-1", "station-2"),
        clock: Seconds = time.time,
    ) -> "AsyncIterator[Sandbox]":
        """Open all ports, and close them in the end.

        Args:
            seed: What everything hangs on: people, orders, packing, stories, credentials, faults.
            faults: `none`, `default`, `hostile`, or rules by system.
            hooks: By system, the installation in the address of its webhooks; its own name by default.
            budgets: By system, instead of the usual limit.
            ports: By system and for `hub`; free ones by default.
            stations: Names of the packing stations.
            clock: Epoch seconds; the systems' clocks are a few seconds off from it.
        """
        plan = Plan(
            seed=seed,
            rules=rules_of(faults),
            installations=hooks or {},
            budgets=budgets or {},
            ports=ports or {},
            stations=stations,
            source=clock,
        )
        sandbox = Sandbox(plan)
        async with AsyncExitStack() as stack:
            await sandbox._open(stack)
            yield sandbox

    @property
    def bazaar(self) -> System:
        return self._all.bazaar

    @property
    def shop(self) -> Bazaar:
        """The shop itself, without its port."""
        return self._all.shop

    @property
    def stockhouse(self) -> System:
        return self._all.stockhouse

    @property
    def swiftpost(self) -> System:
        return self._all.swiftpost

    @property
    def press_1(self) -> System:
        return self._all.press_1

    @property
    def press_2(self) -> System:
        return self._all.press_2

    @property
    def press_raw(self) -> RawPress:
        return self._all.press_raw

    @property
    def hub_url(self) -> str:
        return self._hub.url

    @property
    def credentials(self) -> Credentials:
        return self._all.credentials

    @property
    def panels(self) -> Mapping[str, Panel]:
        return {**{name: system.panel for name, system in self._http.items()}, "press-raw": self.press_raw.panel}

    def addresses(self) -> Json:
        """Where everything listens, and how to come in."""
        urls = {name: system.url for name, system in self._http.items()}
        return {
            "hub": self._hub.url,
            "systems": {**urls, "press-raw": self.press_raw.url},
            "credentials": self.credentials.told(),
        }

    async def point_webhooks(self, base: str | None, installations: Mapping[str, str] | None = None) -> None:
        """Post to `{base}/hooks/{installation}/{event}` from now on; None stops."""
        for name, system in self._http.items():
            if system.courier is not None:
                target = system.courier.target
                target.base = base and base.rstrip("/")
                target.installation = (installations or {}).get(name, target.installation)

    async def place_orders(self, count: int = 1, wishes: list[Json] | None = None) -> list[str]:
        """Shoppers order, so many by chance or as wished; gives the orders' numbers."""
        return [order["number"] for order in self._all.shop.place(wishes or [{}] * count)]

    async def pack(self, count: int | None = None) -> list[str]:
        """The warehouse packs what is confirmed, all or so many; gives the shipments' ids."""
        return [shipment["shipment_id"] for shipment in self._all.erp.pack(count)]

    async def advance(self, *, tracking_number: str | None = None, steps: int = 1) -> Json:
        """Move all parcels, or one, so many scans on; `{"moved", "remaining"}`."""
        return self._all.carrier.network.advance(tracking_number=tracking_number, steps=steps)

    async def set_pace(self, seconds: float | None) -> None:
        """Let parcels move by themselves every so often."""
        self._all.carrier.set_pace(seconds)

    def set_stories(self, weights: Mapping[str, int]) -> None:
        """Which stories parcels booked from now on get, by weight."""
        self._all.carrier.shipments.weights = dict(weights)

    async def repairs(self) -> list[Json]:
        """The right values of what shoppers typed wrongly."""
        return self._all.shop.orders.repairs()

    async def books(self) -> Json:
        """Every system's own truth, by name."""
        return {**{name: system.books() for name, system in self._http.items()}, "press-raw": self.press_raw.books()}

    async def settle(self) -> None:
        """Wait until no webhook is on its way."""
        for system in self._http.values():
            if system.courier is not None:
                await system.courier.settle()

    async def reset(self) -> None:
        """Forget everything that happened; addresses, credentials and faults stay."""
        for system in self._http.values():
            system.reset()
        self.press_raw.reset()

    def set_faults(self, rules: Mapping[str, tuple[Rule, ...]]) -> None:
        """Replace the rules of the systems that are named."""
        for name in rules.keys() & self._http.keys():
            self._http[name].judge.replace(rules[name])

    def jam(self, name: str, mode: str = "hold", seconds: float | None = None) -> None:
        """Jam a printer: `hold` keeps jobs and prints them later by itself, `refuse` takes none."""
        self._trays[name].jam(JamMode(mode), seconds)

    def clear(self, name: str) -> None:
        self._trays[name].clear()

    async def take_down(self, name: str, mode: str = "refused", seconds: float | None = None) -> None:
        """Let a system be away: `refused` (nobody listens) or `503`."""
        if name == "press-raw":
            self.press_raw.close()
        else:
            self._http[name].take_down(mode, seconds)

    async def bring_up(self, name: str) -> None:
        await (self.press_raw.open() if name == "press-raw" else self._http[name].bring_up())

    def is_away(self, name: str) -> bool:
        return name != "press-raw" and self._http[name].is_away()

    def is_jammed(self, name: str) -> bool:
        return name in self._trays and self._trays[name].jammed() is not None

    def lose_webhooks(self, name: str, *, is_losing: bool) -> None:
        """Let every webhook of a system be lost from now on, or let them through again."""
        judge = self._http[name].judge
        others = tuple(rule for rule in judge.rules if rule is not _LOST)
        judge.rules = (*others, _LOST) if is_losing else others

    def loses_webhooks(self, name: str) -> bool:
        return name in self._http and _LOST in self._http[name].judge.rules

    async def _open(self, stack: AsyncExitStack) -> None:
        for system in self._http.values():
            stack.push_async_callback(system.close)
            await system.listener.open()
        stack.push_async_callback(self.press_raw.finish)
        await self.press_raw.open()
        stack.push_async_callback(self._hub.finish)
        await self._hub.open()
        stack.callback(self._all.carrier.set_pace, None)
