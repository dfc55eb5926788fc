"""The real Tryton in the place of a fake: what the contract of an ERP asks of one, done by clerks and asked back."""

from __future__ import annotations

import asyncio
import base64
import json
import urllib.request
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from goldthread.testing.contract import Delivery
from goldthread.testing.contract.sample import an_address, an_order
from real.tryton import ADMIN, DATABASE, RealTryton
from real.tryton_rpc import decimal
from real.tryton_seed import PASSWORD

OLD: Final = "old"
"""What stands where a former case left something, so that it isn't seen again."""


@dataclass(kw_only=True)
class TrytonStandIn:
    """A fake that is none. What it counts is what came since the case began."""

    tryton: RealTryton
    home: asyncio.AbstractEventLoop
    """The loop that Tryton was started in; each case has one of its own."""
    _headers: dict[str, str] = field(default_factory=dict)
    _sales: set[int] = field(default_factory=set)
    _parties: set[int] = field(default_factory=set)

    @property
    def url(self) -> str:
        return self.tryton.url

    @property
    def secrets(self) -> Mapping[str, str]:
        return self.tryton.credentials

    def begin(self) -> None:
        """Put everything aside that a former case left behind."""
        self._log_in()
        for row in self._rows("party.contact_mechanism", [["type", "=", "email"]], "value"):
            self._call("party.contact_mechanism.write", [row["id"]], {"value": f"{row['id']}@old.invalid"})
        for row in self._rows("sale.sale", [["reference", "!=", OLD]], "reference"):
            self._call("sale.sale.write", [row["id"]], {"reference": OLD})
        self._sales = {row["id"] for row in self._rows("sale.sale", [], "id")}
        self._parties = {row["id"] for row in self._rows("party.party", [], "id")}

    def effects(self) -> Sequence[str]:
        rows = self._rows("sale.sale", [], "number")
        return [row["number"] or f"draft {row['id']}" for row in rows if row["id"] not in self._sales]

    def customers(self) -> Sequence[str]:
        domain = [["type", "=", "email"]]
        rows = self._rows("party.contact_mechanism", domain, "value", "party")
        return [row["value"] for row in rows if row["party"] not in self._parties]

    def references(self) -> Sequence[str]:
        """The references of all sales."""
        return [row["reference"] for row in self._rows("sale.sale", [], "reference") if row["id"] not in self._sales]

    async def kill(self) -> None:
        """Kill it with -9, and start it again."""
        await self._at_home(self.tryton.kill())
        await self.bring_up()

    def throttle(self) -> None:
        """Tryton limits logins alone."""

    def break_down(self) -> None:
        """It cannot be broken on purpose; what it says then is recorded in the fake."""

    def expire(self) -> None:
        """Close every session, as an administrator may."""
        closing = self.tryton.postgres.rows(DATABASE, "DELETE FROM ir_session")
        asyncio.run_coroutine_threadsafe(closing, self.home).result()
        self._log_in()

    async def take_down(self) -> None:
        await self._at_home(self.tryton.stop())

    async def bring_up(self) -> None:
        await self._at_home(self.tryton.start())
        self._log_in()

    async def pack(self) -> Sequence[Delivery]:
        await self._at_home(self.tryton.pack())
        return []

    def waiting(self) -> Sequence[str]:
        domain = [["state", "=", "packed"], ["shipping_reference", "=", None]]
        found = self._rows("stock.shipment.out", domain, "outgoing_moves.origin.sale")
        return [str(row["id"]) for row in found if self._sale_of(row) not in self._sales]

    async def pack_many(self, count: int) -> None:
        """So many sales of one customer, as the connector makes them."""
        [country] = self._rows("country.country", [["code", "=", "CZ"]], "code")
        [currency] = self._rows("currency.currency", [["code", "=", "EUR"]], "code")
        [product] = self._rows("product.product", [["code", "=", "TEA-1"]], "default_uom")
        email = {"type": "email", "value": "jana@example.test"}
        [party] = self._call("party.party.create", [{"name": "Jana", "contact_mechanisms": [["create", [email]]]}])
        place = an_address()
        values = {"party": party, "city": place.city, "country": country["id"], "street_unstructured": "Dlouhá 12"}
        [address] = self._call("party.address.create", [values])
        line = {"type": "line", "product": product["id"], "unit": product["default_uom"], "quantity": 1}
        made = {
            "company": 1,
            "party": party,
            "currency": currency["id"],
            "invoice_address": address,
            "shipment_address": address,
            "carrier": 1,
            "shipment_cost_method": None,
            "lines": [["create", [{**line, "unit_price": decimal("9.95")}]]],
        }
        references = [f"shop/{an_order(number).id}/{number}" for number in range(1, count + 1)]
        sales = self._call("sale.sale.create", [{**made, "reference": reference} for reference in references])
        self._call("sale.sale.quote", sales)
        self._call("sale.sale.confirm", sales)
        await self.pack()

    def stir(self) -> None:
        self._call("stock.shipment.out.write", [int(self.waiting()[0])], {"shipping_reference": "T-stirred"})

    def tracking(self, shipment: str) -> Sequence[str]:
        rows = self._rows("stock.package", [["shipment", "=", f"stock.shipment.out,{shipment}"]], "shipping_reference")
        return [row["shipping_reference"] for row in rows]

    def status(self, order: str) -> str:
        [sale] = self._rows("sale.sale", [["number", "=", order]], "shipments.state")
        return str(sale["shipments."][0]["state"])

    def amend(self, order: str, city: str) -> None:
        [sale] = self._rows("sale.sale", [["number", "=", order]], "shipment_address")
        self._call("party.address.write", [sale["shipment_address"]], {"city": city})

    async def _at_home(self, work: Coroutine[Any, Any, object]) -> None:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.home))

    def _sale_of(self, row: Mapping[str, Any]) -> int | None:
        return next((move["origin."]["sale"] for move in row["outgoing_moves."] if move["origin."]), None)

    def _rows(self, model: str, domain: Sequence[object], *names: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._call(f"{model}.search_read", domain, 0, None, [["id", "ASC"]], names)
        return found

    def _call(self, method: str, *params: object) -> Any:
        return self._ask(f"model.{method}", [*params, {"company": 1, "companies": [1], "language": "en"}])

    def _log_in(self) -> None:
        self._headers = {}
        user, token, *_ = self._ask("common.db.login", [ADMIN, {"password": PASSWORD}, "en"])
        session = base64.b64encode(f"{ADMIN}:{user}:{token}".encode()).decode()
        self._headers = {"Authorization": f"Session {session}"}

    def _ask(self, method: str, params: Sequence[object]) -> Any:
        """Blocking: what the contract asks of a fake is asked at once, and Tryton is another process."""
        body = json.dumps({"id": 1, "method": method, "params": params}).encode()
        headers = {"Content-Type": "application/json", **self._headers}
        asked = urllib.request.Request(f"{self.url}/rpc/", data=body, headers=headers)  # noqa: S310  # our own loopback
        with urllib.request.urlopen(asked, timeout=60) as reply:  # noqa: S310  # our own loopback
            answer = json.loads(reply.read())
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]
