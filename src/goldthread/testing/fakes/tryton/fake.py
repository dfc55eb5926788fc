"""Tryton 8.2 as it answered when it was asked: JSON-RPC, sessions, errors inside a 200, buttons and timestamps.

`async with TrytonFake(now).running() as fake` listens on loopback. It has one company, three countries, one product and
one carrier. Its sales and shipments go through Tryton's states, its buttons are refused in the wrong one, a write with
an old timestamp is refused, and it takes any number of parties with one e-mail and of sales with one reference.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from goldthread.domain.marks import override
from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.loopback import LoopbackFake
from goldthread.testing.fakes.tryton.complaints import (
    ComplaintError,
    ServerFaultError,
    UserError,
    answered,
    complained,
    page,
    unauthorized,
)
from goldthread.testing.fakes.tryton.desk import OFFERED, SALE, SHIPMENT, Desk
from goldthread.testing.fakes.tryton.schema import MODELS
from goldthread.testing.fakes.tryton.tables import Tables
from goldthread.testing.fakes.tryton.warehouse import packed, stocked

USER: Final = "goldthread"
PASSWORD: Final = "golden-Thread-8812"  # noqa: S105  # of a stand-in
USER_ID: Final = 7
FORBIDDEN: Final = "You don't have the permission to access the requested resource."


class TrytonFake(LoopbackFake):
    """An ERP with its warehouse; its effects are the numbers of sales, or their ids while they have none."""

    secrets = {"user": USER, "password": PASSWORD}  # noqa: RUF012  # as the base has it

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.tables = Tables(now)
        self.desk = Desk(self.tables)
        self.sessions: set[str] = set()
        self.password = PASSWORD
        """Of our user; an administrator may change it."""
        self._logins = 0
        stocked(self.tables)

    @property
    @override
    def url(self) -> str:
        return f"{super().url}/erp"

    @override
    def answer(self, request: Request) -> Reply:
        if urlsplit(request.url).path != "/erp/rpc/":
            return page(404, "Not Found", "The requested URL was not found on the server.")
        try:
            asked = json.loads(request.content)
            method, params = str(asked["method"]), list(asked["params"])
        except (ValueError, KeyError, TypeError):
            return page(400, "Bad Request", "Unable to read JSON request")
        if method == "common.db.login":
            return self._login(params)
        if not self._is_known(request.headers):
            return unauthorized()
        if not params or not isinstance(params[-1], dict):
            return page(422, "Unprocessable Entity", "Missing context argument")
        try:
            return self._called(method, params[:-1], params[-1])
        except ComplaintError as error:
            return complained(error)

    @override
    def throttled(self) -> Reply:
        """Of logins alone."""
        return page(429, "Too Many Requests", "This user has exceeded an allotted request count.")

    @override
    def broken(self) -> Reply:
        return complained(ServerFaultError("server closed the connection unexpectedly"))

    @override
    def denied(self) -> Reply:
        return unauthorized()

    @override
    def expire(self) -> None:
        self.sessions.clear()

    @override
    def effects(self) -> Sequence[str]:
        standing = [(id_, row) for id_, row in sorted(self.tables.rows[SALE].items()) if row["state"] != "cancelled"]
        return [row["number"] or f"draft {id_}" for id_, row in standing]

    def customers(self) -> Sequence[str]:
        """The e-mails of all parties."""
        rows = self.tables.rows["party.contact_mechanism"].values()
        return [row["value"] for row in rows if row["type"] == "email"]

    async def pack(self, parcels: int = 1) -> Sequence[Delivery]:
        """The warehouse packs everything that waits; nobody is told."""
        packed(self.desk, parcels)
        return []

    def waiting(self) -> Sequence[str]:
        """The ids of packed shipments without a tracking number."""
        rows = sorted(self.tables.rows[SHIPMENT].items())
        return [str(id_) for id_, row in rows if row["state"] == "packed" and not row.get("shipping_reference")]

    async def pack_many(self, count: int) -> None:
        """So many sales of one customer, packed."""
        email = [["create", [{"type": "email", "value": "jana@example.test"}]]]
        [party] = self.desk.create("party.party", [{"name": "Jana Nováková", "contact_mechanisms": email}])
        place = {"street_unstructured": "Dlouhá 12", "postal_code": "110 00", "city": "Praha", "country": 1}
        [address] = self.desk.create("party.address", [{"party": party, "party_name": "Jana Nováková", **place}])
        line = {"type": "line", "product": 1, "unit": 1, "quantity": 1}
        price = {"unit_price": {"__class__": "Decimal", "decimal": "9.95"}}
        whole = {"company": 1, "party": party, "currency": 1, "carrier": 1}
        where = {"invoice_address": address, "shipment_address": address}
        for number in range(1, count + 1):
            named = {"reference": f"shop/o{number}/{number}", "lines": [["create", [{**line, **price}]]]}
            sale = self.desk.create(SALE, [{**whole, **where, **named}])
            self.desk.press(SALE, "quote", sale)
            self.desk.press(SALE, "confirm", sale)
        await self.pack()

    def stir(self) -> None:
        """Somebody gives the first waiting shipment a tracking number."""
        self.tables.change(SHIPMENT, int(self.waiting()[0]), {"shipping_reference": "T-stirred"})

    def tracking(self, shipment: str) -> Sequence[str]:
        """The tracking numbers of a shipment's packages."""
        rows = sorted(self.tables.rows["stock.package"].items())
        return [row.get("shipping_reference") or "" for _, row in rows if row["shipment"] == int(shipment)]

    def status(self, order: str) -> str:
        """The state of the shipment of a sale."""
        [found] = self.tables.find(SHIPMENT, [["sale.number", "=", order]])
        return str(self.tables.rows[SHIPMENT][found]["state"])

    def amend(self, order: str, city: str) -> None:
        """A clerk corrects the city of a sale's delivery address."""
        [sale] = self.tables.find(SALE, [["number", "=", order]])
        self.tables.change("party.address", self.tables.rows[SALE][sale]["shipment_address"], {"city": city})

    def _login(self, params: list[Any]) -> Reply:
        match params:
            case [user, {"password": password}, *_] if (user, password) == (USER, self.password):
                self._logins += 1
                token = hashlib.sha256(f"session {self._logins}".encode()).hexdigest()
                self.sessions.add(token)
                return answered([USER_ID, token, None])
            case _:
                return page(401, "Unauthorized", "The server could not verify that you are authorized.")

    def _is_known(self, headers: Mapping[str, str]) -> bool:
        kind, _, value = headers.get("authorization", "").partition(" ")
        try:
            user, id_, token = base64.b64decode(value).decode().split(":", 3)
        except ValueError:
            return False
        return kind == "Session" and (user, id_) == (USER, str(USER_ID)) and token in self.sessions

    def _called(self, method: str, params: list[Any], context: Mapping[str, Any]) -> Reply:
        _, _, name = method.partition(".")
        model, _, operation = name.rpartition(".")
        if (model, operation) == ("ir.model.data", "get_id"):
            return answered(_UNITS[str(params[1])])
        if model not in MODELS:
            raise ServerFaultError(repr(model))
        match operation:
            case "search_read":
                return answered(self._found(model, *params))
            case "create":
                return answered(self.desk.create(model, params[0]))
            case "write":
                self.desk.write(model, params, context.get("_timestamp") or {})
                return answered(None)
            case _ if (model, operation) in {*OFFERED, (SALE, "process")}:
                self.desk.press(model, operation, params[0])
                return answered(None)
            case _:
                return page(403, "Forbidden", FORBIDDEN)

    def _found(
        self, model: str, domain: list[Any], offset: int, limit: int | None, order: object, fields: list[str]
    ) -> list[dict[str, Any]]:
        if order != [["id", "ASC"]]:
            raise UserError("This stand-in knows one order: the oldest first.")
        ids = self.tables.find(model, domain)[offset:]
        return [self.tables.read(model, id_, fields) for id_ in ids[:limit]]


_UNITS: Final = {"uom_unit": 1, "uom_gram": 2, "uom_kilogram": 3, "uom_centimeter": 4}
