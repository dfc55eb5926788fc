"""Every form in which a vendor says how fast we may go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.engine.limiter_headers import LONGEST, Throttle, parse_throttle

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
NAMES = (
    "retry-after", "retry-after-ms", "date", "ratelimit", "ratelimit-policy", "ratelimit-limit", "ratelimit-remaining",
    "ratelimit-reset", "x-ratelimit-remaining", "x-ratelimit-reset", "x-rate-limit-reset", "x-ratelimit-retry-after",
    "x-shopify-shop-api-call-limit",
)  # fmt: skip


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@pytest.mark.parametrize(
    ("headers", "throttle"),
    [
        ({}, Throttle()),
        ({"retry-after": "7"}, Throttle(after=seconds(7))),
        ({"Retry-After": " 1.5"}, Throttle(after=seconds(1.5))),
        ({"retry-after": "0"}, Throttle(after=seconds(0))),
        ({"retry-after": "Sun, 01 Mar 2026 12:00:30 GMT"}, Throttle(after=seconds(30))),
        ({"retry-after": "2026-03-01T12:00:30Z"}, Throttle(after=seconds(30))),
        ({"retry-after": "Sun, 01 Mar 2026 11:00:00 GMT"}, Throttle(after=seconds(0))),
        ({"retry-after": str(EPOCH + 9)}, Throttle(after=seconds(9))),
        ({"retry-after-ms": "250"}, Throttle(after=seconds(0.25))),
        ({"retry-after": "2", "x-ratelimit-retry-after": "5"}, Throttle(after=seconds(5))),
        ({"ratelimit": '"default";r=50;t=30'}, Throttle(remaining=50, reset=seconds(30))),
        ({"ratelimit": '"burst";r=0;t=12, "daily";r=900;t=4000'}, Throttle(remaining=0, reset=seconds(12))),
        (
            {"ratelimit": '"daily";r=3', "ratelimit-policy": '"burst";q=9;w=1, "daily";q=100;w=60'},
            Throttle(remaining=3, reset=seconds(60)),
        ),
        ({"ratelimit": "limit=100, remaining=4, reset=5"}, Throttle(remaining=4, reset=seconds(5))),
        ({"ratelimit-remaining": "1", "ratelimit-reset": "8"}, Throttle(remaining=1, reset=seconds(8))),
        ({"ratelimit-remaining": "10, 10;w=60", "ratelimit-reset": "8"}, Throttle(remaining=10, reset=seconds(8))),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "60"}, Throttle(remaining=0, reset=seconds(60))),
        (
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH + 60)},
            Throttle(remaining=0, reset=seconds(60)),
        ),
        (
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH * 1000 + 1500)},
            Throttle(remaining=0, reset=seconds(1.5)),
        ),
        ({"x-rate-limit-remaining": "2", "x-rate-limit-reset": "3"}, Throttle(remaining=2, reset=seconds(3))),
        ({"x-shopify-shop-api-call-limit": "32/40"}, Throttle(remaining=8)),
        ({"x-shopify-shop-api-call-limit": "41/40"}, Throttle(remaining=0)),
        ({"x-ratelimit-remaining": "soon", "retry-after": "never", "ratelimit": ";;=,"}, Throttle()),
        ({"retry-after": "99999999999999999"}, Throttle()),
        ({"retry-after": "-5"}, Throttle()),
    ],
)  # fmt: skip
def test_each_form_is_understood(headers: dict[str, str], throttle: Throttle) -> None:
    assert parse_throttle(headers, NOW) == throttle


def test_instants_are_read_against_the_clock_of_the_other_side() -> None:
    """Their clock is ten minutes fast; what they mean is half a minute."""
    headers = {"date": "Sun, 01 Mar 2026 12:10:00 GMT", "retry-after": "Sun, 01 Mar 2026 12:10:30 GMT"}
    assert parse_throttle(headers, NOW).after == seconds(30)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60)))
def test_garbage_is_ignored(headers: dict[str, str]) -> None:
    throttle = parse_throttle(headers, NOW)
    assert throttle.remaining is None or throttle.remaining >= 0
    for span in (throttle.after, throttle.reset):
        assert span is None or timedelta(0) <= span <= LONGEST


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.from_regex(r'("?[a-z]{0,3}"?;?,? ?[rtqw]?=?-?\d{0,25}[./]?\d{0,12}[Z:]?,? ?){0,3}'))
def test_near_garbage_is_ignored(name: str, value: str) -> None:
    throttle = parse_throttle({name: value, "x-ratelimit-remaining": "1"}, NOW)
    assert throttle.remaining is not None
    for span in (throttle.after, throttle.reset):
        assert span is None or timedelta(0) <= span <= LONGEST


@settings(deadline=None)
@given(st.integers(0, 2_000_000), st.sampled_from(["delta", "seconds", "milliseconds"]))
def test_a_reset_means_the_same_in_every_unit(span: int, unit: str) -> None:
    text = {"delta": span, "seconds": EPOCH + span, "milliseconds": (EPOCH + span) * 1000}[unit]
    assert parse_throttle({"x-ratelimit-remaining": "1", "x-ratelimit-reset": str(text)}, NOW).reset == seconds(span)
