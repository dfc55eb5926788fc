"""ERPNext's door, and its webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from goldthread.domain.marks import override
from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.loopback import LoopbackFake, json_reply
from goldthread.testing.fakes.erpnext.business import Business
from goldthread.testing.fakes.erpnext.documents import Doc, Documents
from goldthread.testing.fakes.erpnext.faults import FrappeError

KEY, SECRET, HUSH = "3f1b2c4d5e6f708", "a9b8c7d6e5f4a3b", "hush-hush-hush"
PATIENCE: Final = timedelta(seconds=17)
_DEFAULT_LIMIT: Final = 20


class ErpnextFake(LoopbackFake):
    """ERPNext with selling and stock."""

    secrets: Mapping[str, str] = {"api_key": KEY, "api_secret": SECRET, "webhook_secret": HUSH}

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.documents = Documents(now)
        self.business = Business(self.documents)

    @override
    def effects(self) -> Sequence[str]:
        return [name for name, doc in self.documents.all("Sales Order").items() if doc["docstatus"] < 2]

    @override
    def throttled(self) -> Reply:
        seconds = str(int(PATIENCE.total_seconds()))
        headers = {"retry-after": seconds, "x-ratelimit-reset": seconds, "content-type": "text/plain; charset=utf-8"}
        return Reply(status=429, headers=headers, content=b"Too Many Requests")

    @override
    def broken(self) -> Reply:
        return FrappeError("OperationalError", "(2006, 'MySQL server has gone away')", is_shown=False).reply()

    @override
    def denied(self) -> Reply:
        return FrappeError("AuthenticationError", "Invalid API key or secret", is_shown=False).reply()

    @override
    def answer(self, request: Request) -> Reply:
        url = urlsplit(request.url)
        if request.headers.get("authorization") not in _keys():
            return self.denied()
        parts = [unquote(part) for part in url.path.strip("/").split("/")]
        if parts[:2] != ["api", "resource"] or len(parts) not in {3, 4}:
            return Reply(status=404, headers={"content-type": "text/html"}, content=b"<h1>Page not found</h1>")
        try:
            return json_reply(200, {"data": self._resource(request, parts[2], "".join(parts[3:]), parse_qs(url.query))})
        except FrappeError as error:
            return error.reply()

    def _resource(self, request: Request, doctype: str, name: str, query: Mapping[str, list[str]]) -> Any:
        match request.method:
            case "GET" if name:
                return self.documents.get(doctype, name)
            case "GET":
                return self._listed(doctype, query)
            case "POST":
                values = json.loads(request.content)
                return self.documents.undoing(lambda: self.business.create(doctype, values))
            case _:
                values = json.loads(request.content)
                return self.documents.undoing(lambda: self.business.update(doctype, name, values))

    def _listed(self, doctype: str, query: Mapping[str, list[str]]) -> list[Doc]:
        filters, either = (json.loads(query.get(name, ["[]"])[0]) for name in ("filters", "or_filters"))
        fields = json.loads(query.get("fields", ['["name"]'])[0])
        limit = int(query.get("limit_page_length", [str(_DEFAULT_LIMIT)])[0])
        order = query.get("order_by", ["modified desc"])[0]
        found = self.documents.search(doctype, filters, either, order, limit)
        return [{field: doc.get(field) for field in fields} for doc in found]

    def customers(self) -> Sequence[str]:
        """The e-mails of all customers."""
        return [str(doc["email_id"]) for doc in self.documents.all("Customer").values()]

    async def pack(self) -> Sequence[Delivery]:
        """Ship every order that was submitted and isn't on its way; the webhooks that tell of it."""
        notes = self.documents.all("Delivery Note").values()
        sent = {item["against_sales_order"] for note in notes for item in note["items"]}
        orders = [name for name, doc in self.documents.all("Sales Order").items() if doc["docstatus"] == 1]
        return [self.told(self.business.ship(order)) for order in orders if order not in sent]

    def told(self, shipment: Doc) -> Delivery:
        """The webhook of a shipment, as our template makes ERPNext write it."""
        names = [row["delivery_note"] for row in shipment["shipment_delivery_note"]]
        notes = [self.documents.get("Delivery Note", name) for name in names]
        codes = {item["item_code"] for note in notes for item in note["items"]}
        articles = [_some(self.documents.get("Item", code), _ARTICLE) for code in sorted(codes)]
        address = self.documents.get("Address", shipment["delivery_address_name"])
        lands = {address["country"], *(one["country_of_origin"] for one in articles)} - {None}
        countries = [_some(self.documents.get("Country", land), ("name", "code")) for land in sorted(lands)]
        body = {"shipment": shipment, "address": address, "notes": notes, "articles": articles, "countries": countries}
        content = json.dumps(body).encode()
        digest = hmac.new(HUSH.encode(), content, hashlib.sha256).digest()
        signature = base64.b64encode(digest).decode()
        return Delivery(event="shipment.packed", body=content, headers={"x-frappe-webhook-signature": signature})

    def waiting(self) -> Sequence[str]:
        """The names of shipments without a tracking number."""
        return [name for name, doc in self.documents.all("Shipment").items() if not doc["awb_number"]]

    async def pack_many(self, count: int) -> None:
        """Have so many packed shipments of orders from a shop."""
        make = self.documents.make
        make("Customer", name="Jana", customer_name="Jana Nováková", email_id="jana@example.test")
        place = {"address_line1": "Dlouhá 12", "city": "Praha", "pincode": "110 00", "country": "Czechia"}
        make("Address", name="Jana-Shipping", address_title="Jana Nováková", **place)
        for number in range(1, count + 1):
            lines = [{"item_code": "TEA-1", "qty": 1, "rate": 9.95}]
            about = {"customer": "Jana", "po_no": f"shop/o{number}/{number}", "currency": "EUR", "grand_total": 9.95}
            make("Sales Order", docstatus=1, **about, items=lines, shipping_address_name="Jana-Shipping")
        await self.pack()

    def stir(self) -> None:
        """Somebody labels the first shipment that waits."""
        self.documents.get("Shipment", self.waiting()[0])["awb_number"] = "T-SOMEBODY"

    def tracking(self, shipment: str) -> Sequence[str]:
        """The tracking numbers of a shipment."""
        said = self.documents.get("Shipment", shipment)["awb_number"] or ""
        return [one.strip() for one in said.split(",") if one.strip()]

    def status(self, order: str) -> str:
        """What our last comment on the order says."""
        said = [doc["content"] for doc in self.documents.all("Comment").values() if doc["reference_name"] == order]
        return str(said[-1]).removeprefix("Goldthread: ") if said else ""

    def amend(self, order: str, city: str) -> None:
        """A clerk corrects the city of an order's delivery address."""
        name = self.documents.get("Sales Order", order)["shipping_address_name"]
        self.documents.get("Address", name)["city"] = city


_ARTICLE: Final = ("name", "customs_tariff_number", "country_of_origin")


def _some(doc: Doc, fields: Sequence[str]) -> Doc:
    return {field: doc.get(field) for field in fields}


def _keys() -> tuple[str, str]:
    """Both ways in which Frappe takes a key."""
    pair = f"{KEY}:{SECRET}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}", f"token {pair}"
