"""What EasyPost's replies mean, and what its trackers say."""

import json
from datetime import timedelta
from typing import Any

import pytest

from goldthread.connectors.easypost.field_table import fields_of
from goldthread.connectors.easypost.statuses import DETAILS, PLAIN, STATUSES, look, meaning
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Later, Missing, Refused, Reply, Unclear, Verdict

DOCUMENTED = (
    "unknown pre_transit in_transit out_for_delivery delivered available_for_pickup return_to_sender failure cancelled "
    "error"
)


def judged(status: int, error: Any, **headers: str) -> Verdict | None:
    content = json.dumps({"error": error}).encode()
    return look(Reply(status=status, headers=headers, content=content), json.loads(content))


def an_error(message: object = "No.", *errors: object, code: str = "X") -> dict[str, object]:
    return {"code": code, "message": message, "errors": list(errors)}


@pytest.mark.parametrize("status", [200, 400, 422])
def test_fields_of_a_refusal_are_kept_with_what_would_do(status: int) -> None:
    """An error is one, also inside a success."""
    field = {"field": "street1", "message": "House number is missing", "suggestion": "1 Main St"}
    verdict = judged(status, an_error("Address not found", field, code="ADDRESS.VERIFY.FAILURE"))
    assert verdict == Refused(
        "Address not found",
        (
            Fault(
                field="street1",
                message="House number is missing",
                code="ADDRESS.VERIFY.FAILURE",
                suggestion="1 Main St",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("message", "errors", "words"),
    [
        ("Unable to buy.", ["The account is on hold"], "Unable to buy.; The account is on hold"),
        (["One", "two"], [], "One; two"),
        ({"zip": ["too short"]}, [], "zip: too short"),
        (None, [], "X"),
        (17, [], "17"),
    ],
)
def test_words_are_kept_in_whatever_form_they_come(message: object, errors: list[object], words: str) -> None:
    """A message is a sentence, several, or an object; errors may be mere sentences."""
    verdict = judged(422, an_error(message, *errors))
    assert isinstance(verdict, Refused)
    assert verdict.faults[0].message == words


def test_an_error_of_no_known_form_is_shown_as_it_came() -> None:
    """Whatever EasyPost says is shown."""
    verdict = judged(422, an_error("No.", {"odd": 1}))
    assert isinstance(verdict, Refused)
    assert "{'odd': 1}" in verdict.faults[0].message


@pytest.mark.parametrize("status", [401, 402, 403])
def test_keys_balances_and_rights_are_a_persons_matter(status: int) -> None:
    """A spent balance pauses the installation, as a wrong key does."""
    assert judged(status, an_error("Insufficient funds.")) == Denied("Insufficient funds.")


def test_an_error_that_is_a_mere_sentence_is_read() -> None:
    """Gateways in front of EasyPost write so."""
    assert judged(403, "Forbidden") == Denied("Forbidden")


def test_what_is_not_there_is_missing() -> None:
    """A draft that is looked for by our reference may not exist yet."""
    assert judged(404, an_error("Not found.")) == Missing("Not found.")


@pytest.mark.parametrize(("headers", "seconds"), [({}, 1), ({"retry-after": "7"}, 7), ({"retry-after": "soon"}, 1)])
def test_a_throttle_is_waited_out(headers: dict[str, str], seconds: int) -> None:
    """A second where nothing is said."""
    verdict = judged(429, an_error("Slowly."), **headers)
    assert verdict == Later("Slowly.", timedelta(seconds=seconds), is_throttled=True)


def test_a_breakdown_is_left_to_the_usual_judgement() -> None:
    """A 500 leaves open what was done."""
    assert judged(500, an_error("Something went wrong.")) is None


@pytest.mark.parametrize("content", [b"", b"<html>One moment</html>", b'{"id": "shp'])
def test_a_success_that_is_no_json_is_none(content: bytes) -> None:
    """A proxy's page, half an answer, or nothing."""
    assert isinstance(look(Reply(status=201, content=content), None), Unclear)


def test_every_documented_status_has_a_meaning() -> None:
    """The table lists what EasyPost documents, no more and no less."""
    assert set(STATUSES) == set(DOCUMENTED.split())


def test_details_that_change_a_meaning_are_documented_ones() -> None:
    """No status and no detail is invented."""
    assert set(DETAILS) <= set(STATUSES)
    assert {detail for details in DETAILS.values() for detail in details} <= PLAIN


@pytest.mark.parametrize(
    ("status", "detail", "ours", "reason"),
    [
        ("in_transit", "arrived_at_facility", Status.IN_TRANSIT, None),
        ("in_transit", None, Status.IN_TRANSIT, None),
        ("in_transit", "received_at_origin_facility", Status.PICKED_UP, None),
        ("in_transit", "weather_delay", Status.DELAYED, Reason.WEATHER),
        ("failure", "refused", Status.ATTEMPT_FAILED, Reason.CONSIGNEE_REFUSED),
        ("failure", "lost", Status.LOST_OR_DAMAGED, Reason.CARRIER_LOST),
        ("failure", None, Status.ATTEMPT_FAILED, Reason.OTHER),
        ("return_to_sender", "return", Status.RETURNING, None),
        ("return_to_sender", "arrived_at_destination", Status.RETURNED, None),
        ("available_for_pickup", "arrived_at_pickup_location", Status.READY_FOR_PICKUP, None),
        ("error", "unknown", Status.UNKNOWN, None),
    ],
)
def test_a_detail_refines_its_status(status: str, detail: str | None, ours: Status, reason: Reason | None) -> None:
    """The stage stays visible, and the reason with it."""
    assert meaning(status, detail) == (ours, reason)


@pytest.mark.parametrize(
    ("status", "detail", "raw"),
    [("teleported", None, "teleported"), ("in_transit", "beamed_up", "in_transit/beamed_up")],
)
def test_what_is_not_documented_stays_itself(status: str, detail: str | None, raw: str) -> None:
    """Also a detail of a documented status is never guessed."""
    assert meaning(status, detail) == (Unknown(raw=raw), None)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("zip", "/recipient/postal_code"),
        ("to_address.zip", "/recipient/postal_code"),
        ("shipment.to_address.street1", "/recipient/street/0"),
        ("parcel.weight", "/fulfilment/parcels/1/weight"),
        ("customs_info.customs_items.2.hs_tariff_number", "/fulfilment/lines/2/hs_code"),
        ("from_address", ""),
    ],
)
def test_complaints_are_told_at_our_fields(theirs: str, ours: str) -> None:
    """With or without where the field stands; what isn't ours is the whole order."""
    assert fields_of(1)(theirs) == ours
