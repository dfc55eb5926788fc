"""What Vendure's replies are taken for, and what it is told of a parcel."""

import json

import pytest

from goldthread.connectors.vendure.statuses import FULFILLMENT_STATE, REACHED, fulfillment_state, look
from goldthread.domain.status import Status, Unknown
from goldthread.flow.reply import Accepted, Denied, Refused, Reply, Unclear, Verdict


def judged(value: object, status: int = 200) -> Verdict | None:
    """The verdict on a reply with this JSON."""
    return look(Reply(status=status, content=json.dumps(value).encode()), json.loads(json.dumps(value)))


def failed(message: str, *code: str) -> object:
    """A reply as Vendure fails with it."""
    extensions = {"extensions": {"code": code[0]}} if code else {}
    return {"errors": [{"message": message, "path": ["order"], **extensions}], "data": None}


def test_a_denial_with_status_200_is_a_denial() -> None:
    """A key that isn't taken pauses the installation, though the status says success."""
    assert judged(failed("You are not currently authorized", "FORBIDDEN")) == Denied("You are not currently authorized")


@pytest.mark.parametrize("code", [(), ("INTERNAL_SERVER_ERROR",), ("SOMETHING_NEW",)])
def test_an_error_without_a_listed_code_is_a_breakdown(code: tuple[str, ...]) -> None:
    """Nobody knows what was done when the database went away, or when the code is new."""
    assert judged(failed("connect ECONNREFUSED 127.0.0.1:5432", *code)) == Unclear(
        "connect ECONNREFUSED 127.0.0.1:5432"
    )


def test_an_order_that_is_not_there_is_refused_at_the_order() -> None:
    """The connector knows which of our fields that is."""
    verdict = judged(failed('No Order with the id "99" could be found', "ENTITY_NOT_FOUND"))
    assert isinstance(verdict, Refused)
    assert [fault.field for fault in verdict.faults] == ["order"]


def test_an_error_in_the_place_of_the_data_keeps_its_own_words() -> None:
    """The handler's sentence is worth more than `errorResult.CREATE_FULFILLMENT_ERROR`."""
    inside = {
        "errorCode": "CREATE_FULFILLMENT_ERROR",
        "message": "errorResult.CREATE_FULFILLMENT_ERROR",
        "fulfillmentHandlerError": "The account is locked.",
    }
    verdict = judged({"data": {"addFulfillmentToOrder": inside}})
    assert isinstance(verdict, Refused)
    assert verdict.message == "The account is locked."


def test_a_message_that_is_only_a_name_is_made_readable() -> None:
    """Vendure has no translation for some of its own errors."""
    inside = {
        "errorCode": "INVALID_FULFILLMENT_HANDLER_ERROR",
        "message": "errorResult.INVALID_FULFILLMENT_HANDLER_ERROR",
    }
    verdict = judged({"data": {"addFulfillmentToOrder": inside}})
    assert isinstance(verdict, Refused)
    assert verdict.message == "invalid fulfillment handler error"


@pytest.mark.parametrize(
    ("before", "after", "kind"), [("Shipped", "Shipped", Accepted), ("Cancelled", "Shipped", Refused)]
)
def test_a_state_that_was_reached_before_is_no_error(before: str, after: str, kind: type[Verdict]) -> None:
    """To be moved where it is already is refused by Vendure, and done."""
    inside = {
        "errorCode": "FULFILLMENT_STATE_TRANSITION_ERROR",
        "message": "errorResult.FULFILLMENT_STATE_TRANSITION_ERROR",
        "transitionError": f'Cannot transition Fulfillment from "{before}" to "{after}"',
        "fromState": before,
        "toState": after,
    }
    assert isinstance(judged({"data": {"transitionFulfillmentToState": inside}}), kind)


def test_a_whole_answer_is_left_to_its_status() -> None:
    """Data without an error in it, also none at all, is for the connector to read."""
    assert judged({"data": {"order": None}}) is None
    assert judged({"data": {"order": {"id": "1"}, "globalSettings": {}}}) is None


def test_a_page_in_place_of_json_is_no_answer() -> None:
    """A proxy wrote it; what Vendure did isn't known."""
    assert isinstance(look(Reply(status=200, content=b"<html>Bad Gateway</html>"), None), Unclear)


def test_every_status_has_a_state_of_a_fulfilment() -> None:
    """None is missing, and none but *Delivered* claims more than that it was sent; nothing is cancelled."""
    assert set(FULFILLMENT_STATE) == set(Status)
    assert {status for status, state in FULFILLMENT_STATE.items() if state == "Delivered"} == {Status.DELIVERED}
    assert set(FULFILLMENT_STATE.values()) == {"Shipped", "Delivered"}
    assert fulfillment_state(Unknown(raw="ZZ")) == "Shipped"


def test_no_fulfilment_is_moved_back() -> None:
    """What is *Delivered* has been sent as well, and is left alone."""
    assert "Delivered" in REACHED["Shipped"]
    assert "Shipped" not in REACHED["Delivered"]
    assert set(REACHED) == set(FULFILLMENT_STATE.values())
