"""Entities name traces, and their text form comes back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.domain.entity import Entity
from goldthread.domain.identity import email_key
from goldthread.domain.problem import InvalidValueError

KINDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12).filter(lambda kind: kind != "customer")
KEYS = st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        (Entity.local("order", "bazaar", "1001"), "order:bazaar/1001"),
        (Entity.customer(" Ana@Example.TEST"), "customer:ana@example.test"),
        (Entity(kind="label", key="L:1/2"), "label:L:1/2"),
    ],
)
def test_the_text_form_is_kind_and_key(entity: Entity, text: str) -> None:
    """People write `order:bazaar/1001`."""
    assert entity.text == text
    assert Entity.parse(text) == entity


@settings(deadline=None)
@given(kind=KINDS, key=KEYS)
def test_every_entity_comes_back_from_its_text(kind: str, key: str) -> None:
    """A key may hold anything, colons and slashes too."""
    entity = Entity(kind=kind, key=key)
    assert Entity.parse(entity.text) == entity


def test_a_typed_customer_is_found_however_written() -> None:
    """The key of a customer is normalised where it is parsed."""
    assert Entity.parse("customer:ANA@example.test") == Entity.customer("ana@example.test")


@pytest.mark.parametrize("text", ["", "order", "order:", ":1001", "bazaar/1001"])
def test_text_of_another_form_is_refused_with_the_form(text: str) -> None:
    """The message shows how an entity is written."""
    with pytest.raises(InvalidValueError, match="kind:key"):
        Entity.parse(text)


@pytest.mark.parametrize(
    "fields", [{"kind": "", "key": "1"}, {"kind": "a:b", "key": "1"}, {"kind": "order", "key": ""}]
)
def test_an_entity_has_a_plain_kind_and_a_key(fields: dict[str, str]) -> None:
    """Otherwise its text would read as another one."""
    with pytest.raises(InvalidValueError):
        Entity(**fields)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (" Ana@Example.TEST\n", "ana@example.test"),
        ("STRASSE@example.test", "strasse@example.test"),
        ("straße@example.test", "strasse@example.test"),
        ("jose\u0301@example.test", "jos\u00e9@example.test"),
        ("a.na+shop@example.test", "a.na+shop@example.test"),
    ],
)
def test_one_mailbox_has_one_key(written: str, key: str) -> None:
    """Case, blanks and composition don't matter; dots and plus parts do."""
    assert email_key(written) == key


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_key_is_its_own_key(written: str) -> None:
    """Normalising twice changes nothing."""
    once = email_key(written)
    assert email_key(once) == once
