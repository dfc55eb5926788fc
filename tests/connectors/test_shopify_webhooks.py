"""What Shopify's webhooks tell, as our orders."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from goldthread.connectors.shopify import order_key, read_order_placed
from goldthread.connectors.shopify.hook_rows import HookOrder
from goldthread.domain.money import Money
from goldthread.domain.order import Order
from goldthread.domain.weight import Weight
from goldthread.engine.codec import Codec
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Drop
from goldthread.flow.start import Origin
from goldthread.testing.fakes.shopify import Line, ShopifyFake, ShopOrder
from goldthread.testing.fakes.shopify.payload import order_payload

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def an_order(*lines: Line, **fields: Any) -> ShopOrder:
    return replace(ShopifyFake(lambda: NOW).shop.place(lines), **fields)


def a_line(**fields: Any) -> Line:
    return Line(**{"id": 1, "sku": "TEA-1", "name": "Green tea", "quantity": 3, "price": Decimal("9.95"), **fields})


def heard(order: ShopOrder, **changed: Any) -> Order | Drop:
    payload = Codec().decode_json(HookOrder, order_payload(order) | changed)
    return read_order_placed(payload, Origin("eshop", NOW))


def read(order: ShopOrder, **changed: Any) -> Order:
    found = heard(order, **changed)
    assert isinstance(found, Order)
    return found


def test_an_id_beyond_what_a_float_holds_stays_exact() -> None:
    """Shopify's own sample has eighteen digits."""
    order = read(an_order())
    assert order.id == "820982911946154508"
    assert order_key(order) == "eshop/820982911946154508"


def test_money_is_the_shoppers() -> None:
    """The shop counts in crowns, the shopper pays euros."""
    order = read(an_order())
    assert order.currency == "EUR"
    assert order.total == Money.of("24.80", "EUR")


def test_a_price_bears_its_share_of_the_discounts_on_all_that_was_ordered() -> None:
    """Of three pieces with one euro off, one was taken back: two are left, each a third of a euro cheaper."""
    (line,) = read(an_order(a_line(discount=Decimal("1.00"), removed=1))).lines
    assert (line.quantity, line.unit_price) == (2, Money.of("9.616667", "EUR"))
    assert line.weight == Weight(grams=120)


def test_a_guest_is_called_as_their_address_says() -> None:
    """Without an account there is no other name."""
    order = read(an_order())
    assert (order.customer_name, order.email) == ("Jana Nováková", "jana@example.test")


def test_an_account_has_its_own_name() -> None:
    """The recipient may be somebody else."""
    assert read(an_order(), customer={"first_name": "Petr", "last_name": None}).customer_name == "Petr"


@pytest.mark.parametrize(
    ("status", "outstanding", "cod"),
    [("PENDING", "620.00", "24.80"), ("PAID", "0.00", None), ("AUTHORIZED", "620.00", None)],
)
def test_what_is_paid_on_delivery_is_collected_as_long_as_it_is_not_paid(
    status: str, outstanding: str, cod: str | None
) -> None:
    """The gateway's name says so; a merchant may mark it as paid."""
    order = an_order(gateway="Cash on Delivery (COD)", financial_status=status)
    assert read(order, total_outstanding=outstanding).cod == (Money.of(cod, "EUR") if cod else None)


def test_nobody_collects_what_is_paid_otherwise() -> None:
    """A bank transfer that is pending isn't collected at the door."""
    assert read(an_order(gateway="bank_deposit", financial_status="PENDING")).cod is None


def test_what_is_left_to_collect_is_not_guessed() -> None:
    """A webhook tells what is left in the shop's currency, which isn't the shopper's."""
    order = an_order(gateway="Cash on Delivery (COD)", financial_status="PARTIALLY_PAID")
    with pytest.raises(Rejected) as error:
        heard(order)
    assert error.value.field == "/financial_status"


def test_what_is_left_is_collected_where_both_count_alike() -> None:
    """One currency, part of it paid."""
    order = an_order(gateway="Cash on Delivery (COD)", financial_status="PARTIALLY_PAID")
    assert read(order, currency="EUR", total_outstanding="4.80").cod == Money.of("4.80", "EUR")


def test_a_pickup_point_and_the_shipping_method_come_along() -> None:
    """The former stands in an attribute that the theme or an app writes."""
    odd = {"name": "gift", "value": True}
    order = read(an_order(), note_attributes=[odd, {"name": "pickup_point", "value": 95}])
    assert (order.pickup_point, order.service) == ("95", "standard")


@pytest.mark.parametrize(("code", "region"), [("CA", "CA"), ("JP-13", "Tōkyō"), ("", "Tōkyō"), (None, "Tōkyō")])
def test_a_region_is_written_as_people_write_it(code: str | None, region: str) -> None:
    """A code of letters, else the name."""
    address = order_payload(an_order())["shipping_address"] | {"province_code": code, "province": "Tōkyō"}
    assert read(an_order(), shipping_address=address).shipping.region == region


def test_a_cancelled_order_is_none_of_ours() -> None:
    """It may be cancelled before we hear of it."""
    assert heard(an_order(cancelled=NOW)) == Drop("Order #1001 was cancelled.")


@pytest.mark.parametrize("status", ["VOIDED", "REFUNDED", "EXPIRED"])
def test_an_order_that_nobody_pays_for_is_none_of_ours(status: str) -> None:
    """Its authorisation was given back or ran out, or its money was; that doesn't cancel it."""
    why = f"Order #1001 is {status.lower()}: nobody pays for it."
    assert heard(an_order(financial_status=status)) == Drop(why)


@pytest.mark.parametrize("line", [a_line(requires_shipping=False), a_line(removed=3)])
def test_an_order_with_nothing_to_send_is_none_of_ours(line: Line) -> None:
    """A gift card needs no parcel; nor does what was taken back."""
    assert heard(an_order(line)) == Drop("Order #1001 has nothing to send.")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": None, "contact_email": " "}, "/email"),
        ({"shipping_address": None}, "/shipping_address"),
        ({"shipping_address": {"name": "Jana", "city": "Praha"}}, "/shipping_address/country_code"),
        ({"created_at": "2026-11-23T12:00:00"}, "/created_at"),
        (
            {"current_total_price_set": {"presentment_money": {"amount": "24,80", "currency_code": "EUR"}}},
            "/current_total_price_set/amount",
        ),
        (
            {"current_total_price_set": {"presentment_money": {"amount": "24.80", "currency_code": "CZK"}}},
            "/total/currency",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_field_that_came(changed: dict[str, Any], field: str) -> None:
    """A person repairs the payload, so the field is the payload's."""
    with pytest.raises(Rejected) as error:
        heard(an_order(), **changed)
    assert error.value.field == field


def test_a_line_without_an_article_number_is_refused_at_it() -> None:
    """A tip, a custom line: nobody knows what to pack."""
    with pytest.raises(Rejected) as error:
        heard(an_order(a_line(), a_line(id=2, sku="")))
    assert error.value.field == "/line_items/1/sku"


def test_a_price_that_is_no_number_is_refused_at_it() -> None:
    """Money is a decimal text."""
    payload = order_payload(an_order())
    payload["line_items"][0]["price_set"]["presentment_money"]["amount"] = "free"
    with pytest.raises(Rejected) as error:
        heard(an_order(), line_items=payload["line_items"])
    assert error.value.field == "/line_items/0/price_set/amount"
