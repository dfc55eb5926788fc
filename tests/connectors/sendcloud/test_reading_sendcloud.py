"""What Sendcloud tells, as ours: codes, webhooks, replies."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from goldthread.connectors.sendcloud.address import recipient_of
from goldthread.connectors.sendcloud.codes import CODES, DEAD, NUMBERS, UNFINISHED, code_of, meaning
from goldthread.connectors.sendcloud.field_table import field_of
from goldthread.connectors.sendcloud.rows import SendcloudEvent
from goldthread.connectors.sendcloud.statuses import look
from goldthread.connectors.sendcloud.tracking import event_key, read_tracking
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.domain.tracking import Source, TrackingEvent
from goldthread.engine.codec import Codec
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Drop
from goldthread.flow.reply import Accepted, Denied, Later, Missing, Refused, Reply, Unclear
from goldthread.flow.start import Origin
from goldthread.testing.contract.sample import an_address

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_payload(**fields: Any) -> SendcloudEvent:
    """The webhook of Sendcloud's documents."""
    parcel = {
        "id": 1,
        "name": "Mr Bob",
        "tracking_number": "3SYZXG132912330",
        "weight": "2.000",
        "date_created": "2019-02-03T06:48:07",
        "status": {"id": 11, "message": "Delivered"},
        "shipment_uuid": "87e18823-016b-479b-b9e0-c5c0c4065452",
    }
    payload: Any = {
        "action": "parcel_status_changed",
        "timestamp": 1525271885993,
        "carrier_status_change_timestamp": None,
        "parcel": parcel,
    }
    return Codec().decode_json(SendcloudEvent, payload | fields)


def told(**fields: Any) -> TrackingEvent:
    event = read_tracking(a_payload(**fields), Origin("post", NOW))
    assert isinstance(event, TrackingEvent)
    return event


def a_parcel(number: int, message: str) -> dict[str, Any]:
    return {"tracking_number": "T-1", "status": {"id": number, "message": message}}


def test_a_webhook_is_read_with_its_instant() -> None:
    """Milliseconds are kept, and the status goes by its name."""
    event = told()
    assert event.at == datetime(2018, 5, 2, 14, 38, 5, 993000, tzinfo=UTC)
    assert (event.raw_code, event.status, event.source) == ("DELIVERED", Status.DELIVERED, Source.WEBHOOK)
    assert event_key(event) == "post/3SYZXG132912330/DELIVERED/2018-05-02T14:38:05.993000+00:00"


def test_seconds_and_milliseconds_are_one_instant() -> None:
    """The documents show both."""
    assert told(timestamp=1525271885).at == told(timestamp=1525271885000).at
    assert told(timestamp=1525271885.5).at == datetime(2018, 5, 2, 14, 38, 5, 500000, tzinfo=UTC)


def test_scattered_webhooks_fall_into_order() -> None:
    """Whichever comes first, the later one by Sendcloud's clock is the later one."""
    late, early = told(timestamp=1525271885993), told(timestamp=1525271000000, parcel=a_parcel(91, "Parcel en route"))
    assert early.at is not None
    assert late.at is not None
    assert late.at - early.at > timedelta(minutes=14)


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "return_created", "parcel": None},
        {"action": "integration_connected", "parcel": None},
        {"parcel": {"tracking_number": "", "status": {"id": 1001, "message": "Being announced"}}},
    ],
)
def test_what_says_nothing_of_a_parcel_is_dropped(fields: dict[str, Any]) -> None:
    """With the reason in the story."""
    assert isinstance(read_tracking(a_payload(**fields), Origin("post", NOW)), Drop)


@pytest.mark.parametrize(
    ("fields", "field"), [({"parcel": None}, "/parcel"), ({"timestamp": 9 * 10**18}, "/timestamp")]
)
def test_what_cannot_be_read_names_its_field(fields: dict[str, Any], field: str) -> None:
    """A person sees it in the trash."""
    with pytest.raises(Rejected) as caught:
        read_tracking(a_payload(**fields), Origin("post", NOW))
    assert caught.value.field == field


def test_every_number_is_a_listed_code() -> None:
    """Webhooks and answers tell the same; only Sendcloud's own word for what it doesn't know stays unknown."""
    assert set(NUMBERS.values()) - set(CODES) == {"UNKNOWN"}
    assert meaning("UNKNOWN") == (Unknown(raw="UNKNOWN"), None)
    assert set(CODES) >= DEAD | UNFINISHED


@pytest.mark.parametrize(
    ("number", "message", "code", "meant"),
    [
        (8, "Delivery attempt failed", "DELIVERY_FAILED", (Status.ATTEMPT_FAILED, Reason.CONSIGNEE_ABSENT)),
        (62991, "Refused by recipient", "REFUSED_BY_RECIPIENT", (Status.RETURNING, Reason.CONSIGNEE_REFUSED)),
        (70001, "Stuck in a lift", "Stuck in a lift", (Unknown(raw="Stuck in a lift"), None)),
        (70002, "", "70002", (Unknown(raw="70002"), None)),
    ],
)
def test_an_unlisted_number_stays_itself(number: int, message: str, code: str, meant: object) -> None:
    """It is never guessed at, and shown in Sendcloud's words."""
    assert code_of(number, message) == code
    assert meaning(code) == meant


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("to_address.house_number", "/recipient/street/0"),
        ("parcels.2.weight.value", "/fulfilment/parcels/2/weight"),
        ("parcels.0.parcel_items.3.hs_code", "/fulfilment/lines/3/hs_code"),
        ("parcels.0.parcel_items", "/fulfilment/lines"),
        ("to_service_point.id", "/pickup_point"),
        ("ship_with.properties.shipping_option_code", "/service"),
        ("from_address.sender_address_id", ""),
    ],
)
def test_complaints_mean_our_fields(path: str, field: str) -> None:
    """An article is the fulfilment's, whichever parcel it stands in."""
    assert field_of(path) == field


@pytest.mark.parametrize(
    ("street", "region", "asked"),
    [
        (("Dlouhá 12/34a",), None, {"address_line_1": "Dlouhá", "house_number": "12/34a"}),
        (("Residence Les Lilas", "Batiment B"), None, {"address_line_1": "Residence Les Lilas"}),
        (("Dlouhá 12",), "10", {"state_province_code": "CZ-10"}),
        (("Dlouhá 12",), "Central Bohemia", {"state_province_code": "Central Bohemia"}),
        ((), None, {"city": "Praha"}),
    ],
)
def test_an_address_is_told_without_loss(street: tuple[str, ...], region: str | None, asked: dict[str, str]) -> None:
    """House numbers go apart where they can be told for sure; states by ISO 3166-2 where they are codes."""
    given = recipient_of(replace(an_address(street=street), region=region), "jana@example.test")
    assert asked.items() <= given.items()
    assert all(word in " ".join(given.values()) for line in street for word in line.split())


def verdict(status: int, value: object, content_type: str = "application/json") -> object:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    decoded = None if isinstance(value, bytes) else json.loads(content)
    return look(Reply(status=status, headers={"content-type": content_type}, content=content), decoded)


def a_shipment(code: str, *errors: dict[str, str]) -> dict[str, Any]:
    return {"data": {"id": "uuid", "parcels": [{"status": {"code": code}}], "errors": list(errors)}}


NOT_SERVED = {"status": "400", "code": "parcel_announcement_error", "detail": "Not served."}
BROKEN = {"status": "500", "code": "parcel_announcement_error", "detail": "Service error."}


@pytest.mark.parametrize(
    ("status", "value", "kind"),
    [
        (201, a_shipment("READY_TO_SEND"), type(None)),
        (201, a_shipment("READY_TO_SEND", NOT_SERVED), type(None)),
        (201, a_shipment("ANNOUNCEMENT_FAILED", NOT_SERVED), Refused),
        (201, a_shipment("ANNOUNCEMENT_FAILED", BROKEN), Later),
        (201, a_shipment("ANNOUNCEMENT_FAILED", BROKEN, NOT_SERVED), Refused),
        (200, a_shipment("ANNOUNCEMENT_FAILED", NOT_SERVED), type(None)),
        (409, a_shipment("READY_TO_SEND"), Accepted),
        (409, {"errors": [{"status": "409", "code": "invalid", "detail": "Delivered."}]}, Refused),
        (404, {"detail": "Parcel does not exist"}, Missing),
        (403, {"errors": [{"status": "403", "code": "forbidden", "detail": "Not in your plan."}]}, Denied),
        (401, {"error": {"code": 401, "message": "Invalid username/password."}}, Denied),
        (429, {"errors": [{"status": "429", "code": "throttled", "detail": "Slow down."}]}, type(None)),
        (422, {"errors": [17]}, Refused),
        (200, b"<html></html>", Unclear),
        (200, b"", Unclear),
    ],
)
def test_replies_mean_what_they_should(status: int, value: object, kind: type[object]) -> None:
    """A refusal inside a success is one, a known reference brings its shipment, and pages are no answers."""
    assert isinstance(verdict(status, value), kind)


def test_a_document_needs_no_json() -> None:
    """A label is what its type says; whether its bytes are, is looked at before it is kept."""
    assert verdict(200, b"%PDF-1.4", "application/pdf") is None
