"""What Packeta's push tracking tells, as our events; how its XML is written."""

from datetime import UTC, datetime
from typing import Any

import pytest

from goldthread.connectors.packeta import event_key, read_tracking
from goldthread.connectors.packeta.rows import PacketaPush
from goldthread.connectors.packeta.xml import answer_in, document
from goldthread.domain.status import Status, Unknown
from goldthread.domain.tracking import TrackingEvent
from goldthread.engine.codec import Codec
from goldthread.flow.errors import Rejected
from goldthread.flow.outcome import Drop
from goldthread.flow.start import Origin

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_push(**fields: Any) -> PacketaPush:
    status: Any = {
        "eventId": "e-1",
        "id": 4154090000,
        "barcode": "Z4154090000",
        "dateTime": "2026-11-22T21:14:00",
        "branchId": None,
        "statusId": 5,
        "statusCode": "ready for pickup",
        "statusText": "Ready for pickup",
        "externalTrackingCode": None,
        "destinationBranchId": None,
    }
    return Codec().decode_json(PacketaPush, {"status": {**status, **fields}})


def heard(push: PacketaPush) -> TrackingEvent:
    event = read_tracking(push, Origin("packeta", NOW))
    assert isinstance(event, TrackingEvent)
    return event


def test_a_push_is_read_in_the_time_of_prague() -> None:
    """Packeta writes no offset; winter is an hour ahead of Greenwich."""
    event = heard(a_push())
    assert event.at is not None
    assert event.at.isoformat() == "2026-11-22T21:14:00+01:00"
    assert (event.status, event.raw_code, event.tracking_number) == (Status.READY_FOR_PICKUP, "5", "Z4154090000")


def test_a_time_with_an_offset_is_taken_as_it_is() -> None:
    """One instant is one event, however it is written."""
    assert event_key(heard(a_push())) == event_key(heard(a_push(dateTime="2026-11-22T20:14:00Z")))


def test_an_unlisted_status_is_read_as_unknown() -> None:
    """A new status starts a run like any other."""
    assert heard(a_push(statusId=77, statusText="")).status == Unknown(raw="77")


def test_a_partners_own_words_are_dropped() -> None:
    """Packeta tells its own status beside them."""
    external: Any = {
        "eventId": "e-2",
        "id": 4154090000,
        "barcode": "Z4154090000",
        "dateTime": "2026-11-22T21:14:00",
        "externalStatusId": "DHL-17",
    }
    push = Codec().decode_json(PacketaPush, {"externalStatus": external})
    dropped = read_tracking(push, Origin("packeta", NOW))
    assert isinstance(dropped, Drop)
    assert "DHL-17" in dropped.reason


def test_a_push_of_nothing_is_refused() -> None:
    """What says nothing lies in the trash, where somebody sees it."""
    with pytest.raises(Rejected):
        read_tracking(PacketaPush(), Origin("packeta", NOW))


def test_names_are_escaped_and_what_xml_cannot_carry_is_left_out() -> None:
    """A customer's name breaks no document, and what is None isn't written."""
    written = document("createPacket", {"packetAttributes": {"name": "<Jan> & \x0bOta\x00 😀", "note": None}})
    assert written.decode().endswith(
        "</apiPassword><packetAttributes><name>&lt;Jan&gt; &amp; Ota 😀</name></packetAttributes></createPacket>"
    )


def test_an_answer_is_read_whatever_its_alphabet() -> None:
    """Letters come back as they were sent."""
    answer = answer_in(
        '<?xml version="1.0" encoding="windows-1250"?><response><status>Ž</status></response>'.encode("cp1250")
    )
    assert answer is not None
    assert answer.findtext("status") == "Ž"
