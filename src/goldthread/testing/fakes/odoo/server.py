"""Odoo's two doors, and what its people do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from goldthread.domain.marks import override
from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.loopback import LoopbackFake, json_reply
from goldthread.testing.fakes.odoo.faults import OdooError, denied, refused, unauthorised
from goldthread.testing.fakes.odoo.methods import Methods
from goldthread.testing.fakes.odoo.tables import Row, Tables

KEY: Final = "6578616d706c65206a736f6e20617069206b6579"
DATABASE, USER, UID = "goldthread", "goldthread@example.test", 2
PATIENCE: Final = timedelta(seconds=30)
_KEY_LIVES: Final = timedelta(days=90)
_JSON_2: Final = 19


class OdooFake(LoopbackFake):
    """Odoo with sales, inventory and delivery methods installed."""

    secrets: Mapping[str, str] = {"api_key": KEY}

    def __init__(self, now: Callable[[], datetime], *, version: int = _JSON_2) -> None:
        super().__init__(now)
        self.version = version
        self.tables = Tables()
        self.methods = Methods(self.tables, version)
        self._key_since = now()
        self._is_over_rpc = False
        self._furnish()

    def _furnish(self) -> None:
        make = self.tables.make
        for name, code in (("Czech Republic", "CZ"), ("Germany", "DE"), ("Japan", "JP")):
            make("res.country", name=name, code=code)
        make("res.country.state", name="California", code="CA", country_id=make("res.country", name="USA", code="US"))
        for currency in ("EUR", "CZK", "JPY"):
            make("product.pricelist", name=currency, currency_id=make("res.currency", name=currency))
        make("res.company", name="Goldthread s.r.o.", currency_id=self.tables.all("res.currency")[0]["id"])
        make("stock.picking.type", name="Hlavní sklad: Delivery Orders")
        make(
            "stock.package.type", name="Box M", packaging_length=300.0, width=200.0, height=120.0, length_uom_name="mm"
        )
        make("product.product", name="Green tea", default_code="TEA-1", weight=0.12, type="consu")

    @override
    def effects(self) -> Sequence[str]:
        return [row["name"] for row in self.tables.all("sale.order")]

    @override
    def throttled(self) -> Reply:
        page = b"<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n</html>\r\n"
        headers = {"content-type": "text/html", "retry-after": str(int(PATIENCE.total_seconds()))}
        return Reply(status=429, headers=headers, content=page)

    @override
    def broken(self) -> Reply:
        return self._said(OdooError("psycopg2.OperationalError", "server closed the connection unexpectedly", 500))

    @override
    def denied(self) -> Reply:
        return self._said(denied() if self.version < _JSON_2 else unauthorised())

    @override
    def answer(self, request: Request) -> Reply:
        path = urlsplit(request.url).path
        try:
            body = json.loads(request.content)
        except ValueError:
            return json_reply(
                400, {"name": "werkzeug.exceptions.BadRequest", "message": "could not parse", "debug": ""}
            )
        if path == "/jsonrpc":
            return self._jsonrpc(body)
        if not path.startswith("/json/2/") or self.version < _JSON_2:
            return Reply(status=404, headers={"content-type": "text/html"}, content=b"<h1>Not Found</h1>")
        return self._json2(path, body, request.headers)

    def _json2(self, path: str, body: Row, headers: Mapping[str, str]) -> Reply:
        try:
            if headers.get("authorization") != f"bearer {KEY}" or not self._key_lives:
                raise unauthorised()
            model, method = path.removeprefix("/json/2/").split("/")
            return json_reply(200, self.methods.call(self._model(model), method, body.pop("ids", []), body))
        except OdooError as error:
            return error.json2()

    def _jsonrpc(self, body: Row) -> Reply:
        params, id_ = body["params"], body.get("id")
        try:
            value = self._login(params["args"]) if params["service"] == "common" else self._execute(params["args"])
        except OdooError as error:
            return error.jsonrpc(id_)
        return json_reply(200, {"jsonrpc": "2.0", "id": id_, "result": value})

    def _login(self, args: list[Any]) -> int | bool:
        database, user, key, _ = args
        return UID if (database, user, key) == (DATABASE, USER, KEY) and self._key_lives else False

    def _execute(self, args: list[Any]) -> Any:
        database, uid, key, model, method, values, named = args
        if (database, uid, key) != (DATABASE, UID, KEY) or not self._key_lives:
            raise denied()
        if method == "create":
            return self.methods.call(self._model(model), method, [], {"vals_list": values[0], **named})
        return self.methods.call(self._model(model), method, values[0] if values else [], named)

    @property
    def _key_lives(self) -> bool:
        return self.now() - self._key_since < _KEY_LIVES

    def _model(self, name: str) -> str:
        """Packages were called otherwise before 19."""
        former = "stock.quant.package"
        if name in {former, "stock.package"}:
            return "stock.package" if (name == former) == (self.version < _JSON_2) else f"no {name}"
        return name

    def _said(self, error: OdooError) -> Reply:
        return error.jsonrpc("call") if self.version < _JSON_2 else error.json2()

    def customers(self) -> Sequence[str]:
        """The e-mails of all customers."""
        return [row["email"] for row in self.tables.all("res.partner", parent_id=False)]

    async def pack(self) -> Sequence[Delivery]:
        """Put everything that is ready into one package a transfer; nobody is told."""
        for picking in self.tables.all("stock.picking", state="assigned"):
            self.put_in_pack(picking["id"])
        return ()

    def put_in_pack(self, picking: int, *, weight: float = 1.187) -> int:
        """Put what isn't packed yet into one more package; gives its number."""
        box = self.tables.all("stock.package.type")[0]["id"]
        package = self.tables.make("stock.package", name="", shipping_weight=weight, package_type_id=box)
        self.tables.rows["stock.package"][package]["name"] = f"PACK{package:07}"
        for line in self.tables.all("stock.move.line", picking_id=picking, result_package_id=False):
            line["result_package_id"] = package
        return package

    def waiting(self) -> Sequence[str]:
        """The ids of packed transfers without a tracking number."""
        open_ = self.tables.all("stock.picking", state="assigned", carrier_tracking_ref=False)
        packed = {row["picking_id"] for row in self.tables.all("stock.move.line") if row["result_package_id"]}
        return [str(row["id"]) for row in open_ if row["id"] in packed]

    async def pack_many(self, count: int) -> None:
        """Have so many packed transfers of orders from a shop."""
        country = self.tables.all("res.country", code="CZ")[0]["id"]
        address = {"street": "Dlouhá 12", "zip": "110 00", "city": "Praha", "country_id": country}
        partner = self.tables.make("res.partner", name="Jana Nováková", email="jana@example.test", **address)
        article = self.tables.all("product.product", default_code="TEA-1")[0]["id"]
        prices = self.tables.all("product.pricelist")[0]["id"]
        for number in range(1, count + 1):
            values = {"partner_id": partner, "client_order_ref": f"shop/o{number}/{number}", "pricelist_id": prices}
            lines = [[0, 0, {"product_id": article, "product_uom_qty": 1, "price_unit": 9.95}]]
            made = self.methods.call("sale.order", "create", [], {"vals_list": [{**values, "order_line": lines}]})
            self.methods.call("sale.order", "action_confirm", made, {})
        await self.pack()

    def stir(self) -> None:
        """Somebody labels the first transfer that waits."""
        self.tables.get("stock.picking", int(self.waiting()[0]))["carrier_tracking_ref"] = "T-SOMEBODY"

    def tracking(self, shipment: str) -> Sequence[str]:
        """The tracking numbers of a transfer."""
        said = self.tables.get("stock.picking", int(shipment))["carrier_tracking_ref"] or ""
        return [one for one in said.split(",") if one]

    def status(self, order: str) -> str:
        """What our last note in the order's chatter says."""
        id_ = self.tables.all("sale.order", name=order)[0]["id"]
        notes = self.tables.all("mail.message", model="sale.order", res_id=id_)
        if not notes:
            raise refused(f"Order {order} has no note.")
        return str(notes[-1]["body"]).removeprefix("<p>Goldthread: ").removesuffix("</p>")

    def amend(self, order: str, city: str) -> None:
        """A clerk corrects the city of an order's delivery address."""
        row = self.tables.all("sale.order", name=order)[0]
        self.tables.get("res.partner", row["partner_shipping_id"])["city"] = city
