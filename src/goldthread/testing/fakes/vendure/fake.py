"""The Admin API of the fake of Vendure, and the order events of its plugin."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from goldthread.domain.marks import override
from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.loopback import LoopbackFake, json_reply
from goldthread.testing.fakes.vendure.books import Books, NotThereError, Row
from goldthread.testing.fakes.vendure.goods import an_order
from goldthread.testing.fakes.vendure.selection import InvalidQueryError, Operation, parse, project

GLOBAL = {"serverConfig": {"moneyStrategyPrecision": 2}}
MOST = 1000
"""So many rows a list gives at once."""
TAKEN = ("PaymentAuthorized", "PaymentSettled")


class VendureFake(LoopbackFake):
    """A shop without customers.

    `order_fields` and `variant_fields` are the custom fields it was set up with.
    """

    secrets: Mapping[str, str] = {"api_key": "0d0c:play", "webhook_secret": "hush"}

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        order_fields: Sequence[str] = ("erpNumber",),
        variant_fields: Sequence[str] = (),
    ) -> None:
        super().__init__(now)
        self.books = Books()
        self._order_fields = tuple(order_fields)
        self._variant_fields = tuple(variant_fields)

    def answer(self, request: Request) -> Reply:
        if urlsplit(request.url).path != "/admin-api" or request.method != "POST":
            return json_reply(404, {"statusCode": 404, "message": f"Cannot {request.method} {request.url}"})
        if request.headers.get("vendure-api-key") != self.secrets["api_key"]:
            return self.denied()
        asked = json.loads(request.content)
        try:
            operation = parse(asked["query"])
            return self._perform(operation, asked.get("variables") or {})
        except InvalidQueryError as error:
            return _failed(400, str(error), "GRAPHQL_VALIDATION_FAILED")
        except NotThereError as error:
            return _failed(200, str(error), "ENTITY_NOT_FOUND")

    @override
    def throttled(self) -> Reply:
        page = b"<html><head><title>429 Too Many Requests</title></head><body>nginx</body></html>"
        return Reply(status=429, headers={"content-type": "text/html", "retry-after": "5"}, content=page)

    @override
    def broken(self) -> Reply:
        message = "connect ECONNREFUSED 127.0.0.1:5432"
        return json_reply(200, {"errors": [{"message": message, "path": ["order"]}], "data": None})

    @override
    def denied(self) -> Reply:
        return _failed(200, "You are not currently authorized to perform this action", "FORBIDDEN")

    @override
    def effects(self) -> Sequence[str]:
        rows = self.books.orders.values()
        return [f"{row['code']} {one['trackingCode']}" for row in rows for one in row["fulfillments"]]

    async def place(self, count: int = 1) -> Sequence[Delivery]:
        """So many guests order two pieces of tea each."""
        return [self.tell(self.add()) for _ in range(count)]

    def add(self, **fields: Any) -> Row:
        """An order like any other, but for these fields: `add(state="Modifying")`."""
        number = len(self.books.orders) + 1
        placed = self.now().astimezone(UTC) + timedelta(milliseconds=number)
        row = an_order(number, placed, self._order_fields, self._variant_fields)
        self.books.orders[row["id"]] = {**row, **fields}
        return self.books.orders[row["id"]]

    def tell(self, row: Row) -> Delivery:
        """What the plugin posts of an order."""
        content = json.dumps({"order": row, "globalSettings": GLOBAL}, ensure_ascii=False).encode()
        stamp = str(int(self.now().timestamp()))
        key = self.secrets["webhook_secret"].encode()
        digest = hmac.new(key, f"{stamp}.".encode() + content, hashlib.sha256).hexdigest()
        headers = {"x-vendure-delivery": f"d-{row['id']}-{stamp}", "x-vendure-signature": f"t={stamp},v1={digest}"}
        return Delivery(event="order.placed", body=content, headers=headers)

    def waiting(self) -> Sequence[str]:
        rows = self.books.orders.values()
        return [row["id"] for row in rows if row["state"] in TAKEN and self.number_told(row["id"]) is None]

    def stir(self) -> None:
        """A clerk cancels the first order, which is on no page any more."""
        first = next(iter(self.books.orders.values()))
        first["state"] = "Cancelled"
        for line in first["lines"]:
            line["quantity"] = 0

    def number_told(self, order_id: str) -> str | None:
        """In the custom field, or in a note."""
        row = self.books.orders[order_id]
        noted = [note.removeprefix("ERP order ") for note in self.notes(order_id) if note.startswith("ERP order ")]
        number = row["customFields"].get("erpNumber")
        return number or next(iter(noted), None)

    def notes(self, order_id: str) -> Sequence[str]:
        """What clerks read of an order, the oldest first."""
        return [str(entry["data"]["note"]) for entry in self.books.orders[order_id]["history"]["items"]]

    def status(self, order_id: str) -> str:
        return str(self.books.orders[order_id]["state"])

    def amend(self, order_id: str, city: str) -> None:
        self.books.orders[order_id]["shippingAddress"]["city"] = city

    def _perform(self, operation: Operation, given: Mapping[str, Any]) -> Reply:
        wanted = {field.name for field in operation.fields}
        if unknown := self._unknown_fields(given):
            words = f'Variable "$input" got invalid value; Field "{unknown}" is not defined by type '
            return _failed(200, f'{words}"UpdateOrderCustomFieldsInput".', "BAD_USER_INPUT")
        if int(given.get("options", {}).get("take") or 0) > MOST:
            return _failed(200, f"Cannot take more than {MOST} results from a list query", "USER_INPUT_ERROR")
        whole: Row = {"globalSettings": GLOBAL}
        for name in wanted - whole.keys():
            whole[name] = self._root(name, given)
        return json_reply(200, {"data": project(whole, operation.fields)})

    def _root(self, name: str, given: Mapping[str, Any]) -> Row | None:
        match name:
            case "order":
                return self.books.orders.get(given["id"])
            case "orders":
                return self.books.listed(given["options"])
            case "addFulfillmentToOrder":
                return self.books.fulfil(given["input"]["lines"], given["input"]["handler"], self.now())
            case "transitionFulfillmentToState":
                return self.books.move(given["id"], given["state"])
            case "addNoteToOrder":
                row = self.books.get(given["input"]["id"])
                note = {"note": given["input"]["note"]}
                row["history"]["items"].append({"type": "ORDER_NOTE", "isPublic": False, "data": note})
                return row
            case "setOrderCustomFields":
                row = self.books.get(given["input"]["id"])
                row["customFields"].update(given["input"]["customFields"])
                return row
            case _:
                raise InvalidQueryError(f'Cannot query field "{name}" on type "Query".')

    def _unknown_fields(self, given: Mapping[str, Any]) -> str:
        named = given.get("input", {}).get("customFields", {})
        return next((name for name in named if name not in self._order_fields), "")


def _failed(status: int, message: str, code: str) -> Reply:
    return json_reply(status, {"errors": [{"message": message, "extensions": {"code": code}}], "data": None})
