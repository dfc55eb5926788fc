"""Every value comes back from JSON as it went in."""

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from domain_values import (
    a_customer,
    a_fulfilment,
    a_label,
    a_line,
    a_print_job,
    a_ready_order,
    a_shipment,
    a_station,
    an_address,
    an_artifact,
    an_event,
    an_order,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from goldthread.domain.dimensions import Dimensions
from goldthread.domain.entity import Entity
from goldthread.domain.ids import ErpOrderNumber, TrackingNumber
from goldthread.domain.label import LabelFormat
from goldthread.domain.money import Money
from goldthread.domain.order import Order
from goldthread.domain.problem import InvalidValueError, Problem
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.domain.street import NeedsALook, StreetParts
from goldthread.domain.track import LocatedEvent
from goldthread.domain.tracking import NOTHING_HEARD, Source, Tracking
from goldthread.domain.transliteration import Charset, FittedAddress, TextProfile, Transliterated
from goldthread.domain.weight import Weight

TRACKING = Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1"))

VALUES = [
    Money.of("19.90", "EUR"),
    Money(amount=Decimal("1E+3"), currency="JPY"),
    Weight(grams=1250),
    Dimensions(length=300, width=200, height=100),
    Entity.local("order", "bazaar", "1001"),
    Problem(field="/a", code="b", message="c", suggestion="d", before="e", after="f"),
    an_address(),
    an_address(company="Čaj s.r.o.", region="Praha", phone=None, email=None, street=("a", "b")),
    a_line(),
    a_line(hs_code=None, origin=None, gtin=None, weight=None),
    a_customer(),
    an_order(),
    an_order(placed_at=datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))),
    an_order().identified(a_customer()),
    an_order().identified(a_customer()).injected("helios", ErpOrderNumber("E-204")),
    a_fulfilment(),
    a_ready_order(),
    a_ready_order(cod=None),
    a_ready_order().labelled(a_shipment()),
    an_artifact(),
    a_label(),
    a_label(format=LabelFormat.ZPL, dpi=203, cost=None, is_void=True),
    a_shipment(),
    a_shipment().voided(),
    an_event(Status.DELIVERED, reason=Reason.WEATHER, text="Doručeno", location="Brno"),
    an_event(Unknown(raw="in_transit"), minute=None, source=Source.WATCH),
    NOTHING_HEARD,
    TRACKING,
    TRACKING.heard(an_event(Unknown(raw="Z7"))).heard(an_event(Status.CUSTOMS_HOLD, minute=5)),
    LocatedEvent(event=an_event(), shipment=a_shipment()),
    LocatedEvent(event=an_event(), shipment=a_shipment()).folded(TRACKING),
    a_print_job(),
    a_station(),
    StreetParts(street="Dlouhá", house_number="12", addition="/34a", rest=""),
    NeedsALook(why="Two house numbers."),
    TextProfile(charset=Charset.LATIN1, street_lines=3),
    FittedAddress(
        address=an_address(),
        changes=(Transliterated(field="/city", before="Łódź", after="Lodz"),),
        problems=(Problem(field="/name", code="text.letters", message="Han."),),
    ),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_from_json(value: Any) -> None:
    """Equal, of the same type, hashable, and encoded the same again."""
    adapter: TypeAdapter[Any] = TypeAdapter(type(value))
    encoded = adapter.dump_json(value)
    decoded = adapter.validate_json(encoded)
    assert decoded == value
    assert type(decoded) is type(value)
    assert hash(decoded) == hash(value)
    assert adapter.dump_json(decoded) == encoded


@settings(deadline=None)
@given(amount=st.decimals(allow_nan=False, allow_infinity=False), grams=st.integers(0, 2**60))
def test_numbers_keep_every_digit(amount: Decimal, grams: int) -> None:
    """Amounts travel as strings, so that no decoder makes them binary fractions."""
    money = Money(amount=amount, currency="EUR")
    encoded = TypeAdapter(Money).dump_json(money)
    assert isinstance(json.loads(encoded)["amount"], str)
    assert str(TypeAdapter(Money).validate_json(encoded).amount) == str(amount)
    weight = Weight(grams=grams)
    assert TypeAdapter(Weight).validate_json(TypeAdapter(Weight).dump_json(weight)) == weight


def test_an_order_s_json_is_plain() -> None:
    """Field names as in Python, enums by value, times in ISO 8601: what an operator sees when repairing."""
    body = json.loads(TypeAdapter(Order).dump_json(an_order()))
    assert body["placed_at"] == "2026-11-23T12:00:00Z"
    assert body["total"] == {"amount": "24.90", "currency": "EUR"}
    assert body["shipping"]["street"] == ["Dlouhá 12/34a"]
    assert body["lines"][0]["weight"] == {"grams": 120}


def test_a_body_at_fault_names_its_field() -> None:
    """The decoder's place and the value's own pointer together lead to the field."""
    body = json.loads(TypeAdapter(Order).dump_json(an_order()))
    body["lines"][0]["gtin"] = "123"
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Order).validate_python(body)
    error = refused.value.errors()[0]
    assert error["loc"] == ("lines", 0)
    cause = error["ctx"]["error"]
    assert isinstance(cause, InvalidValueError)
    assert cause.problem.field == "/gtin"


def test_a_known_status_is_a_status_and_an_unlisted_code_an_unknown() -> None:
    """The union is told apart by its shape, even where a raw code looks like a word of ours."""
    adapter: TypeAdapter[Status | Unknown] = TypeAdapter(Status | Unknown)
    assert adapter.validate_json('"in_transit"') is Status.IN_TRANSIT
    assert adapter.validate_json('{"raw": "in_transit"}') == Unknown(raw="in_transit")
    with pytest.raises(ValidationError):
        adapter.validate_json('"on_the_moon"')
