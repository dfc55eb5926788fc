"""What Shopify's replies mean, and its words for where a fulfilment is."""

import math
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from goldthread.domain.status import Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Later, Refused, Reply, Unclear, Verdict, unreadable

_CLOSED: Final = frozenset({402, 403})
"""The shop is frozen, or the app may not: a person has to see to it."""
_SUSPICIOUS: Final = 430
"""Shopify's own status for requests that look malicious to it."""
_ATTEMPT: Final = 300
"""Points for a whole attempt, which begins anew with its reads. Whoever waited only for the request that was refused
would spend on those what it had waited for, for ever.
"""
_DENIED: Final = frozenset({"ACCESS_DENIED", "SHOP_INACTIVE"})
_BROKEN: Final = frozenset({"INTERNAL_SERVER_ERROR", "TIMEOUT"})


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read what GraphQL says inside a 200: `errors`, throttling among them, and `userErrors` of a change.

    Throttled is who asks for more points than the bucket holds; what is missing comes back at `restoreRate` a second.
    """
    if reply.status in _CLOSED:
        return Denied(f"HTTP {reply.status}: {reply.content[:500].decode(errors='replace')}")
    if reply.status == _SUSPICIOUS:
        return Later("Shopify takes our requests for an attack (HTTP 430).")
    if not 200 <= reply.status < 300:
        return None
    answer = decoded if isinstance(decoded, dict) else {}
    match answer.get("errors"), answer.get("data"):
        case [*errors], data if errors:
            return _complaint(errors, data=data, extensions=answer.get("extensions"))
        case str(words), _:
            return Refused(words, (Fault(field="", message=words),))
        case _, dict(roots) if faults := _user_errors(roots.values()):
            return Refused("; ".join(fault.message for fault in faults), faults)
        case _:
            return unreadable(reply, decoded)


def _complaint(errors: list[Json], *, data: Json, extensions: Json) -> Verdict:
    faults = tuple(fault for error in errors for fault in _faults(error))
    words = "; ".join(dict.fromkeys(fault.message for fault in faults))
    codes = {fault.code for fault in faults}
    if "THROTTLED" in codes:
        return Later(words, _patience(extensions), is_throttled=True)
    if codes & _DENIED:
        return Denied(words)
    if codes & _BROKEN or _has_effect(data):
        return Unclear(words)
    return Refused(words, faults)


def _faults(error: Json) -> list[Fault]:
    match error:
        case {"message": str(message), "extensions": {"code": str(code), "problems": [*problems]}} if problems:
            return [_problem(problem, message, code) for problem in problems]
        case {"message": str(message), "extensions": {"code": str(code)}}:
            return [Fault(field="", message=message, code=code)]
        case {"message": str(message)}:
            return [Fault(field="", message=message)]
        case _:
            return [Fault(field="", message=f"Shopify says {error!r}.")]


def _problem(problem: Json, message: str, code: str) -> Fault:
    match problem:
        case {"path": [*path], "explanation": str(words)}:
            return Fault(field=_path(path), message=words, code=code)
        case _:
            return Fault(field="", message=message, code=code)


def _user_errors(roots: Iterable[Json]) -> tuple[Fault, ...]:
    lists = (root.get("userErrors") for root in roots if isinstance(root, dict))
    return tuple(_user_error(error) for errors in lists if isinstance(errors, list) for error in errors)


def _user_error(error: Json) -> Fault:
    match error:
        case {"message": str(message), **rest}:
            path = rest.get("field")
            return Fault(
                field=_path(path) if isinstance(path, list) else "", message=message, code=str(rest.get("code") or "")
            )
        case _:
            return Fault(field="", message=f"Shopify says {error!r}.")


def _path(steps: list[Json]) -> str:
    return ".".join(str(step) for step in steps)


def _has_effect(data: Json) -> bool:
    """Whether something was answered beside the errors, so that a change may have been made."""
    return isinstance(data, dict) and any(value is not None for value in data.values())


def _patience(extensions: Json) -> timedelta | None:
    match extensions:
        case {
            "cost": {
                "requestedQueryCost": int() | float() as needed,
                "throttleStatus": {
                    "maximumAvailable": int() | float() as most,
                    "currentlyAvailable": int() | float() as available,
                    "restoreRate": int() | float() as rate,
                },
            }
        } if rate > 0:
            wanted = min(needed + _ATTEMPT, max(most, needed))
            return timedelta(milliseconds=max(math.ceil(1000 * (wanted - available) / rate), 0))
        case _:
            return None


EVENTS: Final[dict[Status, str | None]] = {
    Status.UNKNOWN: None,
    Status.LABEL_CREATED: "LABEL_PURCHASED",
    Status.PICKED_UP: "CARRIER_PICKED_UP",
    Status.IN_TRANSIT: "IN_TRANSIT",
    Status.CUSTOMS_HOLD: "DELAYED",
    Status.DELAYED: "DELAYED",
    Status.ON_HOLD: "DELAYED",
    Status.OUT_FOR_DELIVERY: "OUT_FOR_DELIVERY",
    Status.ATTEMPT_FAILED: "ATTEMPTED_DELIVERY",
    Status.READY_FOR_PICKUP: "READY_FOR_PICKUP",
    Status.RETURNING: "FAILURE",
    Status.DELIVERED: "DELIVERED",
    Status.RETURNED: "FAILURE",
    Status.CANCELLED: None,
    Status.LOST_OR_DAMAGED: "FAILURE",
    Status.EXPIRED: None,
}
"""What a fulfilment's event says; none where Shopify has no word, and any would be a claim."""


def event_status(status: Status | Unknown) -> str | None:
    """Shopify's word; an unlisted code claims nothing."""
    return None if isinstance(status, Unknown) else EVENTS[status]
