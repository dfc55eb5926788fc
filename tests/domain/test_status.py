"""The vocabulary of sixteen words."""

import pytest

from goldthread.domain.status import Reason, Status

RANKS = {
    "unknown": 0,
    "label_created": 10,
    "picked_up": 20,
    "in_transit": 30,
    "customs_hold": 32,
    "delayed": 33,
    "on_hold": 34,
    "out_for_delivery": 40,
    "attempt_failed": 42,
    "ready_for_pickup": 44,
    "returning": 60,
    "delivered": 90,
    "returned": 92,
    "cancelled": 95,
    "lost_or_damaged": 96,
    "expired": 99,
}


def test_there_are_sixteen_words_with_their_ranks() -> None:
    """Word by word the table that connectors map to."""
    assert {status.value: status.rank for status in Status} == RANKS


def test_no_two_words_have_one_rank() -> None:
    """Ties by rank are decided."""
    assert len({status.rank for status in Status}) == len(Status) == 16


def test_five_words_end_a_parcel_s_way() -> None:
    """Delivered, returned, cancelled, lost, expired; a parcel on its way back is still on its way."""
    assert {status for status in Status if status.is_terminal} == {
        Status.DELIVERED,
        Status.RETURNED,
        Status.CANCELLED,
        Status.LOST_OR_DAMAGED,
        Status.EXPIRED,
    }


def test_every_reason_says_whose_matter_it_is() -> None:
    """Its first word is one of the families."""
    families = {reason.value.split("_")[0] for reason in Reason}
    assert families == {"carrier", "consignee", "customs", "retailer", "weather", "other"}


@pytest.mark.parametrize(
    ("reason", "needs_action"),
    [
        (Reason.CONSIGNEE_ADDRESS, True),
        (Reason.CUSTOMS_DUTY_UNPAID, True),
        (Reason.CARRIER_LOST, True),
        (Reason.CONSIGNEE_ABSENT, False),
        (Reason.WEATHER, False),
        (Reason.CARRIER_DELAY, False),
    ],
)
def test_reasons_tell_whether_somebody_has_to_act(reason: Reason, needs_action: bool) -> None:
    """Weather passes by itself, a wrong address doesn't."""
    assert reason.needs_action is needs_action
