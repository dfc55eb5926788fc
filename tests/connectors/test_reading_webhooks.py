"""What webhooks tell, as our bodies."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from goldthread.connectors.bazaar import order_key, read_order_placed
from goldthread.connectors.bazaar.rows import BazaarOrderEvent
from goldthread.connectors.stockhouse import fulfilment_key, read_packed
from goldthread.connectors.stockhouse.rows import StockhousePacked
from goldthread.connectors.swiftpost import event_key, read_tracking
from goldthread.connectors.swiftpost.rows import SwiftTrackingUpdated
from goldthread.domain.money import Money
from goldthread.domain.status import Status, Unknown
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.domain.weight import Weight
from goldthread.engine.codec import Codec
from goldthread.flow.errors import Rejected
from goldthread.flow.start import Origin

ROOT = Path(__file__).parent
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def replied(case: str) -> Any:
    """The first reply of a golden's exchange."""
    return json.loads((ROOT / case / "exchange.json").read_text())[0]["reply"]["json"]


def an_order_event(**fields: Any) -> BazaarOrderEvent:
    order = replied("bazaar/list_orders/first_page")["orders"][0] | fields
    payload = {"event": "order.placed", "sentAt": "2026-11-23T12:00:00Z", "order": order}
    return Codec().decode_json(BazaarOrderEvent, payload)


def a_packed_event(**fields: Any) -> StockhousePacked:
    shipment = replied("stockhouse/list_packed/first_page")["data"][0] | fields
    return Codec().decode_json(StockhousePacked, {"event": "shipment.packed", "shipment": shipment})


def a_scan(code: str = "HUB", at: str = "2026-11-22T21:14:00+01:00") -> SwiftTrackingUpdated:
    event = {"event_id": "ev_1", "code": code, "at": at, "place": "Praha", "text": "Arrived at hub"}
    data = {"tracking_number": "SW1", "shipment_number": "SP1", "reference": "r", "event": event}
    payload: Any = {"id": "evt_1", "type": "tracking.updated", "created": "2026-11-23T12:00:00Z", "data": data}
    return Codec().decode_json(SwiftTrackingUpdated, payload)


def heard(payload: SwiftTrackingUpdated) -> TrackingEvent:
    return read_tracking(payload, Origin("swiftpost", NOW))


def test_an_order_is_read_with_exact_money_and_its_shop() -> None:
    """Amounts stay decimal, and the installation that told it is its shop."""
    order = read_order_placed(an_order_event(), Origin("helvetia", NOW))
    assert order.total == Money.of("44.70", "EUR")
    assert order.lines[0].unit_price == Money.of("19.90", "EUR")
    assert order_key(order) == "helvetia/ord_1"
    assert order.billing.phone == "+420 601 123 456"


def test_a_japanese_order_goes_to_its_latin_address() -> None:
    """The label from abroad needs Latin letters; the bill keeps the shopper's own script."""
    row = replied("bazaar/list_orders/first_page")["orders"][3]
    order = read_order_placed(an_order_event(**row), Origin("bazaar", NOW))
    assert (order.shipping.name, order.billing.name) == ("Taro Yamada", "山田 太郎")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"total": "a lot"}, "/order/total/amount"),
        ({"currency": "euro"}, "/order/lines/0/unitPrice/currency"),
        ({"placedAt": "2026-11-23T12:00:00"}, "/order/placed_at"),
        ({"customer": {"email": " ", "firstName": "A", "lastName": "B"}}, "/order/customer/email"),
    ],
)
def test_an_order_that_cannot_be_read_names_the_field(fields: dict[str, Any], field: str) -> None:
    """Who repairs the payload is told where."""
    with pytest.raises(Rejected) as caught:
        read_order_placed(an_order_event(**fields), Origin("bazaar", NOW))
    assert caught.value.field == field


def test_a_packed_shipment_is_read_with_exact_weight_and_its_order() -> None:
    """Our reference at the ERP names the shop's order in full."""
    order = read_packed(a_packed_event(), Origin("stockhouse", NOW))
    assert (order.shop, order.order_id, order.order_number) == ("bazaar", "ord_1", "B-100001")
    assert order.fulfilment.parcels[0].weight == Weight(grams=1187)
    assert fulfilment_key(order) == "stockhouse/S-100001"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"client_reference": "PHONE-17"}, "/shipment/client_reference"),
        ({"parcels": []}, "/shipment/parcels"),
    ],
)
def test_a_shipment_that_cannot_be_read_names_the_field(fields: dict[str, Any], field: str) -> None:
    """Who repairs the payload is told where."""
    with pytest.raises(Rejected) as caught:
        read_packed(a_packed_event(**fields), Origin("stockhouse", NOW))
    assert caught.value.field == field


def test_a_scan_is_read_with_the_time_of_its_place() -> None:
    """The carrier's time keeps its offset, and the source is named."""
    event = heard(a_scan())
    assert event.at is not None
    assert event.at.isoformat() == "2026-11-22T21:14:00+01:00"
    assert (event.status, event.source) == (Status.IN_TRANSIT, Source.WEBHOOK)


def test_an_undocumented_scan_is_read_as_unknown() -> None:
    """A new code starts a run like any other."""
    assert heard(a_scan("ZZZ")).status == Unknown(raw="ZZZ")


def test_a_scan_without_a_time_zone_is_refused() -> None:
    """Nobody guesses which hour was meant."""
    with pytest.raises(Rejected) as caught:
        heard(a_scan(at="2026-11-22T21:14:00"))
    assert caught.value.field == "/data/event/at"


def test_one_scan_is_one_event_however_its_time_is_written() -> None:
    """Webhook and watch may write one instant with two offsets."""
    assert event_key(heard(a_scan())) == event_key(heard(a_scan(at="2026-11-22T20:14:00Z")))
