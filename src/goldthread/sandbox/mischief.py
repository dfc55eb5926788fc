"""What a fault does to a request and to its answer."""

import math
from dataclasses import replace

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.exchange import Answer, Dropped
from goldthread.sandbox.rules import Kind, Rule

PROXY_PAGE = (
    b"<!doctype html><html><head><title>Please wait</title></head><body><h1>One moment, please</h1></body></html>"
)


def retry_headers(form: str, wait: float, clock: SystemClock) -> dict[str, str]:
    """When to come again, in one of the forms that vendors use."""
    seconds = max(1, math.ceil(wait))
    match form:
        case "seconds":
            return {"Retry-After": str(seconds)}
        case "http-date":
            return {"Retry-After": clock.http_date(after=math.ceil(clock.epoch() + wait) - clock.epoch())}
        case "delta":
            return {"RateLimit-Remaining": "0", "RateLimit-Reset": str(seconds)}
        case "epoch":
            return {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(math.ceil(clock.epoch() + wait))}
        case _:
            return {}


def spoil(rule: Rule | None, answer: Answer, broken: Answer) -> Answer | Dropped:
    """Make of a good answer what the fault leaves of it; the work is done already.

    Args:
        rule: The fault, None when there is none.
        answer: What would have been said.
        broken: This system's way to say that it broke.
    """
    match rule.kind if rule else None:
        case Kind.DROP_AFTER:
            return Dropped()
        case Kind.ERROR_AFTER:
            return broken
        case Kind.TRUNCATED:
            return replace(answer, body=answer.body[: len(answer.body) // 2])
        case Kind.EMPTY:
            return replace(answer, body=b"")
        case Kind.WRONG_TYPE:
            return replace(answer, content_type="text/plain")
        case Kind.HTML:
            return Answer(status=200, body=PROXY_PAGE, content_type="text/html; charset=utf-8")
        case _:
            return answer
