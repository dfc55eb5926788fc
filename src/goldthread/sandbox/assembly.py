"""Puts the systems together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from goldthread.sandbox import bazaar, stockhouse, swiftpost
from goldthread.sandbox.bazaar import Bazaar
from goldthread.sandbox.budget import Budget, Window
from goldthread.sandbox.clock import Seconds, SystemClock
from goldthread.sandbox.courier import Compose, Courier, Target
from goldthread.sandbox.credentials import Credentials
from goldthread.sandbox.faults import preset
from goldthread.sandbox.press import Press, RawPress
from goldthread.sandbox.rules import Judge, Rule
from goldthread.sandbox.stockhouse import Stockhouse
from goldthread.sandbox.swiftpost import Swiftpost
from goldthread.sandbox.system import System, Vendor

NAMES = ("bazaar", "stockhouse", "swiftpost", "press-1", "press-2", "press-raw")
BUDGETS: Mapping[str, Budget] = {
    "bazaar": Budget(requests=200),
    "stockhouse": Budget(requests=150),
    "swiftpost": Budget(requests=150),
}
_OFFSET = {"bazaar": 2.0, "stockhouse": -7.0, "swiftpost": 4.0}
_ZONE = {"bazaar": timedelta(hours=1)}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How the systems are to be."""

    seed: int
    rules: Mapping[str, tuple[Rule, ...]]
    installations: Mapping[str, str]
    """By system, the name that its webhooks go to; its own by default."""
    budgets: Mapping[str, Budget]
    ports: Mapping[str, int]
    stations: tuple[str, ...]
    source: Seconds

    def clock(self, name: str) -> SystemClock:
        return SystemClock(source=self.source, offset=_OFFSET.get(name, 0.0), zone=_ZONE.get(name, timedelta(0)))


def rules_of(faults: str | Mapping[str, tuple[Rule, ...]]) -> Mapping[str, tuple[Rule, ...]]:
    """Rules by system, of a preset's name or as they are.

    Raises:
        KeyError: no preset has that name.
    """
    return {name: preset(faults, name) for name in NAMES} if isinstance(faults, str) else faults


class Assembly:
    """All systems, not yet listening."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.credentials = Credentials.of(plan.seed)
        self.bazaar, self.shop = self._shop()
        self.stockhouse, self.erp = self._erp()
        self.swiftpost, self.carrier = self._carrier()
        self.press_1, self.printer_1 = self._printer("press-1")
        self.press_2, self.printer_2 = self._printer("press-2")
        self.press_raw = RawPress("press-raw", clock=plan.clock("press-raw"), port=plan.ports.get("press-raw", 0))

    @property
    def systems(self) -> tuple[System, ...]:
        """Those that speak HTTP."""
        return (self.bazaar, self.stockhouse, self.swiftpost, self.press_1, self.press_2)

    def _shop(self) -> tuple[System, Bazaar]:
        login = self.credentials.bazaar
        courier, judge, clock = self._courier("bazaar", bazaar.compose, login.webhook_secret)
        shop = Bazaar(seed=self._plan.seed, clock=clock, key=login.api_key, courier=courier)
        return self._system(shop, clock, judge, courier), shop

    def _erp(self) -> tuple[System, Stockhouse]:
        login = self.credentials.stockhouse
        courier, judge, clock = self._courier("stockhouse", stockhouse.compose, login.webhook_secret)
        erp = Stockhouse(
            seed=self._plan.seed,
            clock=clock,
            user=login.user,
            password=login.password,
            stations=self._plan.stations,
            courier=courier,
        )
        return self._system(erp, clock, judge, courier), erp

    def _carrier(self) -> tuple[System, Swiftpost]:
        login = self.credentials.swiftpost
        courier, judge, clock = self._courier("swiftpost", swiftpost.compose, login.webhook_secret)
        carrier = Swiftpost(
            seed=self._plan.seed, clock=clock, client=login.client_id, secret=login.client_secret, courier=courier
        )
        return self._system(carrier, clock, judge, courier), carrier

    def _printer(self, name: str) -> tuple[System, Press]:
        clock = self._plan.clock(name)
        press = Press(name, clock=clock)
        return self._system(press, clock, self._judge(name)), press

    def _system(self, vendor: Vendor, clock: SystemClock, judge: Judge, courier: Courier | None = None) -> System:
        name = vendor.name
        window = Window(self._plan.budgets.get(name, BUDGETS.get(name)))
        port = self._plan.ports.get(name, 0)
        return System(vendor, clock=clock, judge=judge, courier=courier, window=window, port=port)

    def _courier(self, name: str, compose: Compose, secret: str) -> tuple[Courier, Judge, SystemClock]:
        judge, clock = self._judge(name), self._plan.clock(name)
        target = Target(installation=self._plan.installations.get(name, name))
        return Courier(compose=compose, secret=secret, target=target, clock=clock, judge=judge), judge, clock

    def _judge(self, name: str) -> Judge:
        return Judge(self._plan.seed, self._plan.rules.get(name, ()))
