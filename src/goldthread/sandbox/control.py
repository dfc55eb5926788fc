"""The control panel that every system has under `/__control`."""

from collections.abc import Iterable
from typing import Protocol

from goldthread.sandbox.budget import Budget, Window
from goldthread.sandbox.courier import Courier
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, RefusedError, reply
from goldthread.sandbox.faults import PRESETS, preset
from goldthread.sandbox.rules import Judge, Rule


class Controllable(Protocol):
    """What the panel needs of a system."""

    judge: Judge
    window: Window
    courier: Courier | None

    @property
    def name(self) -> str: ...
    def books(self) -> Json: ...
    def reset(self) -> None: ...
    def take_down(self, mode: str = "refused", seconds: float | None = None) -> None: ...
    async def bring_up(self) -> None: ...


def misuse(text: str) -> RefusedError:
    """A call of the panel that can't be meant."""
    return RefusedError(reply({"ok": False, "message": text}, status=422))


def done(**facts: object) -> Answer:
    """What the panel says when it has done as told."""
    return reply({"ok": True, **facts})


def read_seconds(content: Json, name: str = "seconds") -> float | None:
    """A span of time, or None where there is none.

    Raises:
        RefusedError: it's no number, or negative.
    """
    told = content.get(name)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or told < 0:
        raise misuse(f"{name} is a number.")
    return float(told)


def read_count(content: Json, name: str = "count") -> int | None:
    """How many, or None where it isn't said.

    Raises:
        RefusedError: it's no whole number, or negative.
    """
    told = content.get(name)
    if told is not None and (type(told) is not int or told < 0):
        raise misuse(f"{name} is a whole number.")
    return told


def read_rules(name: str, content: Json) -> tuple[Rule, ...]:
    """The rules that a call names or lists.

    Raises:
        RefusedError: no such preset or kind.
    """
    if "preset" in content:
        if str(content["preset"]) not in PRESETS:
            raise misuse(f"No preset {content['preset']!r}: choose from {', '.join(PRESETS)}.")
        return preset(str(content["preset"]), name)
    try:
        return tuple(Rule.parse(raw) for raw in content.get("rules", []))
    except (KeyError, ValueError, TypeError, AttributeError) as reason:
        raise misuse(f"Not a rule: {reason}.") from reason


class Control:
    """The doors of the panel."""

    def __init__(self, system: Controllable) -> None:
        self._system = system

    def doors(self) -> Iterable[Door]:
        yield Door(method="GET", path="/__control/health", answer=lambda _: done(system=self._system.name))
        yield Door(method="GET", path="/__control/books", answer=lambda _: reply(self._system.books()))
        yield Door(method="POST", path="/__control/reset", answer=self._reset)
        yield Door(method="POST", path="/__control/faults", answer=self._faults)
        yield Door(method="POST", path="/__control/limit", answer=self._limit)
        yield Door(method="POST", path="/__control/webhooks", answer=self._webhooks)
        yield Door(method="POST", path="/__control/down", answer=self._down)
        yield Door(method="POST", path="/__control/up", answer=self._up)

    def _reset(self, _: Ask) -> Answer:
        self._system.reset()
        return done()

    def _faults(self, ask: Ask) -> Answer:
        self._system.judge.replace(read_rules(self._system.name, ask.content or {}))
        return done(rules=len(self._system.judge.rules))

    def _limit(self, ask: Ask) -> Answer:
        content = ask.content or {}
        try:
            budget = Budget(requests=int(content["requests"]), seconds=float(content.get("seconds", 1)))
        except (KeyError, ValueError, TypeError) as reason:
            raise misuse("A limit has requests and seconds.") from reason
        self._system.window.budget = budget
        return done()

    def _webhooks(self, ask: Ask) -> Answer:
        if self._system.courier is None:
            raise misuse(f"{self._system.name} sends no webhooks.")
        content = ask.content or {}
        target = self._system.courier.target
        target.base = content.get("base")
        target.installation = content.get("installation", target.installation)
        return done()

    def _down(self, ask: Ask) -> Answer:
        content = ask.content or {}
        self._system.take_down(str(content.get("mode", "refused")), read_seconds(content))
        return done()

    async def _up(self, _: Ask) -> Answer:
        await self._system.bring_up()
        return done()
