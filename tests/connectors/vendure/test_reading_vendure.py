"""Vendure's orders as ours: odd money, empty addresses, big ids, and what cannot be read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from goldthread.connectors.vendure.order import read_order_placed
from goldthread.connectors.vendure.reading import read_order
from goldthread.connectors.vendure.rows import VendureOrder, VendureOrderEvent
from goldthread.domain.order import Order
from goldthread.engine.codec import Codec
from goldthread.flow.errors import Rejected, Unfit
from goldthread.flow.reply import Json
from goldthread.flow.start import Origin
from goldthread.testing.fakes.vendure import VendureFake

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_row(**fields: Any) -> dict[str, Any]:
    """An order as Vendure tells it, but for these fields."""
    fake = VendureFake(lambda: NOON, variant_fields=("hsCode", "grams"), order_fields=("pickupPoint",))
    return fake.add(**fields)


def read(row: Mapping[str, Any], precision: int = 2) -> Order:
    """The row as an order of ours."""
    return read_order(Codec().decode_json(VendureOrder, dict(row)), "shop", precision)


def test_money_has_as_many_places_as_the_shop_says() -> None:
    """Vendure keeps two places for yen as well; a strategy with four is read as such."""
    yen = read(a_row(currencyCode="JPY", totalWithTax=198000))
    assert yen.total.text == "1980.00 JPY"
    assert read(a_row(totalWithTax=248000), precision=4).total.text == "24.8000 EUR"


def test_an_amount_beyond_2_to_the_53_stays_exact() -> None:
    """Whole units are whole numbers all the way."""
    assert read(a_row(totalWithTax=9007199254740993)).total.text == "90071992547409.93 EUR"


def test_an_empty_billing_address_means_the_shipping_address() -> None:
    """Vendure sends nulls where none was given."""
    order = read(a_row())
    assert order.billing == order.shipping


def test_an_address_without_a_name_is_the_customers() -> None:
    """The storefront need not ask for it."""
    address = {"streetLine1": "Dlouhá 12", "streetLine2": "2nd floor", "countryCode": "cz", "province": ""}
    order = read(a_row(shippingAddress=address))
    assert order.shipping.name == "Jana Nováková"
    assert order.shipping.street == ("Dlouhá 12", "2nd floor")
    assert (order.shipping.country_code, order.shipping.region, order.shipping.phone) == ("CZ", None, None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"shippingAddress": None}, "/shippingAddress/streetLine1"),
        ({"shippingAddress": {"streetLine1": "Dlouhá 12"}}, "/shippingAddress/countryCode"),
        ({"customer": None}, "/customer/emailAddress"),
        ({"orderPlacedAt": None}, "/orderPlacedAt"),
        ({"currencyCode": "Taler"}, "/lines/0/currency"),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_shops_field(fields: dict[str, Any], field: str) -> None:
    """A person corrects it in the shop, under the shop's name."""
    with pytest.raises(Rejected) as refused:
        read(a_row(**fields))
    assert refused.value.field == field


def test_a_time_without_a_zone_is_refused() -> None:
    """Vendure's times end with Z; another one isn't guessed at."""
    with pytest.raises(Rejected, match="no time zone"):
        read(a_row(orderPlacedAt="2026-11-23T12:00:00"))


def test_a_weight_that_is_no_whole_number_is_refused() -> None:
    """The custom field `grams` has to be an int."""
    row = a_row()
    row["lines"][0]["productVariant"]["customFields"]["grams"] = "120 g"
    with pytest.raises(Rejected, match="whole number of grams"):
        read(row)


def test_what_is_paid_on_delivery_is_what_was_promised_and_not_paid() -> None:
    """Of two payments the settled one is paid; another method isn't collected."""
    promised = {"method": "cash-on-delivery", "state": "Authorized", "amount": 1480}
    paid = {"method": "card", "state": "Settled", "amount": 1000}
    authorised = {"method": "card", "state": "Authorized", "amount": 1000}
    order = read(a_row(payments=[promised, paid]))
    assert order.cod is not None
    assert order.cod.text == "14.80 EUR"
    assert read(a_row(payments=[authorised])).cod is None
    assert read(a_row(payments=[{**promised, "state": "Settled"}])).cod is None
    assert read(a_row(payments=None)).cod is None


def test_service_and_pickup_point_are_taken_over() -> None:
    """The method's code, and the custom field."""
    order = read(a_row(customFields={"pickupPoint": "BRANCH-77"}))
    assert (order.service, order.pickup_point) == ("standard", "BRANCH-77")
    assert read(a_row(shippingLines=[], customFields=None)).service == ""


def test_a_cancelled_line_is_left_out() -> None:
    """Its quantity is 0."""
    row = a_row()
    row["lines"].append({**row["lines"][0], "id": "9", "quantity": 0})
    assert len(read(row).lines) == 1


def test_an_event_is_read_with_its_own_precision() -> None:
    """The plugin says how many places money has."""
    body: dict[str, Json] = {"order": a_row(), "globalSettings": {"serverConfig": {"moneyStrategyPrecision": 3}}}
    event = Codec().decode_json(VendureOrderEvent, body)
    order = read_order_placed(event, Origin(installation="shop", received_at=NOON))
    assert order.total.text == "2.480 EUR"


def test_an_event_without_its_precision_is_unfit() -> None:
    """Money whose places aren't known isn't guessed."""
    with pytest.raises(Unfit):
        Codec().decode_json(VendureOrderEvent, {"order": a_row()})


def test_an_id_that_is_a_number_is_unfit() -> None:
    """Ids are text: a number of this size would have lost its last digit in a script."""
    with pytest.raises(Unfit):
        Codec().decode_json(VendureOrder, {**a_row(), "id": 9007199254740993})
