"""What is particular to Odoo: labels it would buy, numbers it joins, dialogs, keys that end, words for every status."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from goldthread.connectors.odoo.extras import Extras, extras_of, source_document
from goldthread.connectors.odoo.picking import merged
from goldthread.connectors.odoo.statuses import ERP_STATUS, erp_status, field_of, look
from goldthread.domain.ids import TrackingNumber
from goldthread.domain.money import Money
from goldthread.domain.status import Status, Unknown
from goldthread.engine.recording import decode
from goldthread.flow.errors import Rejected
from goldthread.flow.reply import Denied, Later, Missing, Refused, Reply, Unclear, Verdict
from goldthread.ports.wire import Request
from goldthread.testing.contract.sample import an_order
from goldthread.testing.fakes.odoo import OdooFake
from goldthread.testing.fakes.odoo.server import KEY

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def judged(status: int, body: bytes) -> Verdict | None:
    return look(Reply(status=status, content=body), decode(body))


def an_error(name: str, message: str = "No.") -> bytes:
    return f'{{"name": "{name}", "message": "{message}", "arguments": [], "context": {{}}, "debug": ""}}'.encode()


def inside(name: str) -> bytes:
    data = an_error(name).decode()
    return f'{{"jsonrpc": "2.0", "id": "call", "error": {{"code": 200, "message": "x", "data": {data}}}}}'.encode()


@pytest.mark.parametrize(
    ("status", "name", "verdict"),
    [
        (401, "werkzeug.exceptions.Unauthorized", Denied),
        (403, "odoo.exceptions.AccessDenied", Denied),
        (403, "odoo.exceptions.AccessError", Refused),
        (404, "odoo.exceptions.MissingError", Missing),
        (409, "odoo.exceptions.LockError", Later),
        (422, "odoo.exceptions.UserError", Refused),
        (422, "odoo.exceptions.ValidationError", Refused),
        (500, "psycopg2.errors.SerializationFailure", Later),
        (500, "builtins.ValueError", Refused),
        (500, "my_module.exceptions.NeverHeardOf", Unclear),
        (418, "my_module.exceptions.NeverHeardOf", Refused),
    ],
)
def test_an_error_is_judged_by_its_name_in_both_protocols(status: int, name: str, verdict: type[Verdict]) -> None:
    """The status tells little: JSON-RPC says 200 to everything."""
    assert isinstance(judged(status, an_error(name)), verdict)
    if status != 418:
        assert isinstance(judged(200, inside(name)), verdict)


def test_an_error_without_data_keeps_its_words() -> None:
    """Nothing tells whether anything was done."""
    verdict = judged(200, b'{"jsonrpc": "2.0", "id": null, "error": {"code": 200, "message": "Odoo Server Error"}}')
    assert isinstance(verdict, Unclear)
    assert "Odoo Server Error" in verdict.message


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Missing required value for the field 'Customer' (partner_id)", "partner_id"),
        ("- Create/update: a mandatory field is not set.\n\nModel: Contact (res.partner)\nField: Name (name)", "name"),
        ("The operation cannot be completed: Contacts require a name", "name"),
        ("You cannot do this.", ""),
    ],
)
def test_the_field_is_read_from_odoos_sentence(words: str, field: str) -> None:
    """A sentence that names none means the whole order."""
    assert field_of(words) == field


@pytest.mark.parametrize(
    ("known", "told"),
    [("", "A,B"), ("A", "A,B"), ("X, A", "X,A,B"), ("A,B", "A,B"), ("B,,A", "B,A")],
)
def test_numbers_are_added_to_those_that_stand_there(known: str, told: str) -> None:
    """Nothing that somebody else wrote is overwritten, and nothing stands there twice."""
    assert merged(known, (TrackingNumber("A"), TrackingNumber("B"))) == told


def test_what_odoo_has_no_field_for_survives_its_source_document() -> None:
    """Service, pickup point and money come back as they went, whatever signs they have."""
    order = replace(
        an_order(), service="flat; rate=3", pickup_point="CZ-4711/Ž", cod=Money.of("24.80", "EUR"), number="10;01"
    )
    kept = extras_of(source_document(order), "EUR")
    assert kept == Extras(service="flat; rate=3", pickup_point="CZ-4711/Ž", cod=Money.of("24.80", "EUR"))


@pytest.mark.parametrize("source", ["", "1001", "quotation of 3 May", "=;=;"])
def test_a_source_document_of_somebody_else_says_nothing(source: str) -> None:
    """A text that isn't ours is no error."""
    assert extras_of(source, "EUR") == Extras()


def test_an_amount_that_is_none_is_named() -> None:
    """A clerk's slip doesn't become money."""
    with pytest.raises(Rejected, match="decimal number") as caught:
        extras_of("1001; cod=24,80", "EUR")
    assert caught.value.field == "/cod/amount"


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_word(status: Status) -> None:
    """No status is without a word in the chatter."""
    assert ERP_STATUS[status]


def test_an_unlisted_code_claims_no_more_than_that_it_was_shipped() -> None:
    """An unknown status is never told as progress."""
    assert erp_status(Unknown(raw="ZZZ")) == "shipped"


async def a_packed_transfer(fake: OdooFake) -> int:
    await fake.pack_many(1)
    return int(fake.waiting()[0])


async def test_the_fake_buys_a_label_itself_as_odoo_does() -> None:
    """Only a number that stands there before keeps a rate-and-ship method from buying one."""
    fake = OdooFake(lambda: NOW)
    await fake.pack_many(2)
    bare, told = (int(one) for one in fake.waiting())
    method = fake.tables.make("delivery.carrier", name="UPS by Odoo", integration_level="rate_and_ship")
    fake.methods.call("stock.picking", "write", [bare, told], {"vals": {"carrier_id": method}})
    fake.methods.call("stock.picking", "write", [told], {"vals": {"carrier_tracking_ref": "T-1"}})
    fake.methods.call("stock.picking", "button_validate", [bare, told], {})
    assert fake.methods.bought == [bare]
    assert fake.tracking(str(told)) == ["T-1"]


async def test_the_fake_asks_about_backorders_as_odoo_does() -> None:
    """Unless it is told not to; then what is missing becomes another transfer."""
    fake = OdooFake(lambda: NOW)
    picking = await a_packed_transfer(fake)
    fake.tables.all("sale.order.line")[0]["product_uom_qty"] = 3
    asked = fake.methods.call("stock.picking", "button_validate", [picking], {})
    assert asked["res_model"] == "stock.backorder.confirmation"
    fake.methods.call("stock.picking", "button_validate", [picking], {"context": {"skip_backorder": True}})
    (rest,) = fake.tables.all("stock.picking", backorder_id=picking)
    assert [line["quantity"] for line in fake.tables.all("stock.move.line", picking_id=rest["id"])] == [2]


def test_the_fake_takes_a_key_for_ninety_days() -> None:
    """As long as Odoo lets it live."""
    now = NOW
    fake = OdooFake(lambda: now)
    asked = Request(
        method="POST",
        url="/json/2/res.partner/search_read",
        headers={"authorization": f"bearer {KEY}"},
        content=b'{"domain": [], "fields": ["name"]}',
    )
    assert fake.answer(asked).status == 200
    now = NOW + timedelta(days=90)
    assert fake.answer(asked).status == 401
