"""Bodies to JSON and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.domain.money import Money
from goldthread.domain.weight import Weight
from goldthread.engine.codec import Codec, ask_digest, canonical, dump
from goldthread.flow.errors import Broken, Miswired, Unfit


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    sku: str
    price: Money
    weight: Weight | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Basket:
    number: str
    placed_at: datetime
    lines: tuple[Line, ...]
    colour: Colour = Colour.RED


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked(Basket):
    patience: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Tagged:
    tags: frozenset[str]


def a_basket() -> Basket:
    return Basket(
        number="B-1",
        placed_at=datetime(2026, 11, 23, 15, 40, 2, 123000, timezone(timedelta(hours=1))),
        lines=(Line(sku="MOKA-3", price=Money.of("19.90", "EUR"), weight=Weight(grams=520)),),
    )


BASKET = (
    '{"number":"B-1","placed_at":"2026-11-23T15:40:02.123000+01:00",'
    '"lines":[{"sku":"MOKA-3","price":{"amount":"19.90","currency":"EUR"},"weight":{"grams":520}}],"colour":"red"}'
)

money = st.builds(
    Money,
    amount=st.decimals(allow_nan=False, allow_infinity=False),
    currency=st.sampled_from(["EUR", "JPY"]),
)
text = st.text(st.characters(exclude_categories=["Cs"]))
lines = st.builds(Line, sku=text, price=money, weight=st.none() | st.builds(Weight, grams=st.integers(0, 10**9)))
baskets = st.builds(
    Basket,
    number=text,
    placed_at=st.datetimes(timezones=st.just(UTC)),
    lines=st.lists(lines, max_size=3).map(tuple),
)


def test_a_body_is_written_compactly_with_money_as_text() -> None:
    """The trailing zero of 19.90 survives, and nothing is a float."""
    assert Codec().encode(a_basket()) == BASKET
    assert Codec().to_json(Money.of("19.90", "EUR")) == {"amount": "19.90", "currency": "EUR"}


@given(baskets)
def test_every_body_comes_back_as_it_was(basket: Basket) -> None:
    """Reading what was written gives the same value, and the same text again."""
    codec = Codec()
    written = codec.encode(basket)
    assert codec.decode(Basket, written) == basket
    assert codec.encode(codec.decode(Basket, written)) == written


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Basket | Weight, Weight(grams=3)),
        (Basket | Checked, a_basket()),
        (tuple[Weight, Money], (Weight(grams=1), Money.of("1", "EUR"))),
        (tuple[Basket | Weight, ...], (a_basket(), Weight(grams=2))),
        (dict[str, Weight], {"a/b": Weight(grams=1)}),
        (Weight | None, None),
        (timedelta, timedelta(days=1, seconds=3)),
        (frozenset[str], frozenset({"b", "a"})),
        (str, "Žluťoučký"),
        (type(None), None),
    ],
)
def test_types_of_all_shapes_come_back(kind: object, value: object) -> None:
    """Unions choose the right member; tuples, dicts, texts and None need no class."""
    codec = Codec()
    assert codec.decode(kind, codec.encode(value)) == value


def test_the_member_of_a_union_with_more_of_the_fields_is_chosen() -> None:
    """A later stage isn't read as the earlier one that it extends."""
    codec = Codec()
    written = codec.encode(a_basket())
    later = written[:-1] + ',"patience":"PT5S"}'
    assert isinstance(codec.decode(Basket | Checked, later), Checked)


def test_fields_that_a_vendor_added_are_ignored() -> None:
    """A new field in a reply breaks nothing."""
    assert Codec().decode_json(Weight, {"grams": 5, "since": "v2"}) == Weight(grams=5)


def test_numbers_as_text_are_read_and_texts_stay_texts() -> None:
    """Vendors write numbers as text; a text field keeps its spelling."""
    codec = Codec()
    assert codec.decode(Weight, '{"grams": "520"}') == Weight(grams=520)
    assert codec.decode(dict[str, str], '{"amount": "19.90"}') == {"amount": "19.90"}
    assert codec.decode(Decimal, "0.1") == Decimal("0.1")


def faults(kind: object, text: str) -> list[tuple[str, str]]:
    with pytest.raises(Unfit) as caught:
        Codec().decode(kind, text)
    return [(fault.field, fault.code) for fault in caught.value.faults]


def test_every_field_at_fault_is_named_by_its_pointer() -> None:
    """All faults are told at once, each with its place and its kind."""
    text = '{"number":7,"lines":[{"sku":"a","price":{"amount":"1","currency":"EUR"}},{"price":{"amount":"x"}}]}'
    assert faults(Basket, text) == [
        ("/number", "string_type"),
        ("/placed_at", "missing"),
        ("/lines/1/sku", "missing"),
        ("/lines/1/price/amount", "decimal_parsing"),
        ("/lines/1/price/currency", "missing"),
    ]


def test_a_rule_of_the_domain_speaks_for_itself() -> None:
    """What a value refuses is told with the domain's own field, code and words."""
    with pytest.raises(Unfit, match="EURO") as caught:
        Codec().decode(tuple[Money, ...], '[{"amount":"1","currency":"EURO"}]')
    fault = caught.value.faults[0]
    assert (fault.field, fault.code) == ("/0/currency", "money.currency")
    assert fault.message == "A currency has three capital letters (ISO 4217), as EUR; 'EURO' has not."


def test_a_union_complains_as_its_nearest_member() -> None:
    """The other members' complaints and pydantic's names for them stay out."""
    assert faults(Basket | Weight, '{"gram":1}') == [("/grams", "missing")]
    assert faults(Weight | None, '{"grams":"x"}') == [("/grams", "int_parsing")]
    assert faults(dict[str, Weight], '{"a/b":{"grams":null}}') == [("/a~1b/grams", "int_type")]


def test_what_is_no_json_is_told_so() -> None:
    """A body that was cut short names the place where it ends."""
    with pytest.raises(Unfit, match=r"The body is no Basket: the whole: Invalid JSON: EOF.* line 1 column 1") as caught:
        Codec().decode(Basket, b"{")
    assert caught.value.faults[0].code == "json_invalid"


@pytest.mark.parametrize(
    ("value", "reason"), [(b"%PDF", "artifact"), (object(), "object"), (2**70, "64-bit"), ("\ud800", "UTF-8")]
)
def test_what_cannot_be_written_is_our_own_fault(value: object, reason: str) -> None:
    """Bytes, foreign objects and broken text are refused with the reason."""
    with pytest.raises(Broken, match=reason):
        dump(value)
    with pytest.raises(Broken, match=reason):
        canonical(value)


def test_a_field_that_holds_another_type_is_our_own_fault() -> None:
    """The node that made a body is blamed, not the next one that reads it."""
    wrong: dict[str, object] = {"sku": 7, "price": Money.of("1", "EUR")}
    make: Callable[..., Line] = Line
    with pytest.raises(Broken, match="sku"):
        Codec().encode(make(**wrong))


def test_sets_in_a_body_are_written_in_order() -> None:
    """The text doesn't depend on the process that writes it."""
    assert Codec().encode(Tagged(tags=frozenset({"b", "c", "a"}))) == '{"tags":["a","b","c"]}'


def test_a_type_that_cannot_be_carried_is_miswired() -> None:
    """A topology with such a body is refused when it is built, not when it runs."""

    class Foreign:
        pass

    with pytest.raises(Miswired, match="Foreign"):
        Codec().schema(Foreign)


def test_the_schema_describes_the_repair_form() -> None:
    """The schema names the required fields and refers to parts."""
    schema = Codec().schema(Basket)
    assert schema["required"] == ["number", "placed_at", "lines"]
    assert Codec().schema(Basket | None)["anyOf"]


def test_canonical_text_depends_on_nothing_but_the_value() -> None:
    """The order of keys, sets and classes leaves no trace."""
    assert canonical({"b": Decimal("1.10"), "a": {"z": 1, "y": {2, 1}}}) == '{"a":{"y":[1,2],"z":1},"b":"1.10"}'
    assert canonical(a_basket()) == canonical(Codec().to_json(a_basket()))


def ask(**changed: object) -> str:
    asked: dict[str, object] = {
        "installation": "swiftpost",
        "method": "POST",
        "path": "/v1/shipments",
        "params": {"page": 1, "none": None},
        "headers": {"Accept": "a"},
        "content": b"{}",
    }
    digest: Callable[..., str] = ask_digest
    return digest(**asked | changed)


def test_the_same_question_has_the_same_digest() -> None:
    """The spelling of method and header names, the order and empty parameters don't count."""
    same = ask(method="post", params={"none": None, "page": "1"}, headers={"ACCEPT": "a"})
    assert ask() == same
    assert len(same) == 64


@pytest.mark.parametrize(
    "changed",
    [
        {"installation": "other"},
        {"method": "PUT"},
        {"path": "/v1/shipment"},
        {"params": {"page": 2}},
        {"headers": {}},
        {"content": b"[]"},
    ],
)
def test_another_question_has_another_digest(changed: dict[str, object]) -> None:
    """Everything that is asked counts."""
    assert ask(**changed) != ask()
