"""What DHL's codes and replies mean."""

import json
from typing import Any

import pytest

from goldthread.connectors.dhl_parcel_de.codes import EVENTS, PAIRS, REASONS, SILENT, STANDARD, meaning
from goldthread.connectors.dhl_parcel_de.countries import ALPHA3, CUSTOMS_UNION
from goldthread.connectors.dhl_parcel_de.statuses import look
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.flow.reply import Later, Missing, Refused, Reply, Unclear

CLASSES = "AA AE AN BV DD EE ES GT LA NB PO VA ZF ZN ZO ZU"
"""Every class of events in DHL's table of July 2024."""

INTERNATIONAL = (
    "ADVIS ALERT ASMVT CANCL CHECK CNFSC CNRFC DLVRD DLVRF DMGDS DSPSD DTNPC EXPHD FWDCF HLDCC HLDCP HLDCU HNDDE HNDND "
    "ICPRC INFCL ITBAR LDEXC LDTHU LDTMV MSRTD MVARR MVDEX MVDPT MVTEX NTADT NTDEL NTPUP OFWRD PARCV PBNDT PCKDU PMTCR "
    "PMTCS PURCR RCCLS RELBL REPCK RETRN ROUCR RSDCP SECHK SHRCU SRTED STORN TRBCR ULFMV"
)


def verdict(body: Any, status: int = 200) -> object:
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return look(Reply(status=status, content=content), None if isinstance(body, str) else body)


def test_every_class_has_a_meaning_or_is_left_out() -> None:
    """The table lists what DHL lists, no more and no less; no class means nothing."""
    assert set(STANDARD) | SILENT == set(CLASSES.split())
    assert Status.UNKNOWN not in {*STANDARD.values(), *EVENTS.values(), *PAIRS.values()}


def test_no_event_and_no_reason_is_made_up() -> None:
    """What says more than its class is one of DHL's events."""
    assert {*EVENTS, *(event for event, _ in PAIRS)} <= set(INTERNATIONAL.split())
    assert all(len(why) == 5 for why in REASONS)


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("VA/PARCV/NRQRD", Status.LABEL_CREATED, None),
        ("ES/SHRCU/PCKST", Status.PICKED_UP, None),
        ("AE/PCKDU/PUBCR", Status.PICKED_UP, None),
        ("EE/ULFMV/UNLDD", Status.IN_TRANSIT, None),
        ("PO/LDTMV/MVMTV", Status.OUT_FOR_DELIVERY, None),
        ("ZO/HLDCU/NORSN", Status.CUSTOMS_HOLD, None),
        ("ZO/RSDCP/OARRV", Status.IN_TRANSIT, None),
        ("BV/EXPHD/BDADD", Status.ON_HOLD, Reason.CONSIGNEE_ADDRESS),
        ("BV/EXPHD/LOSTX", Status.LOST_OR_DAMAGED, Reason.CARRIER_LOST),
        ("BV/DMGDS/NRQRD", Status.ON_HOLD, Reason.CARRIER_DAMAGED),
        ("AA/DMGDS/LDMGD", Status.IN_TRANSIT, Reason.CARRIER_DAMAGED),
        ("BV/CANCL/NRQRD", Status.CANCELLED, Reason.RETAILER_CANCELLED),
        ("PO/NTADT/NPRPF", Status.DELAYED, Reason.CARRIER_DELAY),
        ("PO/MSRTD/NRQRD", Status.DELAYED, Reason.CARRIER_SORTING_ERROR),
        ("ZN/NTDEL/NHOME", Status.ATTEMPT_FAILED, Reason.CONSIGNEE_ABSENT),
        ("ZN/DLVRF/OTHER", Status.ATTEMPT_FAILED, Reason.OTHER),
        ("ZN/RETRN/NTCCN", Status.RETURNING, Reason.CONSIGNEE_NOT_COLLECTED),
        ("ZN/OFWRD/RTSCR", Status.RETURNING, Reason.RETAILER_CANCELLED),
        ("ZN/OFWRD/RDRDO", Status.IN_TRANSIT, Reason.CONSIGNEE_RESCHEDULED),
        ("LA/HLDCC/HDFCT", Status.READY_FOR_PICKUP, None),
        ("LA/INFCL/HLDAY", Status.ON_HOLD, Reason.CONSIGNEE_ABSENT),
        ("ZF/CNRFC/PCKST", Status.READY_FOR_PICKUP, None),
        ("ZU/DLVRD/NGHBR", Status.DELIVERED, None),
        ("ZU/DSPSD/BDADD", Status.LOST_OR_DAMAGED, Reason.CONSIGNEE_ADDRESS),
    ],
)
def test_a_listed_code_means_what_it_should(code: str, status: Status, reason: Reason | None) -> None:
    """An event that says more than its class wins over it; the reason says why."""
    assert meaning(code) == (status, reason)


@pytest.mark.parametrize("code", ["QQ/NEWXX/NRQRD", "//", "", "QQ"])
def test_an_unlisted_code_stays_itself(code: str) -> None:
    """What no table lists is shown as it came."""
    assert meaning(code) == (Unknown(raw=code), None)


def test_on_the_way_back_everything_is_a_return() -> None:
    """Delivered to the sender is returned, and no parcel seems to be on its way to the customer again."""
    assert meaning("ZU/DLVRD/ACCPT", is_return=True)[0] is Status.RETURNED
    assert meaning("AA/LDTMV/MVMTV", is_return=True)[0] is Status.RETURNING
    assert meaning("BV/EXPHD/LOSTX", is_return=True)[0] is Status.LOST_OR_DAMAGED


@pytest.mark.parametrize("body", ["", "<html>Please wait</html>", '<data name="x"', "[]", {}, {"items": []}])
def test_a_success_without_dhls_answer_is_none(body: Any) -> None:
    """Nobody knows what became of a write that is answered so."""
    assert isinstance(verdict(body), Unclear)


def test_a_success_that_names_no_shipment_is_none() -> None:
    """`ok` alone doesn't say what was made."""
    assert isinstance(verdict({"status": {"title": "ok", "statusCode": 200}}), Unclear)


def test_the_status_of_a_shipment_may_stand_under_either_name() -> None:
    """DHL renames `statusCode` to `status`; both are read."""
    assert verdict({"items": [{"sstatus": {"title": "OK", "status": 200}}]}) is None
    assert verdict({"items": [{"sstatus": {"title": "OK", "statusCode": 200}}]}) is None


def test_some_done_and_some_refused_is_left_to_who_asked() -> None:
    """A success with refusals inside isn't a refusal: something was made."""
    done, refused = {"sstatus": {"title": "OK", "status": 200}}, {"sstatus": {"title": "No.", "status": 400}}
    assert verdict({"items": [done, refused]}, 207) is None
    assert isinstance(verdict({"items": [refused, refused]}, 207), Refused)


def test_shipments_that_are_gone_are_missing() -> None:
    """Whoever looks for a shipment learns that there is none."""
    assert isinstance(verdict({"items": [{"sstatus": {"title": "Unknown", "statusCode": 404}}]}), Missing)


@pytest.mark.parametrize("item", ["what?", {"sstatus": "odd"}, {"validationMessages": ["odd"]}, {}, None])
def test_odd_items_are_refusals_in_dhls_own_words(item: Any) -> None:
    """Nothing that DHL sends crashes a worker."""
    refused = verdict({"status": {"title": "Bad Request", "statusCode": 400}, "items": [item]}, 400)
    assert isinstance(refused, Refused)
    assert all(fault.message for fault in refused.faults)


def test_a_limit_is_waited_for() -> None:
    """429 is patience, not an attempt."""
    told = verdict({"title": "Too Many Requests", "status": 429}, 429)
    assert isinstance(told, Later)
    assert told.is_throttled


@pytest.mark.parametrize(("code", "kind"), [("5", Refused), ("6", Refused), ("-1", Unclear)])
def test_what_tracking_says_of_itself(code: str, kind: type) -> None:
    """Its wrong password refuses the question, its disturbance passes by itself."""
    assert isinstance(verdict(f'<data name="piece-shipment-list" code="{code}" error="Log-in failed"/>'), kind)


@pytest.mark.parametrize("code", ["0", "100"])
def test_what_tracking_tells_is_an_answer_even_of_nothing(code: str) -> None:
    """A parcel that isn't known yet is no error."""
    assert verdict(f'<data name="piece-shipment-list" code="{code}"/>') is None


def test_countries_have_three_letters_at_dhl() -> None:
    """Every country where somebody lives once, the Union's among them."""
    assert len(ALPHA3) == len(set(ALPHA3.values())) == 242
    assert {len(three) for three in ALPHA3.values()} == {3}
    assert set(ALPHA3) > CUSTOMS_UNION
    assert (ALPHA3["DE"], ALPHA3["CH"], ALPHA3["GB"]) == ("DEU", "CHE", "GBR")
