"""What Shopify's replies mean, and its words for where a shipment is."""

import json
from datetime import timedelta
from typing import Any

import pytest

from goldthread.connectors.shopify.statuses import EVENTS, event_status, look
from goldthread.domain.status import Status, Unknown
from goldthread.flow.reply import Denied, Later, Refused, Reply, Unclear, Verdict
from goldthread.testing.fakes.shopify import EVENT_STATUSES


def judged(value: Any, status: int = 200) -> Verdict | None:
    content = json.dumps(value).encode()
    return look(Reply(status=status, content=content), json.loads(content))


def an_error(code: str, message: str = "No.") -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code}}


def throttled(*, needed: int, available: float) -> Verdict | None:
    status = {"maximumAvailable": 2000.0, "currentlyAvailable": available, "restoreRate": 100.0}
    cost = {"requestedQueryCost": needed, "actualQueryCost": None, "throttleStatus": status}
    return judged({"errors": [an_error("THROTTLED", "Throttled")], "extensions": {"cost": cost}})


@pytest.mark.parametrize(
    ("needed", "available", "seconds"), [(210, 10.0, 5), (16, 0, 3.16), (1000, 999.5, 3.005), (1900, 0, 20)]
)
def test_a_throttled_call_waits_until_the_bucket_holds_a_whole_attempt(
    needed: int, available: float, seconds: float
) -> None:
    """What was asked for and 300 points more, at most a full bucket, by what comes back a second."""
    assert throttled(needed=needed, available=available) == Later(
        "Throttled", timedelta(seconds=seconds), is_throttled=True
    )


def test_a_throttle_without_figures_is_one_all_the_same() -> None:
    """Without its cost nothing is said of how long."""
    assert judged({"errors": [an_error("THROTTLED", "Throttled")]}) == Later("Throttled", None, is_throttled=True)


@pytest.mark.parametrize("code", ["ACCESS_DENIED", "SHOP_INACTIVE"])
def test_what_the_app_may_not_is_a_matter_of_credentials(code: str) -> None:
    """A missing scope or a closed shop pauses the installation."""
    assert judged({"errors": [an_error(code)], "data": {"order": None}}) == Denied("No.")


@pytest.mark.parametrize("status", [402, 403])
def test_a_frozen_shop_pauses_the_installation(status: int) -> None:
    """Unpaid bills and forbidden apps are seen to by a person."""
    assert isinstance(judged({"errors": "Unavailable Shop"}, status), Denied)


def test_a_request_that_looks_like_an_attack_is_put_off() -> None:
    """Shopify's own status 430."""
    assert isinstance(judged({}, 430), Later)


def test_an_internal_error_leaves_open_what_was_done() -> None:
    """It comes with status 200."""
    assert judged({"errors": [an_error("INTERNAL_SERVER_ERROR")]}) == Unclear("No.")


def test_errors_beside_an_effect_leave_open_what_was_done() -> None:
    """A change may have been made although part of its answer could not be given."""
    assert judged({"errors": [an_error("X")], "data": {"fulfillmentCreate": {"userErrors": []}}}) == Unclear("No.")


def test_a_variable_that_does_not_fit_is_refused_at_its_path() -> None:
    """The problems of a variable have paths."""
    problem = {"path": ["trackingInfo", "numbers", 0], "explanation": "Expected value to not be null"}
    error = {"message": "Variable was invalid", "extensions": {"code": "INVALID_VARIABLE", "problems": [problem]}}
    verdict = judged({"errors": [error]})
    assert isinstance(verdict, Refused)
    assert [fault.field for fault in verdict.faults] == ["trackingInfo.numbers.0"]


def test_user_errors_of_a_change_are_refusals_with_paths() -> None:
    """Status 200, and nothing was done."""
    error = {"field": ["metafields", "0", "value"], "message": "Value can't be blank.", "code": "BLANK"}
    verdict = judged({"data": {"metafieldsSet": {"metafields": None, "userErrors": [error]}}})
    assert isinstance(verdict, Refused)
    assert (verdict.faults[0].field, verdict.faults[0].code) == ("metafields.0.value", "BLANK")


@pytest.mark.parametrize("errors", [[{"odd": 1}], [None], ["words"]])
def test_errors_of_no_known_form_keep_what_came(errors: list[Any]) -> None:
    """Whatever Shopify says is shown."""
    verdict = judged({"errors": errors})
    assert isinstance(verdict, Refused)
    assert repr(errors[0]) in verdict.message


@pytest.mark.parametrize("content", [b"", b"<html>One moment</html>", b'{"data": {"ord'])
def test_a_success_that_is_no_json_is_none(content: bytes) -> None:
    """A proxy's page, half an answer, or nothing."""
    assert isinstance(look(Reply(status=200, content=content), None), Unclear)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_word_that_shopify_knows_or_none(status: Status) -> None:
    """No status is forgotten, and no word is invented."""
    assert EVENTS[status] is None or EVENTS[status] in EVENT_STATUSES


def test_an_unlisted_code_claims_nothing() -> None:
    """What no table lists isn't told as progress."""
    assert event_status(Unknown(raw="ZZZ")) is None
