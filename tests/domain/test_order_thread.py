"""The golden thread: an order gains at every stage and loses nothing."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest
from domain_values import (
    NOON,
    a_customer,
    a_fulfilment,
    a_label,
    a_line,
    a_parcel,
    a_ready_order,
    a_shipment,
    an_address,
    an_artifact,
    an_event,
    an_order,
)

from goldthread.domain.entity import Traced
from goldthread.domain.fulfilment import PackedLine
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, ParcelId, TrackingNumber
from goldthread.domain.label import LabelFormat
from goldthread.domain.money import Money
from goldthread.domain.order import Order
from goldthread.domain.problem import InvalidValueError
from goldthread.domain.status import Reason, Status
from goldthread.domain.track import LocatedEvent
from goldthread.domain.tracking import Tracking
from goldthread.domain.weight import Weight


def texts(body: Traced) -> list[str]:
    return [entity.text for entity in body.entities()]


def test_an_identified_order_is_the_order_with_its_customer() -> None:
    """Every field goes on as it was."""
    order = an_order()
    identified = order.identified(a_customer())
    assert all(getattr(identified, field.name) == getattr(order, field.name) for field in fields(Order))
    assert identified.customer == a_customer()


def test_an_injected_order_knows_the_erp_s_number() -> None:
    """Customer and order stay, installation and number are gained."""
    identified = an_order().identified(a_customer())
    injected = identified.injected("helios", ErpOrderNumber("E-204"))
    assert all(getattr(injected, field.name) == getattr(identified, field.name) for field in fields(identified))
    assert (injected.erp, injected.erp_order) == ("helios", "E-204")


def test_every_stage_names_the_same_trace() -> None:
    """Ingest, ship and track tell one story: their first entity is the shop's order."""
    injected = an_order().identified(a_customer()).injected("helios", ErpOrderNumber("E-204"))
    ready = a_ready_order()
    labelled = ready.labelled(a_shipment())
    located = LocatedEvent(event=an_event(), shipment=a_shipment())
    bodies: tuple[Traced, ...] = (an_order(), injected, ready, labelled, a_shipment(), located)
    assert {texts(body)[0] for body in bodies} == {"order:bazaar/1001"}


def test_an_order_is_found_by_id_number_and_customer() -> None:
    """The number is a way of its own, since it may be another order's id."""
    assert texts(an_order(number="2026-17")) == [
        "order:bazaar/1001",
        "order_number:bazaar/2026-17",
        "customer:ana@example.test",
    ]
    assert texts(an_order()) == ["order:bazaar/1001", "customer:ana@example.test"]


def test_an_injected_order_is_found_by_the_erp_s_number_too() -> None:
    """Whoever has the ERP's number in hand finds the story."""
    injected = an_order().identified(a_customer()).injected("helios", ErpOrderNumber("E-204"))
    assert texts(injected) == ["order:bazaar/1001", "customer:ana@example.test", "erp_order:helios/E-204"]


def test_a_labelled_order_is_found_by_everything_on_the_parcel() -> None:
    """Shipment, tracking numbers and labels lead to the order."""
    assert texts(a_ready_order().labelled(a_shipment())) == [
        "order:bazaar/1001",
        "erp_order:helios/E-204",
        "fulfilment:helios/F7",
        "customer:ana@example.test",
        "shipment:pigeon/S-9",
        "tracking:pigeon/T1",
        "tracking:pigeon/T2",
        "label:L1",
        "label:L2",
    ]


def test_a_labelled_order_is_the_ready_order_with_its_shipment() -> None:
    """Nothing the warehouse said is lost."""
    ready = a_ready_order()
    labelled = ready.labelled(a_shipment())
    assert all(getattr(labelled, field.name) == getattr(ready, field.name) for field in fields(ready))
    assert labelled.shipment == a_shipment()


def test_every_parcel_has_a_label_before_the_order_goes_on() -> None:
    """A shipment with a label too few is refused with the parcel's name."""
    shipment = replace(a_shipment(), labels=(a_label(),))
    with pytest.raises(InvalidValueError, match="no label for parcel P2") as refused:
        a_ready_order().labelled(shipment)
    assert refused.value.problem.field == "/shipment/labels"


def test_two_fulfilments_of_an_order_have_two_references() -> None:
    """A carrier asked by our reference answers about this fulfilment only."""
    second = a_ready_order(fulfilment=a_fulfilment(id=FulfilmentId("F8")))
    assert a_ready_order().reference == "bazaar-1001-F7"
    assert second.reference != a_ready_order().reference


def test_a_fulfilment_weighs_what_its_parcels_weigh() -> None:
    """Two of 1250 g."""
    assert a_fulfilment().weight == Weight(grams=2500)


def test_a_fulfilment_has_parcels_of_different_ids() -> None:
    """None, or two of one id, cannot be labelled one by one."""
    with pytest.raises(InvalidValueError, match="has no parcel"):
        a_fulfilment(parcels=())
    with pytest.raises(InvalidValueError, match="share one id"):
        a_fulfilment(parcels=(a_parcel(), a_parcel(id=ParcelId("P1"))))


def test_one_order_has_one_currency() -> None:
    """A line or a total in another currency is refused with its field."""
    with pytest.raises(InvalidValueError) as refused:
        an_order(total=Money.of(1, "CZK"))
    assert refused.value.problem.field == "/total/currency"
    with pytest.raises(InvalidValueError) as refused:
        an_order(lines=(a_line(), a_line(unit_price=Money.of(1, "CZK"))))
    assert refused.value.problem.field == "/lines/1/unit_price/currency"


def test_an_order_was_placed_at_a_known_time() -> None:
    """Shops that leave the zone out have to be asked which one they mean."""
    with pytest.raises(InvalidValueError, match="no time zone"):
        an_order(placed_at=datetime(2026, 11, 23, 12))  # noqa: DTZ001 - the very thing that is refused


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_line_has_at_least_one_piece(quantity: int) -> None:
    """Ordered or packed."""
    with pytest.raises(InvalidValueError, match="1 or more"):
        a_line(quantity=quantity)
    with pytest.raises(InvalidValueError, match="1 or more"):
        PackedLine(sku="TEA-1", name="Green tea", quantity=quantity)


@pytest.mark.parametrize("gtin", ["4006381333932", "400638133393", "", "40063813339E1", "\uff14006381333931"])
def test_a_gtin_has_a_right_check_digit(gtin: str) -> None:
    """Ordered or packed, a mistyped number is refused with its field."""
    with pytest.raises(InvalidValueError) as refused:
        a_line(gtin=gtin)
    assert refused.value.problem.field == "/gtin"
    with pytest.raises(InvalidValueError):
        PackedLine(sku="TEA-1", name="Green tea", quantity=1, gtin=gtin)


@pytest.mark.parametrize("gtin", ["4006381333931", "96385074", "036000291452", "10614141000415"])
def test_gtins_of_all_four_lengths_are_known(gtin: str) -> None:
    """Examples of GS1 and of barcodes on real articles."""
    assert a_line(gtin=gtin).gtin == gtin


def test_a_line_costs_its_pieces() -> None:
    """Unrounded, since unit prices may be finer than coins."""
    assert a_line(quantity=3, unit_price=Money.of("0.333", "EUR")).price == Money.of("0.999", "EUR")


def test_a_voided_shipment_has_no_live_label() -> None:
    """The labels stay listed, and none may be printed."""
    voided = a_shipment().voided()
    assert voided.is_void
    assert len(voided.labels) == 2
    assert voided.live_labels() == ()
    assert len(a_shipment().live_labels()) == 2


def test_a_shipment_lists_its_tracking_numbers_in_order() -> None:
    """One for every parcel."""
    assert a_shipment().tracking_numbers == ("T1", "T2")


def test_a_label_expires_at_its_time() -> None:
    """Not a second before."""
    label = a_label()
    assert not label.is_expired(label.expires_at - timedelta(seconds=1))
    assert label.is_expired(label.expires_at)


def test_label_formats_have_media_types() -> None:
    """What the artifact and the printer are told."""
    assert LabelFormat.PDF.media_type == "application/pdf"
    assert LabelFormat.ZPL.media_type == "application/zpl"


@pytest.mark.parametrize("fields_", [{"digest": "ab"}, {"digest": "AB" * 32}, {"digest": "zz" * 32}, {"size": -1}])
def test_an_artifact_is_named_by_a_sha256(fields_: dict[str, object]) -> None:
    """Anything else would name no bytes."""
    with pytest.raises(InvalidValueError):
        an_artifact(**fields_)


def test_an_address_reads_in_one_line() -> None:
    """For lists and logs; what is missing leaves no gap."""
    assert an_address().one_line == "Dlouhá 12/34a, 110 00 Praha, CZ"
    abroad = an_address(street=("1 Main St", "Apt 5"), postal_code="", city="Reno", region="NV", country_code="US")
    assert abroad.one_line == "1 Main St, Apt 5, Reno, NV, US"


def test_an_event_that_moves_a_parcel_is_a_change() -> None:
    """Shop and ERP are told; the same again is nothing new."""
    tracking = Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1"))
    located = LocatedEvent(event=an_event(Status.IN_TRANSIT, at=NOON), shipment=a_shipment())
    first = located.folded(tracking)
    again = located.folded(first.tracking)
    assert (first.is_change, first.before.status, first.after.status) == (True, Status.UNKNOWN, Status.IN_TRANSIT)
    assert (again.is_change, again.tracking) == (False, first.tracking)
    assert first.entities() == a_shipment().entities()


def test_another_reason_is_a_change_too() -> None:
    """In transit and held up by weather is news to the customer."""
    tracking = Tracking(carrier="pigeon", tracking_number=TrackingNumber("T1")).heard(an_event(minute=0))
    stormy = an_event(minute=1, reason=Reason.WEATHER)
    assert LocatedEvent(event=stormy, shipment=a_shipment()).folded(tracking).is_change
