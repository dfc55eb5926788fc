"""What a person types: read, compared, and laid onto what came meanwhile."""

from __future__ import annotations

import pytest

from goldthread.console.trash.draft import LONGEST, applied, pretty, read_draft, rebased
from goldthread.flow.difference import Change
from goldthread.flow.errors import Misuse
from goldthread.flow.reply import Json

BODY: dict[str, Json] = {"name": "Ana", "street": ["Lane 1"], "lines": [{"sku": "A", "quantity": 1}]}


def test_a_draft_knows_its_changes() -> None:
    """Field by field."""
    draft = read_draft(pretty(BODY | {"name": "Bo"}), BODY)
    assert draft.changes == (Change(field="/name", before="Ana", after="Bo"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "line 1, column 2"), ("[" * 200_000, "nested"), ("1" * (LONGEST + 1), "through the API")],
    ids=["broken", "deep", "long"],
)
def test_what_cannot_be_read_is_one_sentence(text: str, words: str) -> None:
    """With the place, or with another way."""
    with pytest.raises(Misuse, match=words):
        read_draft(text, BODY)


def test_numbers_stay_exact() -> None:
    """An id that no float holds."""
    body: Json = {"id": 9007199254740993}
    assert read_draft(pretty(body), body).changes == ()


def test_an_edit_is_laid_onto_what_somebody_else_did() -> None:
    """Both changes are there; where both changed one field, the person's own word counts."""
    mine: Json = BODY | {"name": "Bo", "street": ["Lane 2"]}
    theirs: Json = BODY | {"street": ["Lane 9"], "email": "a@example.com"}
    assert rebased(BODY, mine, theirs) == BODY | {"name": "Bo", "street": ["Lane 2"], "email": "a@example.com"}


def test_a_change_whose_place_is_gone_is_left_out() -> None:
    """A line that isn't there any more takes no quantity; a whole body replaces the whole."""
    change = Change(field="/lines/3/quantity", before=1, after=2)
    assert applied(BODY, [change]) == BODY
    assert applied(BODY, [Change(field="", before=BODY, after=[1])]) == [1]
    more = Change(field="/lines/0/quantity", before=1, after=2)
    assert applied(BODY, [more]) == BODY | {"lines": [{"sku": "A", "quantity": 2}]}
