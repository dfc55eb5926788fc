"""What is particular to ERPNext: messages in three layers, purchase orders, drafts, words for every status."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from goldthread.connectors.erpnext import read_packed
from goldthread.connectors.erpnext.reference import own_reference, purchase_order, read_purchase_order
from goldthread.connectors.erpnext.rows import ErpnextPacked
from goldthread.connectors.erpnext.shipment import merged
from goldthread.connectors.erpnext.statuses import ERP_STATUS, erp_status, look
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.money import Money
from goldthread.domain.status import Status, Unknown
from goldthread.engine.codec import Codec
from goldthread.engine.recording import decode
from goldthread.flow.errors import Fault, Rejected
from goldthread.flow.outcome import Drop
from goldthread.flow.reply import Denied, Later, Missing, Refused, Reply, Unclear, Verdict
from goldthread.flow.start import Origin
from goldthread.ports.wire import Request
from goldthread.testing.contract.sample import an_order
from goldthread.testing.fakes.erpnext import ErpnextFake
from goldthread.testing.fakes.erpnext.faults import FrappeError
from goldthread.testing.fakes.erpnext.server import KEY, SECRET

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORIGIN = Origin("erpnext", NOW)


def judged(reply: Reply) -> Verdict | None:
    return look(reply, decode(reply.content))


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("AuthenticationError", Denied),
        ("PermissionError", Refused),
        ("DoesNotExistError", Missing),
        ("DuplicateEntryError", Refused),
        ("ValidationError", Refused),
        ("UpdateAfterSubmitError", Refused),
        ("TimestampMismatchError", Later),
        ("QueryDeadlockError", Later),
        ("OperationalError", Unclear),
    ],
)
def test_an_error_is_judged_by_its_type(kind: str, verdict: type[Verdict]) -> None:
    """Whatever status it comes with, 200 among them."""
    reply = FrappeError(kind, "No.").reply()
    assert isinstance(judged(reply), verdict)
    if verdict is not Unclear:
        assert isinstance(judged(replace(reply, status=200)), verdict)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("[Address, Jana-Shipping]: city, address_line1", "city"),
        ("Could not find Row #2: Item Code: TEA-9", "items.1.item_code"),
        ("Could not find Customer Group: Individual", "customer_group"),
        ("The month is closed.", ""),
    ],
)
def test_the_field_is_read_from_erpnexts_sentence(message: str, field: str) -> None:
    """A sentence that names none means the whole order."""
    verdict = judged(FrappeError("ValidationError", message, is_shown=False).reply())
    assert isinstance(verdict, Refused)
    assert verdict.faults[0] == Fault(field=field, message=message, code="ValidationError")


def test_words_are_taken_out_of_three_layers_of_json_and_of_html() -> None:
    """A person reads what ERPNext would have shown."""
    verdict = judged(FrappeError("ValidationError", "Not before <b>2026-11-01</b> &amp; not later").reply())
    assert isinstance(verdict, Refused)
    assert verdict.message == "Not before 2026-11-01 & not later"


@pytest.mark.parametrize("said", ["", "no JSON", "[]", '["no JSON", "{}"]', '{"message": "a mapping"}', "17"])
def test_messages_in_another_form_break_nothing(said: str) -> None:
    """The exception's own sentence stands in."""
    body = {
        "exc_type": "ValidationError",
        "exception": "frappe.exceptions.ValidationError: No.",
        "_server_messages": said,
    }
    verdict = judged(Reply(status=417, content=json.dumps(body).encode()))
    assert isinstance(verdict, Refused)
    assert verdict.message


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"<html>One moment</html>", b'{"data": '])
def test_a_success_without_data_is_none(content: bytes) -> None:
    """Nobody knows what happened."""
    assert isinstance(judged(Reply(status=200, content=content)), Unclear)


def test_a_page_of_a_proxy_is_judged_by_its_status() -> None:
    """502 and 429 aren't Frappe's."""
    assert judged(Reply(status=429, content=b"Too Many Requests")) is None
    assert judged(Reply(status=502, content=b"<html>Bad Gateway</html>")) is None


def test_a_purchase_order_says_whose_and_how() -> None:
    """Service, pickup point and money come back as they went, whatever signs they have."""
    cod = Money.of("24.80", "EUR")
    order = replace(an_order(), service="flat; rate=3", pickup_point="CZ-4711/Ž", cod=cod, number="10;01")
    read = read_purchase_order(purchase_order(order), "EUR", "/po_no")
    assert (read.service, read.pickup_point, read.cod) == ("flat; rate=3", "CZ-4711/Ž", cod)
    assert (read.of.shop, read.of.order_id, read.of.number) == (order.shop, order.id, order.number)
    assert purchase_order(order).startswith(own_reference(order) + ";")


def test_an_amount_that_a_clerk_mistyped_is_named() -> None:
    """A slip doesn't become money."""
    with pytest.raises(Rejected, match="decimal number") as caught:
        read_purchase_order("shop/o1/1001; cod=24,80", "EUR", "/notes/0/po_no")
    assert caught.value.field.startswith("/notes/0/po_no")


@pytest.mark.parametrize(
    ("known", "told"), [("", "A, B"), ("A", "A, B"), ("X,A", "X, A, B"), ("A, B", "A, B"), ("B,,A", "B, A")]
)
def test_numbers_are_added_to_those_that_stand_there(known: str, told: str) -> None:
    """Nothing that somebody else wrote is overwritten, and nothing stands there twice."""
    assert merged(known, (TrackingNumber("A"), TrackingNumber("B"))) == told


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_word(status: Status) -> None:
    """No status is without a word."""
    assert ERP_STATUS[status]


def test_an_unlisted_code_claims_no_more_than_that_it_was_shipped() -> None:
    """An unknown status is never told as progress."""
    assert erp_status(Unknown(raw="ZZZ")) == "shipped"


async def told(**fields: Any) -> ErpnextPacked:
    """The payload of a webhook, some fields of its first delivery note changed."""
    fake = ErpnextFake(lambda: NOW)
    await fake.pack_many(1)
    shipment = next(iter(fake.documents.all("Shipment").values()))
    next(iter(fake.documents.all("Delivery Note").values())).update(fields)
    return Codec().decode(ErpnextPacked, fake.told(shipment).body)


async def test_a_webhook_tells_all_that_is_needed() -> None:
    """Shop, order, parcels, what customs ask for."""
    order = read_packed(await told(), ORIGIN)
    assert isinstance(order, ReadyOrder)
    assert (order.shop, order.order_id, order.recipient.country_code) == ("shop", "o1", "CZ")
    assert [(line.hs_code, line.origin) for line in order.fulfilment.lines] == [("090210", "JP")]


async def test_a_shipment_that_came_from_no_shop_is_none_of_ours() -> None:
    """ERPNext ships other orders, too."""
    assert isinstance(read_packed(await told(po_no="PO 4711"), ORIGIN), Drop)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"items": []}, "/notes/0/items"),
        ({"contact_email": None}, "/address/email_id"),
        ({"po_no": "shop/o1/1; cod=x"}, "/notes/0/po_no/amount"),
        (
            {"items": [{"item_code": "TEA-1", "item_name": "Tea", "qty": 0.5, "rate": 1, "against_sales_order": "S"}]},
            "/notes/0/items/0/qty",
        ),
    ],
)
async def test_what_cannot_be_ours_is_named_where_it_stands(fields: dict[str, Any], field: str) -> None:
    """The field is ERPNext's, since it is repaired there."""
    with pytest.raises(Rejected) as caught:
        read_packed(await told(**fields), ORIGIN)
    assert caught.value.field == field


async def test_the_fake_gives_twenty_rows_unless_told_otherwise() -> None:
    """As Frappe does, to the surprise of many."""
    fake = ErpnextFake(lambda: NOW)
    await fake.pack_many(25)
    assert [len(listed(fake, "")), len(listed(fake, "?limit_page_length=0"))] == [20, 25]


def listed(fake: ErpnextFake, query: str) -> list[Any]:
    headers = {"authorization": f"token {KEY}:{SECRET}"}
    reply = fake.answer(Request(method="GET", url=f"/api/resource/Shipment{query}", headers=headers, content=b""))
    rows: list[Any] = json.loads(reply.content)["data"]
    return rows


async def test_the_fake_takes_no_tracking_number_after_submission() -> None:
    """As ERPNext does."""
    fake = ErpnextFake(lambda: NOW)
    await fake.pack_many(1)
    (name,) = fake.waiting()
    fake.business.update("Shipment", name, {"docstatus": 1})
    with pytest.raises(FrappeError, match="after submission"):
        fake.business.update("Shipment", name, {"awb_number": "T-1"})
