"""Which request or webhook goes wrong, decided the same way in every run."""

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import translate
from functools import cached_property
from hashlib import blake2b
from typing import Any

from goldthread.sandbox.exchange import Json

TWICE = 2
"""A fault by chance strikes one entity at most so often on one route, so that every run ends."""


class Kind(StrEnum):
    """What can go wrong."""

    LATENCY = "latency"
    RATE_LIMIT = "rate_limit"
    ERROR_BEFORE = "error_before"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    ERROR_AFTER = "error_after"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    WRONG_TYPE = "wrong_type"
    HTML = "html"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - a kind of fault, no token
    DOWN = "down"
    JAM = "jam"
    WEBHOOK_LOST = "webhook_lost"
    WEBHOOK_LATE = "webhook_late"
    WEBHOOK_DUPLICATED = "webhook_duplicated"
    WEBHOOK_REORDERED = "webhook_reordered"
    WEBHOOK_FORGED = "webhook_forged"
    WEBHOOK_STALE = "webhook_stale"

    @property
    def is_of_webhooks(self) -> bool:
        return self.value.startswith("webhook_")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of fault on some routes, by chance or exactly."""

    kind: Kind
    method: str | None = None
    route: str = "*"
    probability: float = 0.0
    nth: tuple[int, ...] = ()
    """Ordinals of the matching requests that are struck, from one, in order of arrival."""
    count: int | None = None
    """The first so many matching requests are struck."""
    parameters: Json = field(default_factory=dict)

    @staticmethod
    def parse(raw: Json) -> "Rule":
        """Read a rule as `/__control/faults` takes it.

        Raises:
            ValueError: the kind is unknown.
        """
        return Rule(
            kind=Kind(raw["kind"]),
            method=raw.get("method"),
            route=raw.get("route") or "*",
            probability=float(raw.get("probability") or 0),
            nth=tuple(raw.get("nth") or ()),
            count=raw.get("count"),
            parameters=raw.get("parameters") or {},
        )

    @cached_property
    def name(self) -> str:
        """What chance hangs on: the same rule strikes the same entities whatever stands beside it."""
        return f"{self.kind}|{self.method}|{self.route}|{sorted(self.parameters.items())}"

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(translate(self.route))

    def covers(self, *, method: str | None, path: str) -> bool:
        return (self.method is None or self.method == method) and self._pattern.match(path) is not None

    def parameter(self, name: str, otherwise: Any) -> Any:
        return self.parameters.get(name, otherwise)


class Judge:
    """Decides for one system what goes wrong, and counts what did."""

    def __init__(self, seed: int, rules: tuple[Rule, ...]) -> None:
        self._seed = seed
        self.rules = rules
        self.reset()

    def reset(self) -> None:
        self.struck: Counter[str] = Counter()
        self._attempts: Counter[tuple[str, str]] = Counter()
        self._faulted: Counter[tuple[str, str]] = Counter()
        self._matched: Counter[int] = Counter()

    def replace(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.reset()

    def of_request(self, *, method: str, path: str, door: str, entity: str) -> list[Rule]:
        """The faults of one request: any latency, and at most one other."""
        key = (f"{method} {door}", entity)
        self._attempts[key] += 1
        found: list[Rule] = []
        done = False
        for place, rule in enumerate(self.rules):
            if rule.kind.is_of_webhooks or not rule.covers(method=method, path=path):
                continue
            self._matched[place] += 1
            if (rule.kind is Kind.LATENCY or not done) and self._falls(place, rule, key):
                found.append(rule)
                done = done or rule.kind is not Kind.LATENCY
        return found

    def of_webhook(self, *, event: str, entity: str) -> list[Rule]:
        """The faults of one webhook; being lost excludes all others."""
        key = (f"webhook {event}", entity)
        self._attempts[key] += 1
        found: list[Rule] = []
        for place, rule in sorted(enumerate(self.rules), key=lambda entry: entry[1].kind is not Kind.WEBHOOK_LOST):
            if rule.kind.is_of_webhooks and rule.covers(method=None, path=event):
                self._matched[place] += 1
                is_lost = bool(found) and found[0].kind is Kind.WEBHOOK_LOST
                if not is_lost and self._falls(place, rule, key):
                    found.append(rule)
        return found

    def _falls(self, place: int, rule: Rule, key: tuple[str, str]) -> bool:
        if rule.nth or rule.count is not None:
            falls = self._matched[place] in rule.nth or self._matched[place] <= (rule.count or 0)
        else:
            falls = self._faulted[key] < TWICE and self._chance(rule, key) < rule.probability
        if falls:
            self.struck[rule.kind] += 1
            self._faulted[key] += rule.kind is not Kind.LATENCY
        return falls

    def _chance(self, rule: Rule, key: tuple[str, str]) -> float:
        """A number in [0, 1) that hangs on the entity and its attempt, not on who came first."""
        said = f"{self._seed}|{rule.name}|{key[0]}|{key[1]}|{self._attempts[key]}"
        return int.from_bytes(blake2b(said.encode(), digest_size=8).digest()) / 2**64
