"""What is kept of orders, parcels and labels, and what people ask for by hand."""

from dataclasses import replace

import pytest
from domain_values import NOON, a_label, a_ready_order, a_shipment, an_address, an_event
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.entity import Entity
from goldthread.domain.ids import ParcelId, ShipmentId, TrackingNumber
from goldthread.domain.problem import InvalidValueError
from goldthread.domain.record import (
    LabelRecord,
    OrderRecord,
    ParcelRecord,
    Print,
    order_key,
    overall,
    parcel_key,
    shipment_key,
)
from goldthread.domain.request import ReprintRequest, VoidRequest
from goldthread.domain.shipment import ShippedParcel
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.domain.tracking import Tracking, fold
from goldthread.domain.transliteration import Transliterated
from goldthread.domain.watch import LiveParcels, TrackingReport

S = Status
STATUSES = st.one_of(st.sampled_from(Status), st.builds(Unknown, raw=st.sampled_from(["X1", "X2"])))


def a_print(number: int = 1) -> Print:
    return Print(number=number, printer="printer-1", who="eva", why="jam", at=NOON)


def a_record() -> OrderRecord:
    return OrderRecord.of(a_shipment()).shipped(a_shipment())


def test_an_order_s_record_lists_the_parcels_of_its_shipments() -> None:
    """Each parcel once, as labelled, with the shipment that it belongs to."""
    record = a_record()
    assert [parcel.tracking_number for parcel in record.parcels] == ["T1", "T2"]
    assert {parcel.status for parcel in record.parcels} == {S.LABEL_CREATED}
    assert record.shipments == ("pigeon/S-9",)


def test_a_shipment_told_twice_is_in_the_record_once() -> None:
    """Recording is safe to repeat."""
    assert a_record().shipped(a_shipment()) == a_record()


def test_a_second_shipment_joins_the_first() -> None:
    """An order 1-n fulfilments; another carrier's same number is another parcel."""
    second = a_shipment(
        carrier="owl",
        id=ShipmentId("S-1"),
        parcels=(ShippedParcel(id=ParcelId("P1"), tracking_number=TrackingNumber("T1")),),
    )
    record = a_record().shipped(second)
    assert record.shipments == ("pigeon/S-9", "owl/S-1")
    assert len(record.parcels) == 3


def test_one_parcel_moves_and_the_others_stay() -> None:
    """By carrier and number."""
    state = fold([an_event(S.DELAYED, reason=Reason.WEATHER)])
    moved = a_record().moved("pigeon", TrackingNumber("T2"), state)
    assert [parcel.status for parcel in moved.parcels] == [S.LABEL_CREATED, S.DELAYED]
    assert [parcel.reason for parcel in moved.parcels] == [None, Reason.WEATHER]
    assert a_record().moved("owl", TrackingNumber("T2"), state) == a_record()


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], S.UNKNOWN),
        ([S.IN_TRANSIT], S.IN_TRANSIT),
        ([S.DELIVERED, S.IN_TRANSIT], S.IN_TRANSIT),
        ([S.DELIVERED, S.DELIVERED], S.DELIVERED),
        ([S.DELIVERED, S.CANCELLED], S.DELIVERED),
        ([S.CANCELLED, S.CANCELLED], S.CANCELLED),
        ([S.CANCELLED, S.PICKED_UP], S.PICKED_UP),
        ([S.DELIVERED, S.LOST_OR_DAMAGED, S.IN_TRANSIT], S.LOST_OR_DAMAGED),
        ([S.DELIVERED, S.RETURNED], S.RETURNED),
        ([Unknown(raw="X"), S.IN_TRANSIT], S.IN_TRANSIT),
        ([Unknown(raw="X"), S.DELIVERED], Unknown(raw="X")),
    ],
)
def test_an_order_is_as_far_as_its_last_parcel(parts: list[Status | Unknown], whole: Status | Unknown) -> None:
    """It's delivered when everything is, and lost when anything is."""
    assert overall(parts) == whole


@settings(deadline=None)
@given(st.lists(STATUSES, min_size=1, max_size=6))
def test_the_whole_is_said_of_a_part_and_ends_with_the_last(parts: list[Status | Unknown]) -> None:
    """It's one of the parts' words, and no end while a part is under way, unless one is lost."""
    whole = overall(parts)
    assert whole in parts
    is_under_way = any(isinstance(part, Status) and not part.is_terminal for part in parts)
    if is_under_way and S.LOST_OR_DAMAGED not in parts:
        assert isinstance(whole, Status)
        assert not whole.is_terminal


def test_a_label_s_prints_are_counted() -> None:
    """The first is number 1, and each says who and why."""
    record = LabelRecord(label=a_label(), shipment="pigeon/S-9")
    assert record.next_number == 1
    twice = record.printed(a_print(1)).printed(a_print(2))
    assert (twice.next_number, [one.number for one in twice.prints]) == (3, [1, 2])
    assert twice.voided().label.is_void
    assert twice.voided().prints == twice.prints


def test_keys_hold_the_installation() -> None:
    """Ids are local to whom they come from."""
    assert shipment_key(a_shipment()) == "pigeon/S-9"
    assert parcel_key("pigeon", TrackingNumber("T1")) == "pigeon/T1"
    ready = a_ready_order()
    assert order_key(ready.shop, ready.order_id) == "bazaar/1001"


@pytest.mark.parametrize(
    "of", ["order:bazaar/1001", "order_number:bazaar/B-1", "shipment:p/S", "tracking:p/T", "label:L"]
)
def test_a_reprint_is_asked_for_by_anything_on_the_paper(of: str) -> None:
    """Order, number, shipment, parcel or label."""
    request = ReprintRequest(of=of, who="eva", why="jam")
    assert request.entities() == (Entity.parse(of),)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"of": "customer:ana@example.test"}, "/of"), ({"who": " "}, "/who"), ({"why": ""}, "/why")],
)
def test_a_reprint_says_what_who_and_why(fields: dict[str, str], field: str) -> None:
    """The problem points at what is missing."""
    with pytest.raises(InvalidValueError) as refused:
        ReprintRequest(**({"of": "label:L1", "who": "eva", "why": "jam"} | fields))
    assert refused.value.problem.field == field


def test_an_addressed_order_stays_on_the_thread() -> None:
    """It is labelled as any packed order is, with the recipient as it will be printed."""
    ready = a_ready_order()
    addressed = AddressedOrder(
        **{name: getattr(ready, name) for name in ready.__dataclass_fields__} | {"recipient": an_address(city="Lodz")},
        changes=(Transliterated(field="/city", before="Łódź", after="Lodz"),),
    )
    labelled = addressed.labelled(a_shipment())
    assert labelled.recipient.city == "Lodz"
    assert labelled.entities()[0] == ready.entities()[0]


@pytest.mark.parametrize(
    "value",
    [
        a_record(),
        replace(a_record(), parcels=()),
        LabelRecord(label=a_label(), shipment="pigeon/S-9", prints=(a_print(),)),
        ParcelRecord(shipment="pigeon/S-9", tracking=Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1"))),
        ReprintRequest(of="label:L1", who="eva", why="jam", printer="printer-2"),
        VoidRequest(carrier="pigeon", shipment=ShipmentId("S-9"), who="eva", why="wrong weight"),
        LiveParcels(carrier="pigeon", numbers=(TrackingNumber("T1"),)),
        TrackingReport(carrier="pigeon", tracking_number=TrackingNumber("T1"), events=(an_event(),)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_records_and_requests_come_back_from_json(value: object) -> None:
    """As every value does."""
    adapter: TypeAdapter[object] = TypeAdapter(type(value))
    assert adapter.validate_json(adapter.dump_json(value)) == value
