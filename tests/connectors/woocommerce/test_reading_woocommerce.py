"""What WooCommerce tells, as ours: money, addresses, words."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.connectors.woocommerce.reading import read_order
from goldthread.connectors.woocommerce.rows import WooOrder
from goldthread.connectors.woocommerce.statuses import look, words_for
from goldthread.domain.status import Status, Unknown
from goldthread.engine.codec import Codec
from goldthread.flow.errors import Rejected
from goldthread.flow.reply import Denied, Later, Missing, Refused, Reply, Unclear

DOCUMENTED = Path(__file__).parent / "reread_order" / "as_documented" / "exchange.json"


def a_row(**fields: Any) -> WooOrder:
    """The order of the vendor's documents, with some fields changed."""
    row = json.loads(DOCUMENTED.read_text())[0]["reply"]["json"]
    return Codec().decode_json(WooOrder, row | fields)


def a_line(**fields: Any) -> dict[str, Any]:
    return {"id": 1, "name": "Tea", "sku": "T", "quantity": 3, "total": "10.00", "total_tax": "0.00"} | fields


def test_the_documented_order_is_read() -> None:
    """Its instant is in UTC though it doesn't say so, its prices have taxes in them, and its state is a region."""
    order = read_order(a_row(), "myshop")
    assert order.placed_at == datetime(2017, 3, 22, 19, 28, 2, tzinfo=UTC)
    assert [line.unit_price.text for line in order.lines] == ["3.22 USD", "3.23 USD", "12.90 USD"]
    assert (order.shipping.region, order.service, order.cod) == ("CA", "flat_rate", None)


@given(
    st.integers(1, 60),
    st.decimals(0, 99999, places=2),
    st.decimals(0, 9999, places=4),
)
def test_lines_are_as_much_as_the_shop_says(quantity: int, total: Decimal, tax: Decimal) -> None:
    """However many pieces: the prices of their lines come to the line's total, exactly, and pieces are as many."""
    row = a_row(line_items=[a_line(quantity=quantity, total=f"{total:f}", total_tax=f"{tax:f}")])
    lines = read_order(row, "myshop").lines
    assert sum(line.price.amount for line in lines) == total + tax
    assert sum(line.quantity for line in lines) == quantity


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"line_items": [a_line(sku=None)]}, "/line_items/0/sku"),
        ({"line_items": [a_line(), a_line(total="ten")]}, "/line_items/1/total"),
        ({"line_items": [a_line(total_tax="Infinity")]}, "/line_items/0/total_tax"),
        ({"line_items": [a_line(quantity=0)]}, "/line_items/0/quantity"),
        ({"total": "1,5"}, "/total/amount"),
        ({"currency": "euro"}, "/total/currency"),
    ],
)
def test_what_cannot_be_ours_names_the_shops_field(fields: dict[str, Any], field: str) -> None:
    """A person repairs it in the shop, so it is the shop's field."""
    with pytest.raises(Rejected) as caught:
        read_order(a_row(**fields), "myshop")
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("meta", "point"),
    [
        ([], ""),
        ([{"key": "_pickup_point", "value": 4207}], "4207"),
        ([{"key": "sendcloudshipping_service_point_meta", "value": {"id": "108", "extra": "Shop|Street"}}], "108"),
        ([{"key": "sendcloudshipping_service_point_meta", "value": "a:1:{}"}], "a:1:{}"),
        ([{"key": "_pickup_point", "value": []}], ""),
    ],
)
def test_a_pickup_point_is_found_where_plugins_note_it(meta: list[dict[str, Any]], point: str) -> None:
    """The carrier says whether it knows the point."""
    assert read_order(a_row(meta_data=meta), "myshop").pickup_point == point


def test_every_status_has_words_and_an_unlisted_one_its_own() -> None:
    """Nothing is claimed of a code that nobody listed."""
    assert all(words_for(status) for status in Status)
    assert words_for(Unknown(raw="X9")) == "the carrier says 'X9'"


def replied(status: int, value: object) -> Any:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    decoded = None if isinstance(value, bytes) else json.loads(content)
    return look(Reply(status=status, content=content), decoded)


def complaint(status: int | None) -> dict[str, Any]:
    return {"code": "woocommerce_rest_x", "message": "No.", "data": None if status is None else {"status": status}}


@pytest.mark.parametrize(
    ("status", "value", "verdict"),
    [
        (400, complaint(400), Refused),
        (200, complaint(None), Refused),
        (200, complaint(400), Refused),
        (200, complaint(404), Missing),
        (401, complaint(401), Denied),
        (403, complaint(403), Denied),
        (403, b"<html>Attention Required!</html>", Later),
        (404, b"<h1>Not Found</h1>", Later),
        (200, b"<br />Warning {}", Unclear),
        (200, b"", Unclear),
        (200, [], type(None)),
        (500, complaint(500), type(None)),
    ],
)
def test_replies_mean_what_they_should(status: int, value: object, verdict: type[object]) -> None:
    """Errors are seen inside successes, and pages of whatever stands in front of the shop say nothing of an order."""
    assert isinstance(replied(status, value), verdict)
