"""Problems point at fields."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.domain.problem import InvalidValueError, Problem, invalid, pointer


def test_a_problem_of_a_part_is_seen_from_the_whole() -> None:
    """An address's problem is the order's problem, further down."""
    problem = Problem(field="/postal_code", code="postal_code.form", message="Five digits.", suggestion="110 00")
    assert problem.under("/recipient") == Problem(
        field="/recipient/postal_code", code="postal_code.form", message="Five digits.", suggestion="110 00"
    )


@pytest.mark.parametrize(
    ("steps", "text"),
    [((), ""), (("street", 0), "/street/0"), (("a/b", "m~n"), "/a~1b/m~0n"), (("~1",), "/~01"), (("",), "/")],
)
def test_pointers_are_escaped(steps: tuple[str | int, ...], text: str) -> None:
    """As RFC 6901 has it."""
    assert pointer(*steps) == text


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), max_size=5))
def test_pointers_lose_no_step(steps: list[str]) -> None:
    """Whatever a step's name is, it can be read back."""
    read = [step.replace("~1", "/").replace("~0", "~") for step in pointer(*steps).split("/")[1:]]
    assert read == steps


def test_the_error_carries_the_problem() -> None:
    """Who catches a ValueError has the sentence, who knows better has the field."""
    error = invalid("/grams", "weight.negative", "A weight cannot be -1 g.", before=-1)
    assert isinstance(error, ValueError)
    assert isinstance(error, InvalidValueError)
    assert str(error) == "A weight cannot be -1 g."
    assert (error.problem.field, error.problem.before) == ("/grams", "-1")
