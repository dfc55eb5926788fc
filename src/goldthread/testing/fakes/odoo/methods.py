"""The methods of models that the outside may call."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from goldthread.testing.fakes.odoo.faults import OdooError, invalid, refused
from goldthread.testing.fakes.odoo.tables import Row, Tables

_LISTS: Final = 19
"""From here on what is posted is told as a list."""
_PRINTING: Final = {
    "type": "ir.actions.client",
    "tag": "do_multi_print",
    "params": {"reports": [{"report_name": "stock.report_deliveryslip"}], "anotherAction": False},
}
_BACKORDER: Final = {
    "name": "Create Backorder?",
    "type": "ir.actions.act_window",
    "view_mode": "form",
    "res_model": "stock.backorder.confirmation",
    "target": "new",
}


class Methods:
    """What Odoo does with its records."""

    def __init__(self, tables: Tables, version: int) -> None:
        self.tables = tables
        self.version = version
        self.prints_by_itself = False
        """Whether a validated transfer is followed by Odoo's printing its papers."""
        self.bought: list[int] = []
        """Transfers that Odoo bought a label for by itself."""

    def call(self, model: str, method: str, ids: list[int], named: dict[str, Any]) -> Any:
        """The value of one call, which is a transaction. Raises `OdooError`."""
        if model not in self.tables.rows:
            raise OdooError("werkzeug.exceptions.NotFound", f"the model {model!r} does not exist", 404)
        context = named.pop("context", {})
        match model, method:
            case _, "search_read":
                return self._search_read(model, is_whole=context.get("active_test") is False, **named)
            case _, "read":
                return [self.tables.shown(model, self.tables.get(model, id_), named["fields"]) for id_ in ids]
            case _, "create":
                return self.tables.undoing(lambda: [self._create(model, values) for values in named["vals_list"]])
            case _, "write":
                return self.tables.undoing(lambda: self._write(model, ids, named["vals"]))
            case "sale.order", "action_confirm":
                return self.tables.undoing(lambda: self._confirm(ids))
            case "sale.order", "message_post":
                body = f"<p>{escape(named['body'], quote=False)}</p>"
                made = self.tables.make("mail.message", model=model, res_id=ids[0], body=body)
                return made if self.version < _LISTS else [made]
            case "stock.picking", "button_validate":
                return self.tables.undoing(lambda: self._validate(ids, context))
            case _:
                message = f"The method '{model}.{method}' does not exist"
                raise OdooError("builtins.AttributeError", message, 404)

    def _search_read(
        self,
        model: str,
        *,
        is_whole: bool,
        domain: list[Any],
        fields: list[str],
        order: str = "id",
        limit: int | None = None,
    ) -> list[Row]:
        found = self.tables.search(model, domain, order)
        left_out = self.tables.hidden | (set() if is_whole else self.tables.archived)
        kept = [row for row in found if row["id"] not in left_out]
        return [self.tables.shown(model, row, fields) for row in kept[: limit or None]]

    def _create(self, model: str, values: Row) -> int:
        match model:
            case "res.partner":
                return self._create_partner(values)
            case "sale.order":
                return self._create_order(dict(values))
            case _:
                return self.tables.make(model, **values)

    def _create_partner(self, values: Row) -> int:
        if not values.get("name") and values.get("type", "contact") == "contact":
            raise invalid("The operation cannot be completed: Contacts require a name")
        return self.tables.make("res.partner", **values)

    def _create_order(self, values: Row) -> int:
        lines = values.pop("order_line", [])
        if not values.get("partner_id"):
            raise invalid(
                "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n\n"
                "Model: Sales Order (sale.order)\nField: Customer (partner_id)\n"
            )
        prices = values.get("pricelist_id")
        seller = self.tables.get("product.pricelist", prices) if prices else self.tables.all("res.company")[0]
        currency = seller["currency_id"]
        id_ = self.tables.make("sale.order", **{**values, "state": "draft", "currency_id": currency})
        total = 0
        for _, _, line in lines:
            self.tables.get("product.product", line["product_id"])
            self.tables.make("sale.order.line", order_id=id_, **line)
            total += round(line["price_unit"] * line["product_uom_qty"] * 100)
        self.tables.rows["sale.order"][id_] |= {"name": f"S{id_:05}", "amount_total": total / 100}
        return id_

    def _write(self, model: str, ids: list[int], values: Row) -> bool:
        self.tables.check(model, list(values))
        for id_ in ids:
            self.tables.get(model, id_).update(values)
        return True

    def _confirm(self, ids: list[int]) -> bool:
        for id_ in ids:
            order = self.tables.get("sale.order", id_)
            if order["state"] not in {"draft", "sent"}:
                raise refused("Some orders are not in a state requiring confirmation.")
            order["state"] = "sale"
            goods = [line for line in self.tables.all("sale.order.line", order_id=id_) if self._is_goods(line)]
            if goods:
                self.deliver(order, [(line["product_id"], line["product_uom_qty"]) for line in goods])
        return True

    def deliver(self, order: Row, goods: list[tuple[int, float]], *, backorder_of: int | bool = False) -> int:
        """A transfer that is ready to be packed."""
        id_ = self.tables.make(
            "stock.picking",
            name="",
            state="assigned",
            picking_type_code="outgoing",
            picking_type_id=self.tables.all("stock.picking.type")[0]["id"],
            sale_id=order["id"],
            partner_id=order["partner_shipping_id"] or order["partner_id"],
            weight_uom_name="kg",
            backorder_id=backorder_of,
        )
        self.tables.rows["stock.picking"][id_]["name"] = f"WH/OUT/{id_:05}"
        for product, count in goods:
            self.tables.make("stock.move.line", picking_id=id_, product_id=product, quantity=count, qty_done=count)
        return id_

    def _is_goods(self, line: Row) -> bool:
        product = self.tables.get("product.product", line["product_id"])
        return "service" not in (product["type"], product["detailed_type"])

    def _validate(self, ids: list[int], context: Row) -> bool | Row:
        for id_ in ids:
            picking = self.tables.get("stock.picking", id_)
            left = self._left(picking)
            if left and not context.get("skip_backorder"):
                return {**_BACKORDER, "context": {"default_pick_ids": [[4, id_]]}}
            method = picking["carrier_id"] and self.tables.get("delivery.carrier", picking["carrier_id"])
            if method and method["integration_level"] == "rate_and_ship" and not picking["carrier_tracking_ref"]:
                picking["carrier_tracking_ref"] = f"ODOO{id_:09}"
                self.bought.append(id_)
            picking["state"] = "done"
            if left:
                self.deliver(self.tables.get("sale.order", picking["sale_id"]), left, backorder_of=id_)
        return {**_PRINTING} if self.prints_by_itself else True

    def _left(self, picking: Row) -> list[tuple[int, float]]:
        """What the order still waits for once this transfer is done."""
        wanted: dict[int, float] = {}
        for line in self.tables.all("sale.order.line", order_id=picking["sale_id"]):
            if self._is_goods(line):
                wanted[line["product_id"]] = wanted.get(line["product_id"], 0) + line["product_uom_qty"]
        for other in self.tables.all("stock.picking", sale_id=picking["sale_id"]):
            for line in self.tables.all("stock.move.line", picking_id=other["id"]):
                wanted[line["product_id"]] = wanted.get(line["product_id"], 0) - line["quantity"]
        return [(product, count) for product, count in wanted.items() if count > 0]
