"""Differences between bodies."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st

from goldthread.flow.difference import Change, difference
from goldthread.flow.reply import Json

VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)
BODIES = st.dictionaries(st.text(max_size=5), VALUES, max_size=4)


def test_fields_are_named_by_pointers() -> None:
    """In the order of the fields; slashes and tildes escaped."""
    before: Json = {"a": 1, "b": {"c/d": 1}, "list": [1, {"x": 1}], "gone": 1}
    after: Json = {"a": 1, "b": {"c/d": 2}, "list": [1, {"x": 2}], "new": {"y": 1}}
    assert difference(before, after) == (
        Change(field="/b/c~1d", before=1, after=2),
        Change(field="/list/1/x", before=1, after=2),
        Change(field="/gone", before=1, after=None),
        Change(field="/new", before=None, after={"y": 1}),
    )


@given(body=BODIES)
def test_equal_bodies_differ_in_nothing(body: Json) -> None:
    """Whatever they are."""
    assert difference(body, copy.deepcopy(body)) == ()


@given(before=BODIES, after=BODIES)
def test_the_changes_make_the_one_of_the_other(before: dict[str, Json], after: dict[str, Json]) -> None:
    """Applied one by one, in any place they name."""
    result: Json = copy.deepcopy(before)
    for change in difference(before, after):
        result = _applied(result, [_unescaped(step) for step in change.field.split("/")[1:]], change.after)
    assert result == after


def _applied(value: Json, steps: list[str], after: Json) -> Json:
    if not steps:
        return after
    if isinstance(value, list):
        return [_applied(each, steps[1:], after) if str(n) == steps[0] else each for n, each in enumerate(value)]
    assert isinstance(value, dict)
    if after is None and len(steps) == 1:
        return {name: each for name, each in value.items() if name != steps[0]}
    return {**value, steps[0]: _applied(value.get(steps[0]), steps[1:], after)}


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
