from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.flow.errors import Misuse
from goldthread.flow.pointer import assigned, at, put
from goldthread.flow.reply import Json

ORDER: Json = {
    "number": "B-1",
    "recipient": {"postal_code": "1100", "phone": None},
    "lines": [{"quantity": 1}],
    "a/b": 1,
}

names = st.text(min_size=1, max_size=8)


def test_a_place_is_read_and_set_in_a_copy() -> None:
    """Objects, lists, and names with a slash in them."""
    assert at(ORDER, "/lines/0/quantity") == 1
    assert at(ORDER, "/a~1b") == 1
    changed = put(ORDER, "/recipient/postal_code", "110 00")
    assert at(changed, "/recipient/postal_code") == "110 00"
    assert at(ORDER, "/recipient/postal_code") == "1100"


@pytest.mark.parametrize("field", ["recipient", "/zip", "/lines/1", "/lines/x", "/number/first"])
def test_a_place_that_isnt_there_is_refused(field: str) -> None:
    """With what is there."""
    with pytest.raises(Misuse):
        at(ORDER, field)


def test_text_stays_text_and_numbers_stay_numbers() -> None:
    """`=` keeps the kind that stood there; `:=` is JSON."""
    changed = assigned(
        ORDER, ["/recipient/postal_code=11000", "/recipient/phone=+420 1", "/lines/0/quantity=2", "/number:=null"]
    )
    assert changed == {
        "number": None,
        "recipient": {"postal_code": "11000", "phone": "+420 1"},
        "lines": [{"quantity": 2}],
        "a/b": 1,
    }


@pytest.mark.parametrize("assignment", ["/number", "/lines/0/quantity=two", "number=1"])
def test_a_change_that_cannot_be_read_is_refused(assignment: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Misuse):
        assigned(ORDER, [assignment])


@given(st.dictionaries(names, st.integers(), min_size=1), st.data())
def test_what_was_put_is_there(body: dict[str, int], data: st.DataObject) -> None:
    """Whatever the field is called."""
    name = data.draw(st.sampled_from(sorted(body)))
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    whole: Json = dict(body)
    assert at(put(whole, pointer, "new"), pointer) == "new"
