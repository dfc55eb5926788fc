"""Personal data beyond plain fields: in texts, in documents, in changes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.flow.mask import mask, mask_text
from goldthread.flow.reply import Json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("shown", "hidden"),
    [
        ({"raw": '{"phone": "601123456"}'}, {"raw": '{"phone": "…456"}'}),
        ({"label": "A" * 201}, {"label": "…"}),
        ({"label": "swift-1"}, {"label": "swift-1"}),
        (
            {"field": "/recipient/name", "before": "Ana N", "after": None},
            {"field": "/recipient/name", "before": "A… N…", "after": None},
        ),
        (
            {"field": "/lines/0/quantity", "before": 1, "after": 2},
            {"field": "/lines/0/quantity", "before": 1, "after": 2},
        ),
        ({"field": "/recipient/street/0", "before": "Dlouhá 1"}, {"field": "/recipient/street/0", "before": "…"}),
    ],
)
def test_what_is_within_is_masked_as_what_it_is(shown: Json, hidden: Json) -> None:
    """JSON within a text, bytes of labels, values of changes."""
    assert mask(shown) == hidden


def test_sentences_keep_their_words() -> None:
    """But for e-mail addresses; brackets don't make a sentence JSON."""
    assert mask_text("[urgent] write to ana@example.com") == "[urgent] write to a…@example.com"
    assert mask_text("{nothing") == "{nothing"


@given(value=VALUES)
def test_masking_keeps_the_shape(value: Json) -> None:
    """Keys and lengths stay; masking again changes nothing."""
    once = mask(value)
    assert _shape(once) == _shape(value)
    assert json.dumps(mask(once)) == json.dumps(mask(mask(once)))


def _shape(value: Json) -> Json:
    match value:
        case dict():
            return {name: _shape(each) for name, each in value.items()}
        case list():
            return [_shape(each) for each in value]
        case _:
            return None
