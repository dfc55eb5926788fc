"""Tryton's records as ours, and ours in Tryton's comment."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from goldthread.connectors.tryton import ERP, fulfilment_key, list_packed, tryton
from goldthread.connectors.tryton.comment import Carriage, carriage_of, comment_of
from goldthread.connectors.tryton.measure import parcel_size, parcel_weight, weight
from goldthread.connectors.tryton.reading import read_shipment
from goldthread.connectors.tryton.record import Record, records
from goldthread.domain.dimensions import Dimensions
from goldthread.domain.money import Money
from goldthread.domain.weight import Weight
from goldthread.flow.errors import Rejected
from goldthread.flow.start import Handover
from goldthread.testing.client import FakeClient
from goldthread.testing.contract.sample import an_order

GOLDENS = Path(__file__).parent / "tryton"


def recorded(name: str) -> dict[str, Any]:
    """A shipment that Tryton gave."""
    exchange = json.loads((GOLDENS / name / "exchange.json").read_text(encoding="utf-8"))
    row: dict[str, Any] = exchange[0]["reply"]["json"]["result"][0]
    return row


def an_api(**settings: str) -> FakeClient:
    return FakeClient(tryton, settings={"company": "1", **settings})


@pytest.mark.parametrize(
    ("order", "comment"),
    [
        (an_order(), None),
        (replace(an_order(), note="  Ring twice.\n"), "Note:\nRing twice."),
        (replace(an_order(), service="express"), "Service: express"),
        (
            replace(an_order(), pickup_point="PP-1", cod=Money.of("1499.00", "EUR"), note="x"),
            "Pickup point: PP-1\nCash on delivery: 1499.00 EUR\nNote:\nx",
        ),
        (replace(an_order(), service="two\nlines"), "Service: two lines"),
    ],
)
def test_what_tryton_has_no_field_for_stands_in_the_comment(order: Any, comment: str | None) -> None:
    """Line by line, the shopper's note last."""
    assert comment_of(order) == comment


@pytest.mark.parametrize(
    ("comment", "carriage"),
    [
        ("", Carriage()),
        ("Service: express\nNote:\nService: free", Carriage(service="express")),
        ("Note:\nCash on delivery: 0.01 EUR", Carriage()),
        ("Ring twice.\nPickup point: PP-1", Carriage()),
        ("Pickup point: PP-1\nPickup point: PP-2", Carriage(pickup_point="PP-1")),
        ("Cash on delivery: 1499.00 CZK", Carriage(cod=Money.of("1499.00", "CZK"))),
        ("Service:\nCash on delivery:", Carriage()),
    ],
)
def test_no_note_of_a_shopper_passes_for_more(comment: str, carriage: Carriage) -> None:
    """Reading ends at the first line that is none of ours."""
    assert carriage_of(comment) == carriage


def test_an_amount_that_is_none_names_the_comment() -> None:
    """Nothing is collected by guesswork."""
    with pytest.raises(Rejected, match="as 1499") as caught:
        carriage_of("Cash on delivery: all of it")
    assert caught.value.field == "comment"


@pytest.mark.parametrize(
    ("given", "number"),
    [
        (0.34, Decimal("0.34")),
        (2, Decimal(2)),
        (9007199254740993, Decimal(9007199254740993)),
        ({"__class__": "Decimal", "decimal": "19.90"}, Decimal("19.90")),
        (None, None),
        (True, None),
        ("19.90", None),
    ],
)
def test_numbers_are_read_by_their_digits(given: object, number: Decimal | None) -> None:
    """A Float comes as a JSON number, a Numeric as an object."""
    assert Record({"n": given}).number("n") == number


def test_a_record_without_an_id_is_refused() -> None:
    """Whatever answered, it wasn't Tryton."""
    with pytest.raises(Rejected, match="without an id"):
        _ = Record({"name": "x"}).id
    assert not Record({}).one("party").is_there
    assert records({"no": "list"}) == ()


@pytest.mark.parametrize(
    ("value", "factor", "grams"), [(0.34, 1.0, 340), (1, 0.45359237, 454), (250.0, 0.001, 250), (0, 1.0, None)]
)
def test_weights_go_by_their_units_factor(value: float, factor: float, grams: int | None) -> None:
    """Pounds, grams, kilograms; a started gram counts whole, and nothing weighed is nothing known."""
    found = weight(Record({"w": value, "u.": {"id": 1, "factor": factor}}), "w", "u")
    assert found == (None if grams is None else Weight(grams=grams))


def test_a_package_that_says_nothing_takes_the_installations_word() -> None:
    """And without one it has neither weight nor measures."""
    bare = Record({"id": 1})
    assert parcel_weight(bare, an_api()) is None
    assert parcel_size(bare, an_api()) is None
    api = an_api(package_weight_g="500", package_size_mm="300x200X120")
    assert parcel_weight(bare, api) == Weight(grams=500)
    assert parcel_size(bare, api) == Dimensions(length=300, width=200, height=120)


@pytest.mark.parametrize("given", ["300x200", "a x b x c", "0x1x1", "300x200x120x1"])
def test_a_size_that_is_none_says_which_setting_to_correct(given: str) -> None:
    """Rather than a parcel of a made-up size."""
    with pytest.raises(Rejected, match="package_size_mm"):
        parcel_size(Record({"id": 1}), an_api(package_size_mm=given))


@pytest.mark.parametrize("given", ["1.5", "one", "-1", "²"])
def test_a_setting_that_is_no_number_says_so(given: str) -> None:
    """Rather than crash."""
    with pytest.raises(Rejected, match="package_weight_g"):
        parcel_weight(Record({"id": 1}), an_api(package_weight_g=given))


def test_a_recorded_shipment_is_read_whole() -> None:
    """Two packages, an address, the shop's order, exact prices and weights."""
    order = read_shipment(Record(recorded("reread_packed/two_packages")), an_api())
    assert (order.shop, order.fulfilment.station) == ("shop", "WH")
    assert [parcel.weight.grams for parcel in order.fulfilment.parcels] == [340, 340]
    assert {line.unit_price for line in order.fulfilment.lines} == {Money.of("9.95", "EUR")}
    assert fulfilment_key(order) == f"tryton/{order.fulfilment.id}"


def test_a_recorded_shipment_brings_service_pickup_point_and_cod() -> None:
    """From the comment of its sale; the company gets it, the person is named."""
    order = read_shipment(Record(recorded("reread_packed/everything")), an_api(station="table-3"))
    assert (order.service, order.pickup_point, order.cod) == ("dhl-express", "PP-12", Money.of("24.80", "EUR"))
    assert (order.recipient.company, order.recipient.name) == ("O'Neil & Co.", "Jana Nováková")
    assert (order.recipient.region, order.recipient.phone) == ("CA", "+12133734253")
    assert order.fulfilment.station == "table-3"


def _without_email(row: dict[str, Any]) -> None:
    row["customer."]["contact_mechanisms."] = []


def _of_two_sales(row: dict[str, Any]) -> None:
    row["outgoing_moves."][0]["origin."]["sale."]["reference"] = "shop/other/1"


def _in_fractions(row: dict[str, Any]) -> None:
    row["outgoing_moves."][0]["quantity"] = 1.5


def _unweighed(row: dict[str, Any]) -> None:
    row["packages."][0]["total_weight"] = None


def _of_no_shop(row: dict[str, Any]) -> None:
    for move in row["outgoing_moves."]:
        move["origin."]["sale."]["reference"] = "by phone"


def _of_no_sale(row: dict[str, Any]) -> None:
    for move in row["outgoing_moves."]:
        move["origin."] = None


def _unpacked(row: dict[str, Any]) -> None:
    row["packages."] = []


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (_without_email, "customer/contact_mechanisms"),
        (_of_two_sales, "outgoing_moves/origin"),
        (_in_fractions, "outgoing_moves/"),
        (_unweighed, "packages/"),
        (_of_no_shop, "sale/reference"),
        (_of_no_sale, "outgoing_moves/origin"),
        (_unpacked, "/parcels"),
    ],
)
def test_what_cannot_be_ours_names_trytons_field(spoil: Any, field: str) -> None:
    """That is where a clerk corrects it."""
    row = recorded("reread_packed/two_packages")
    spoil(row)
    with pytest.raises(Rejected) as caught:
        read_shipment(Record(row), an_api())
    assert caught.value.field.startswith(field)


def test_a_package_in_a_package_is_no_parcel() -> None:
    """Only what stands in no other is handed to a carrier."""
    row = recorded("reread_packed/two_packages")
    row["packages."][1]["parent"] = row["packages."][0]["id"]
    order = read_shipment(Record(row), an_api())
    assert [parcel.id for parcel in order.fulfilment.parcels] == [str(row["packages."][0]["id"])]


def test_the_role_is_swept_and_told_once() -> None:
    """Tryton tells nobody anything; a packed order can be read again."""
    assert isinstance(ERP.packed, Handover)
    assert ERP.packed.once is fulfilment_key
    assert ERP.packed.reread is not None
    assert ERP.list_packed is list_packed
    assert ERP.ensure_hooks is None
