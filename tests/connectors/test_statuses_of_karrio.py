"""What karrio's words mean, and what stays as it is."""

import json

import pytest

from goldthread.connectors.karrio.statuses import REASONS, STATUSES, look, meaning
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.flow.reply import Json, Later, Missing, Refused, Reply, Unclear

DOCUMENTED = (
    "pending picked_up in_transit out_for_delivery ready_for_pickup delivered delivery_delayed delivery_failed "
    "on_hold return_to_sender cancelled unknown"
)


def _seen(status: int, decoded: Json) -> object:
    return look(Reply(status=status, content=json.dumps(decoded).encode()), decoded)


def test_every_documented_status_is_listed() -> None:
    """Karrio's TrackerStatus, and the word it uses of its own for a label just drawn."""
    assert set(STATUSES) == {*DOCUMENTED.split(), "created"}
    assert len(REASONS) == 35


def test_an_unlisted_status_stays_itself_and_an_unlisted_reason_is_another() -> None:
    """Nothing is guessed."""
    assert meaning("teleported", None) == (Unknown(raw="teleported"), None)
    assert meaning("on_hold", "dog") == (Status.ON_HOLD, Reason.OTHER)


@pytest.mark.parametrize(
    ("status", "reason", "told"),
    [
        ("on_hold", "customs_documentation", (Status.CUSTOMS_HOLD, Reason.CUSTOMS_DOCUMENTS)),
        ("on_hold", "weather_delay", (Status.ON_HOLD, Reason.WEATHER)),
        ("delivery_failed", "carrier_parcel_lost", (Status.LOST_OR_DAMAGED, Reason.CARRIER_LOST)),
        ("delivery_failed", "consignee_not_home", (Status.ATTEMPT_FAILED, Reason.CONSIGNEE_ABSENT)),
        ("return_to_sender", "consignee_refused", (Status.RETURNING, Reason.CONSIGNEE_REFUSED)),
    ],
)
def test_a_reason_says_more_than_the_status(status: str, reason: str, told: tuple[Status, Reason]) -> None:
    """What karrio has no status for is told by its reason."""
    assert meaning(status, reason) == told


def test_a_sentence_names_its_path_only_where_it_begins_with_one() -> None:
    """`recipient.postal_code: …` does, a parser's words don't."""
    named = _seen(
        400, {"errors": [{"code": "validation", "message": "parcels[0].weight: A valid number is required."}]}
    )
    words = _seen(400, {"errors": [{"code": "parse_error", "message": "JSON parse error - Expecting value: line 1"}]})
    assert isinstance(named, Refused)
    assert isinstance(words, Refused)
    assert [fault.field for fault in (*named.faults, *words.faults)] == ["parcels[0].weight", ""]


def test_remarks_beside_a_result_are_no_refusal() -> None:
    """A carrier may have something to say about what it sold."""
    remark: Json = [{"carrier_id": "x", "message": "Address was corrected", "level": "info"}]
    assert _seen(201, {"id": "shp_1", "messages": remark}) is None
    assert isinstance(_seen(200, {"messages": remark}), Refused)


def test_odd_refusals_keep_the_words() -> None:
    """Whatever stands in the list is told."""
    odd = _seen(424, {"messages": ["boom", {"message": "No code", "code": None}]})
    assert isinstance(odd, Refused)
    assert [(fault.message, fault.code) for fault in odd.faults] == [
        ("karrio's carrier says 'boom'.", ""),
        ("the carrier: No code", ""),
    ]
    bare = _seen(400, {"errors": [7, {"message": "Not found or has no label"}]})
    assert isinstance(bare, Refused)
    assert bare.message == "karrio says 7.; Not found or has no label"
    assert _seen(400, {"errors": []}) == Refused("karrio refused without a reason.")


def test_each_status_has_its_verdict() -> None:
    """Patience, absence, and what nobody can read."""
    rows: Json = {"errors": [{"code": "x", "message": "Words."}]}
    assert _seen(429, rows) == Later("Words.", is_throttled=True)
    assert _seen(404, rows) == Missing("Words.")
    assert _seen(500, rows) is None
    assert _seen(403, rows) is None
    assert isinstance(look(Reply(status=200, content=b"<html>"), None), Unclear)
