"""The stand-in of Tryton has Tryton's own corners, and answers in the shape of what the real one answered."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.sample import BEGIN
from goldthread.testing.fakes.tryton import PASSWORD, USER, TrytonFake

GOLDENS = Path(__file__).parent / "tryton"
CONTEXT = {"company": 1, "companies": [1], "language": "en"}


class Clerk:
    """Somebody who calls Tryton."""

    def __init__(self) -> None:
        self.fake = TrytonFake(lambda: BEGIN)
        self.headers: dict[str, str] = {}
        user, token, _ = self.call("common.db.login", USER, {"password": PASSWORD})["result"]
        session = base64.b64encode(f"{USER}:{user}:{token}".encode()).decode()
        self.headers = {"authorization": f"Session {session}"}

    def ask(self, method: str, *params: object, path: str = "/erp/rpc/") -> Reply:
        content = json.dumps({"id": 1, "method": method, "params": params}).encode()
        return self.fake.answer(Request(method="POST", url=path, headers=self.headers, content=content))

    def call(self, method: str, *params: object, **context: object) -> Any:
        return json.loads(self.ask(method, *params, {**CONTEXT, **context}).content)

    def error(self, method: str, *params: object, **context: object) -> Any:
        return self.call(method, *params, **context)["error"]

    def sold(self) -> int:
        """A draft of one green tea, with its id."""
        [party] = self.call("model.party.party.create", [{"name": "Jana"}])["result"]
        [address] = self.call("model.party.address.create", [{"party": party, "city": "Praha", "country": 1}])["result"]
        price = {"__class__": "Decimal", "decimal": "9.95"}
        line = {"type": "line", "product": 1, "unit": 1, "quantity": 1, "unit_price": price}
        place = {"invoice_address": address, "shipment_address": address}
        values = {"company": 1, "party": party, "currency": 1, "carrier": 1, "reference": "shop/o1/1001", **place}
        [sale] = self.call("model.sale.sale.create", [{**values, "lines": [["create", [line]]]}])["result"]
        return int(sale)

    def state(self, model: str, id_: int) -> str:
        asked = ([["id", "=", id_]], 0, None, [["id", "ASC"]], ["state"])
        return str(self.call(f"model.{model}.search_read", *asked)["result"][0]["state"])


def test_each_button_works_in_one_state_alone() -> None:
    """Pressed again it is refused, in the words that the real one used."""
    clerk = Clerk()
    sale = clerk.sold()
    assert clerk.error("model.sale.sale.confirm", [sale])[0] == "UserError"
    assert clerk.call("model.sale.sale.quote", [sale]) == {"id": 1, "result": None}
    again = clerk.error("model.sale.sale.quote", [sale])
    assert again == ["UserError", ['You can not call "quote" on "1 [shop/o1/1001]" of "Sale".', "", None]]


@pytest.mark.parametrize(("has_worker", "state"), [(False, "processing"), (True, "confirmed")])
def test_a_confirmed_sale_is_processed_at_once_unless_a_worker_does_it(*, has_worker: bool, state: str) -> None:
    """Either way there is one shipment in the end."""
    clerk = Clerk()
    clerk.fake.desk.has_worker = has_worker
    sale = clerk.sold()
    clerk.call("model.sale.sale.quote", [sale])
    clerk.call("model.sale.sale.confirm", [sale])
    assert clerk.state("sale.sale", sale) == state
    refused = clerk.error("model.sale.sale.process", [sale])
    assert refused == ["UserError", ['Calling button "process on "Sale" is not allowed.', "", None]]
    clerk.fake.desk.work()
    clerk.fake.desk.work()
    assert clerk.state("sale.sale", sale) == "processing"
    assert len(clerk.fake.tables.rows["stock.shipment.out"]) == 1


async def test_an_old_timestamp_is_refused_and_nothing_is_written() -> None:
    """Also where only one of two records was written since."""
    clerk = Clerk()
    await clerk.fake.pack_many(2)
    rows = clerk.fake.tables.rows["stock.package"]
    stamps = {f"stock.package,{id_}": row["_timestamp"] for id_, row in rows.items()}
    clerk.call("model.stock.package.write", [2], {"shipping_reference": "by hand"})
    params = ([1], {"shipping_reference": "T1"}, [2], {"shipping_reference": "T2"})
    error = clerk.error("model.stock.package.write", *params, _timestamp=stamps)
    assert error == ["ConcurrencyException", "Records were modified in the meanwhile"]
    assert [row.get("shipping_reference") for row in rows.values()] == [None, "by hand"]


def test_a_session_that_is_none_gets_no_words() -> None:
    """401 with an empty body; a wrong password gets a page."""
    clerk = Clerk()
    clerk.fake.expire()
    denied = clerk.ask("model.party.party.search_read", [], 0, None, [["id", "ASC"]], ["name"], CONTEXT)
    assert (denied.status, denied.content) == (401, b"")
    wrong = clerk.ask("common.db.login", USER, {"password": "guess"})
    assert (wrong.status, wrong.content[:15]) == (401, b"<!doctype html>")
    clerk.headers = {"authorization": "Session eHh4"}
    assert clerk.ask("model.party.party.search_read", CONTEXT).status == 401


def test_what_isnt_there_is_refused_as_the_real_one_does() -> None:
    """A model or a field as an exception of the server, a method as a page, a context as another."""
    clerk = Clerk()
    tail = (0, None, [["id", "ASC"]], ["name"])
    assert clerk.error("model.nope.search_read", [], *tail) == ["'nope'", ""]
    assert clerk.error("model.party.party.search_read", [["nope", "=", 1]], *tail) == ["'nope'", ""]
    assert clerk.error("model.party.party.create", [{"nope": 1}]) == ["'nope'", ""]
    assert clerk.ask("model.party.party.nope", [], CONTEXT).status == 403
    assert clerk.ask("model.party.party.search_read", []).status == 422
    assert clerk.ask("model.party.party.search_read", [], path="/erp/").status == 404


def test_it_takes_the_same_twice_and_matches_patterns_as_sql_does() -> None:
    """Two parties of one e-mail; `_` means any letter unless it is written with a backslash."""
    clerk = Clerk()
    for email in ("a_b@example.test", "A_B@example.test", "axb@example.test"):
        mechanisms = [["create", [{"type": "email", "value": email}]]]
        clerk.call("model.party.party.create", [{"name": "A", "contact_mechanisms": mechanisms}])
    tail = (0, None, [["id", "ASC"]], ["value", "party.name"])

    def found(pattern: str) -> list[str]:
        rows = clerk.call("model.party.contact_mechanism.search_read", [["value", "ilike", pattern]], *tail)["result"]
        return [row["value"] for row in rows]

    assert found("a\\_b@example.test") == ["a_b@example.test", "A_B@example.test"]
    assert len(found("a_b@example.test")) == 3


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ({"name": ""}, 'A value is required for field "Name"'),
        ({"products": [["create", [{"suffix_code": "TEA-1"}]]]}, "Code of active product must be unique."),
    ],
)
def test_a_bad_product_is_refused(template: dict[str, Any], words: str) -> None:
    """In the real one's words."""
    price = {"__class__": "Decimal", "decimal": "1"}
    values = {"name": "Tea", "type": "goods", "default_uom": 1, "sale_uom": 1, "salable": True, "list_price": price}
    variants = [["create", [{"suffix_code": "X"}]]]
    error = Clerk().error("model.product.template.create", [{**values, "products": variants, **template}])
    assert error[1][0].startswith(words)


async def test_answers_have_the_shape_of_recorded_ones() -> None:
    """The same fields with the same kinds of values, however deep."""
    clerk = Clerk()
    await clerk.fake.pack_many(1)
    checked = 0
    for method, params, result in _recorded_searches():
        model = method.removeprefix("model.").removesuffix(".search_read")
        if not clerk.fake.tables.rows[model]:
            continue
        ours = clerk.call(method, [], *params[1:-1])["result"]
        assert set(ours[0]) == set(result[0]), method
        wrong = list(_differences(result[0], ours[0], method))
        assert not wrong, wrong
        checked += 1
    assert checked > 20


def _recorded_searches() -> Iterator[tuple[str, list[Any], list[dict[str, Any]]]]:
    for file in sorted(GOLDENS.glob("*/*/exchange.json")):
        for step in json.loads(file.read_text(encoding="utf-8")):
            asked, reply = step["request"]["json"], step["reply"]
            result = reply.get("json", {}).get("result") if isinstance(reply, dict) else None
            if asked["method"].endswith(".search_read") and result:
                yield asked["method"], asked["params"], result


def _differences(theirs: object, ours: object, where: str) -> Iterator[str]:
    """Where two answers differ in kind; what one of them leaves empty says nothing."""
    if theirs is None or ours is None or not theirs or not ours:
        return
    match theirs, ours:
        case dict(), dict():
            for name in theirs.keys() & ours.keys():
                yield from _differences(theirs[name], ours[name], f"{where}/{name}")
            if theirs.keys() != ours.keys():
                yield f"{where}: {sorted(theirs.keys() ^ ours.keys())}"
        case [first, *_], [other, *_]:
            yield from _differences(first, other, where)
        case _:
            if type(theirs) is not type(ours):
                yield f"{where}: {theirs!r} is not {ours!r}"
