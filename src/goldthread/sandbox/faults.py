"""Presets of faults: nothing, an ordinary week, and a week to tell of."""

from collections.abc import Mapping
from types import MappingProxyType

from goldthread.sandbox.rules import Kind, Rule

Preset = Mapping[str, tuple[Rule, ...]]


def _chance(kind: Kind, probability: float, method: str | None = None, route: str = "*", **parameters: object) -> Rule:
    return Rule(kind=kind, method=method, route=route, probability=probability, parameters=parameters)


def _exact(kind: Kind, *nth: int, method: str | None = None, route: str = "*", **parameters: object) -> Rule:
    return Rule(kind=kind, method=method, route=route, nth=nth, parameters=parameters)


_DEFAULT: Preset = {
    "bazaar": (
        _chance(Kind.LATENCY, 0.02, seconds=0.03),
        _chance(Kind.RATE_LIMIT, 0.002, route="/api/*", form="seconds"),
        _chance(Kind.ERROR_BEFORE, 0.01, route="/api/*", status=500),
        _chance(Kind.DROP_AFTER, 0.02, "POST", "/api/*"),
        _chance(Kind.WEBHOOK_LOST, 0.02, route="order.*"),
        _chance(Kind.WEBHOOK_DUPLICATED, 0.05),
        _chance(Kind.WEBHOOK_FORGED, 0.03),
    ),
    "stockhouse": (
        _chance(Kind.LATENCY, 0.02, seconds=0.03),
        _exact(Kind.RATE_LIMIT, 150, 1500, form="http-date"),
        _chance(Kind.ERROR_BEFORE, 0.01, status=500),
        _chance(Kind.DROP_AFTER, 0.02, "POST", "/orders"),
        _chance(Kind.DROP_AFTER, 0.02, "POST", "/customers*"),
        _exact(Kind.EXPIRED_TOKEN, 40, 240, route="/orders*"),
        _chance(Kind.WEBHOOK_LOST, 0.03),
        _chance(Kind.WEBHOOK_DUPLICATED, 0.04),
    ),
    "swiftpost": (
        _chance(Kind.LATENCY, 0.03, seconds=0.05),
        _chance(Kind.RATE_LIMIT, 0.002, route="/v1/*", form="epoch"),
        _chance(Kind.ERROR_BEFORE, 0.01, route="/v1/*", status=503),
        _chance(Kind.DROP_AFTER, 0.03, "POST", "/v1/shipments"),
        _exact(Kind.EXPIRED_TOKEN, 50, route="/v1/*"),
        _chance(Kind.WEBHOOK_LOST, 0.08),
        _chance(Kind.WEBHOOK_LATE, 0.05, seconds=0.3),
        _chance(Kind.WEBHOOK_DUPLICATED, 0.05),
        _chance(Kind.WEBHOOK_REORDERED, 0.05, seconds=0.2),
        _chance(Kind.WEBHOOK_FORGED, 0.02),
    ),
    "press-1": (_exact(Kind.JAM, 12, method="POST", route="/jobs", mode="hold", seconds=2),),
    "press-2": (_chance(Kind.ERROR_BEFORE, 0.02, "POST", "/jobs", status=500),),
}

_HOSTILE: Preset = {
    "bazaar": (
        _chance(Kind.LATENCY, 0.05, seconds=0.06),
        _chance(Kind.RATE_LIMIT, 0.004, route="/api/*", form="seconds"),
        _chance(Kind.RATE_LIMIT, 0.003, route="/api/*", form="delta"),
        _chance(Kind.ERROR_BEFORE, 0.03, route="/api/*", status=500),
        _chance(Kind.DROP_BEFORE, 0.02, "POST", "/api/*"),
        _chance(Kind.DROP_AFTER, 0.06, "POST", "/api/*"),
        _chance(Kind.DROP_AFTER, 0.03, "PUT", "/api/*"),
        _chance(Kind.TRUNCATED, 0.02, route="/api/*"),
        _chance(Kind.HTML, 0.01, route="/api/*"),
        _chance(Kind.EMPTY, 0.01, route="/api/*"),
        _chance(Kind.WRONG_TYPE, 0.01, route="/api/*"),
        _exact(Kind.EXPIRED_TOKEN, 150, route="/api/*"),
        _chance(Kind.WEBHOOK_LOST, 0.06, route="order.*"),
        _chance(Kind.WEBHOOK_LATE, 0.1, seconds=0.6),
        _chance(Kind.WEBHOOK_DUPLICATED, 0.12, copies=3),
        _chance(Kind.WEBHOOK_FORGED, 0.08),
        _chance(Kind.WEBHOOK_STALE, 0.05),
    ),
    "stockhouse": (
        _chance(Kind.LATENCY, 0.05, seconds=0.08),
        _exact(Kind.RATE_LIMIT, 60, 900, 2500, form="http-date"),
        _exact(Kind.RATE_LIMIT, 400, 1800, form="none"),
        _chance(Kind.ERROR_BEFORE, 0.03, status=500),
        _chance(Kind.DROP_BEFORE, 0.02, "POST"),
        _chance(Kind.DROP_AFTER, 0.06, "POST", "/orders"),
        _chance(Kind.DROP_AFTER, 0.06, "POST", "/customers*"),
        _chance(Kind.DROP_AFTER, 0.04, "POST", "/products"),
        _chance(Kind.ERROR_AFTER, 0.03, "POST", "/orders", status=502),
        _chance(Kind.TRUNCATED, 0.02, "POST"),
        _chance(Kind.HTML, 0.01),
        _chance(Kind.EMPTY, 0.01, "GET"),
        _chance(Kind.WRONG_TYPE, 0.01),
        _exact(Kind.EXPIRED_TOKEN, 20, 150, 400, route="/orders*"),
        _exact(Kind.DOWN, 200, route="/orders*", mode="503", seconds=2),
        _chance(Kind.WEBHOOK_LOST, 0.1),
        _chance(Kind.WEBHOOK_LATE, 0.1, seconds=0.6),
        _chance(Kind.WEBHOOK_DUPLICATED, 0.12, copies=3),
        _chance(Kind.WEBHOOK_FORGED, 0.08),
        _chance(Kind.WEBHOOK_STALE, 0.05),
    ),
    "swiftpost": (
        _chance(Kind.LATENCY, 0.06, seconds=0.1),
        _chance(Kind.RATE_LIMIT, 0.004, route="/v1/*", form="epoch"),
        _chance(Kind.RATE_LIMIT, 0.003, route="/v1/*", form="http-date"),
        _chance(Kind.ERROR_BEFORE, 0.03, route="/v1/*", status=500),
        _chance(Kind.DROP_BEFORE, 0.03, "POST", "/v1/shipments"),
        _chance(Kind.DROP_AFTER, 0.1, "POST", "/v1/shipments"),
        _chance(Kind.ERROR_AFTER, 0.04, "POST", "/v1/shipments", status=502),
        _chance(Kind.TRUNCATED, 0.03, "POST", "/v1/shipments"),
        _chance(Kind.HTML, 0.01, route="/v1/*"),
        _chance(Kind.EMPTY, 0.01, route="/v1/*"),
        _exact(Kind.EXPIRED_TOKEN, 30, 200, route="/v1/*"),
        _exact(Kind.DOWN, 150, method="POST", route="/v1/shipments", mode="refused", seconds=2),
        _chance(Kind.WEBHOOK_LOST, 0.2),
        _chance(Kind.WEBHOOK_LATE, 0.1, seconds=0.6),
        _chance(Kind.WEBHOOK_DUPLICATED, 0.12, copies=3),
        _chance(Kind.WEBHOOK_REORDERED, 0.12, seconds=0.4),
        _chance(Kind.WEBHOOK_FORGED, 0.06),
        _chance(Kind.WEBHOOK_STALE, 0.04),
    ),
    "press-1": (
        _exact(Kind.JAM, 9, 60, method="POST", route="/jobs", mode="hold", seconds=2),
        _chance(Kind.DROP_AFTER, 0.05, "POST", "/jobs"),
        _chance(Kind.ERROR_BEFORE, 0.03, "POST", "/jobs", status=500),
    ),
    "press-2": (
        _exact(Kind.JAM, 14, method="POST", route="/jobs", mode="refuse", seconds=2),
        _chance(Kind.DROP_AFTER, 0.05, "POST", "/jobs"),
        _chance(Kind.TRUNCATED, 0.03, "POST", "/jobs"),
    ),
}

PRESETS: Mapping[str, Preset] = MappingProxyType({"none": {}, "default": _DEFAULT, "hostile": _HOSTILE})


def preset(name: str, system: str) -> tuple[Rule, ...]:
    """The rules of one system in a preset; none for a system it doesn't name."""
    return PRESETS[name].get(system, ())
