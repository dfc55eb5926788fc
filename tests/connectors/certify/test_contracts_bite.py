"""A contract finds what is wrong: connectors that were made careless on purpose don't keep theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bazaar_kit import BazaarKit
from printer_kits import PressKit, RawKit
from stockhouse_kit import StockhouseKit
from swiftpost_kit import SwiftpostKit

from goldthread.connectors.press import press
from goldthread.connectors.stockhouse import identify_customer, stockhouse
from goldthread.connectors.swiftpost import address_for_swiftpost, label_order, read_tracking, swiftpost
from goldthread.connectors.swiftpost.rows import SwiftTrackingUpdated
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.order import IdentifiedOrder, InjectedOrder
from goldthread.domain.printing import PrintJob
from goldthread.domain.status import Status, Unknown
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask, Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.start import Origin, Webhook
from goldthread.testing.contract import (
    CarrierContract,
    Contract,
    ErpContract,
    Lacks,
    PrinterContract,
    Settles,
    ShopContract,
)


@press.connector(at="printer")
async def print_blindly(job: PrintJob, api: Client) -> PrintJob:
    """Print again whenever an answer is lost."""
    headers = {"Job-Name": job.name, "Content-Type": "application/pdf"}
    content = await api.artifact(job.artifact)
    await api.request("POST", "/jobs", content=content, headers=headers, doubt=Repeatable())
    return job


@press.connector(at="printer")
async def print_for_nothing(job: PrintJob, api: Client) -> PrintJob:
    """Leave a lost answer to a person, and don't say what it costs."""
    headers = {"Job-Name": job.name, "Content-Type": "application/pdf"}
    content = await api.artifact(job.artifact)
    await api.request("POST", "/jobs", content=content, headers=headers, doubt=Ask())
    return job


@stockhouse.connector
async def forget_the_field(order: IdentifiedOrder, api: Client) -> InjectedOrder:
    """Refuse whatever comes, and don't say why."""
    del order, api
    raise Rejected("The ERP doesn't want it.")


def guess(payload: SwiftTrackingUpdated, origin: Origin) -> TrackingEvent:
    """Take every code that no table lists for progress."""
    event = read_tracking(payload, origin)
    return replace(event, status=Status.IN_TRANSIT) if isinstance(event.status, Unknown) else event


@swiftpost.connector
async def label_under_another_name(order: ReadyOrder, api: Client) -> LabelledOrder:
    """Call the shipment's carrier by the application's name, not the installation's."""
    labelled = await label_order(address_for_swiftpost(order), api)
    return replace(labelled, shipment=replace(labelled.shipment, carrier="swiftpost"))


class Blind(PressKit):
    """Says that it looks, and doesn't."""

    print: Any = print_blindly


class Costless(PressKit):
    """Asks a person, who isn't told the cost."""

    print: Any = print_for_nothing
    settles: Any = Settles.ASKED


class Impatient(PressKit):
    """Says that it throttles, though it has no form for it that could be read."""

    throttle: Any = timedelta(days=2)


class Secretive(RawKit):
    """Lacks something that its notes don't state."""

    refused: Any = Lacks("Documents in colour come out grey.")


class Fieldless(StockhouseKit):
    """Names no field of our order."""

    inject: Any = identify_customer >> forget_the_field


class Guessing(SwiftpostKit):
    """Knows what no table lists."""

    tracking = Webhook(swiftpost, "tracking.updated", carries=TrackingEvent, read=guess)


class Misnamed(SwiftpostKit):
    """Doesn't say whose shipment it is."""

    label: Any = label_under_another_name


class Boastful(BazaarKit):
    """Says that signatures carry their time."""

    signature_age: Any = SwiftpostKit.signature_age


def _contract(role: type[Contract], kit: object) -> Any:
    return type("Careless", (role,), {"kit": kit})()


@pytest.mark.parametrize(
    ("role", "kit", "case", "sentence"),
    [
        (PrinterContract, Blind(), "a_lost_answer_is_settled_as_declared", "One effect was expected"),
        (PrinterContract, Blind(), "a_page_in_place_of_the_answer_is_no_answer", "One effect was expected"),
        (PrinterContract, Blind(), "a_jam_is_waited_out_and_one_sheet_comes", "should wait while"),
        (PrinterContract, Costless(), "a_lost_answer_is_settled_as_declared", "what doing it again costs"),
        (PrinterContract, Impatient(), "the_vendors_throttle_is_heeded", "It asked for 2 days"),
        (PrinterContract, Secretive(), "a_document_that_it_cannot_print_is_refused", "doesn't state what is lacking"),
        (ErpContract, Fieldless(), "a_refusal_names_the_field_of_our_order", "The fault should be at /shipping/city"),
        (ErpContract, Fieldless(), "an_order_is_kept_once_with_its_customer", "doesn't want it"),
        (CarrierContract, Guessing(), "an_unlisted_code_stays_itself", "it was told as in_transit"),
        (CarrierContract, Guessing(), "a_forged_webhook_is_refused", ""),
        (CarrierContract, Misnamed(), "what_tracking_and_reprints_need_is_kept", "Remember with the outcome"),
        (ShopContract, Boastful(), "a_stale_webhook_is_refused", "Say timestamp_header="),
    ],
)
def test_a_careless_connector_breaks_its_contract(role: type[Contract], kit: object, case: str, sentence: str) -> None:
    """The case that is about it fails, and says what is wrong; a case about something else is kept."""
    play = getattr(_contract(role, kit), f"test_{case}")
    if not sentence:
        assert play() is None
        return
    with pytest.raises(AssertionError, match=sentence):
        play()


def test_notes_that_are_missing_state_nothing(tmp_path: Path) -> None:
    """Whoever lacks something has to write it down first."""
    notes = tmp_path / "README.md"
    lacks = Lacks("A shipment cannot be taken back.")
    with pytest.raises(AssertionError, match="Write there: A shipment cannot be taken back"):
        lacks.expect_stated(notes)
    notes.write_text("# x\n\n- A shipment\n  cannot be taken back.\n", encoding="utf-8")
    lacks.expect_stated(notes)
    with pytest.raises(AssertionError, match="in a day"):
        Lacks("It is taken back in a day.").expect_stated(notes)
