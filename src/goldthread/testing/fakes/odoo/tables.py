"""Records of a few models, and the domains by which Odoo finds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from email.utils import parseaddr
from typing import Any, Final

from goldthread.testing.fakes.odoo.faults import OdooError, missing

Row = dict[str, Any]

_ADDRESS: Final = ("name", "email", "phone", "street", "street2", "zip", "city", "company_name")
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "res.country": ("name", "code"),
    "res.country.state": ("name", "code", "country_id"),
    "res.currency": ("name",),
    "res.company": ("name", "currency_id"),
    "res.partner": (*_ADDRESS, "email_normalized", "country_id", "country_code", "state_id", "parent_id", "type"),
    "product.pricelist": ("name", "currency_id"),
    "product.product": (
        *("name", "default_code", "barcode", "weight", "hs_code", "country_of_origin", "type", "detailed_type"),
        "is_storable",
    ),
    "sale.order": (
        *("name", "state", "partner_id", "partner_shipping_id", "client_order_ref", "origin", "date_order"),
        *("pricelist_id", "currency_id", "note", "amount_total", "order_line"),
    ),
    "sale.order.line": ("order_id", "product_id", "product_uom_qty", "price_unit", "name"),
    "stock.picking": (
        *("name", "state", "picking_type_code", "picking_type_id", "sale_id", "partner_id", "carrier_id"),
        *("carrier_tracking_ref", "weight_uom_name", "backorder_id"),
    ),
    "stock.picking.type": ("name",),
    "stock.move.line": ("picking_id", "product_id", "result_package_id", "quantity", "qty_done"),
    "stock.package": ("name", "shipping_weight", "package_type_id"),
    "stock.package.type": ("name", "packaging_length", "width", "height", "length_uom_name"),
    "delivery.carrier": ("name", "integration_level"),
    "mail.message": ("model", "res_id", "body"),
}
REFERS: Final = {
    "country_id": "res.country",
    "country_of_origin": "res.country",
    "state_id": "res.country.state",
    "parent_id": "res.partner",
    "partner_id": "res.partner",
    "partner_shipping_id": "res.partner",
    "currency_id": "res.currency",
    "pricelist_id": "product.pricelist",
    "product_id": "product.product",
    "order_id": "sale.order",
    "sale_id": "sale.order",
    "picking_type_id": "stock.picking.type",
    "picking_id": "stock.picking",
    "result_package_id": "stock.package",
    "package_type_id": "stock.package.type",
    "carrier_id": "delivery.carrier",
}


class Tables:
    """Everything that is kept. What an error interrupts is undone."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, Row]] = {model: {} for model in FIELDS}
        self.archived: set[int] = set()
        """Ids of records that a search leaves out, unless its context says `active_test: false`."""
        self.hidden: set[int] = set()
        """Ids of records that our user has no right to find."""
        self._next = 0

    def undoing(self, work: Callable[[], Any]) -> Any:
        """Do something wholly, or not at all."""
        before = deepcopy(self.rows)
        try:
            return work()
        except OdooError:
            self.rows = before
            raise

    def make(self, model: str, /, **values: Any) -> int:
        """One more record."""
        self.check(model, list(values))
        self._next += 1
        row = dict.fromkeys(FIELDS[model], False) | values | {"id": self._next}
        if model == "res.partner" and row["email"]:
            row["email_normalized"] = parseaddr(row["email"])[1].lower()
        self.rows[model][self._next] = row
        return self._next

    def get(self, model: str, id_: int) -> Row:
        if id_ not in self.rows[model]:
            raise missing(model, [id_])
        return self.rows[model][id_]

    def all(self, model: str, /, **values: Any) -> list[Row]:
        """The records with these values, the oldest first."""
        rows = self.rows[model].values()
        return [row for row in rows if all(row[name] == value for name, value in values.items())]

    def check(self, model: str, names: Sequence[str]) -> None:
        """Odoo names the first field that a model doesn't have."""
        for name in names:
            if name != "id" and name not in FIELDS[model]:
                raise OdooError("builtins.ValueError", f"Invalid field {name!r} on {model!r}", 500)

    def shown(self, model: str, row: Row, fields: Sequence[str]) -> Row:
        """The record as Odoo gives it out."""
        self.check(model, fields)
        return {"id": row["id"], **{name: self._shown(row, name) for name in fields}}

    def _shown(self, row: Row, name: str) -> Any:
        value = row[name]
        if name == "country_code":
            return self.get("res.country", row["country_id"])["code"] if row["country_id"] else False
        if name in REFERS and value:
            return [value, self.get(REFERS[name], value)["name"]]
        return 0.0 if value is False and name in {"weight", "shipping_weight", "quantity", "qty_done"} else value

    def search(self, model: str, domain: list[Any], order: str = "id") -> list[Row]:
        """The records of a domain in Polish notation."""
        tests = [self._test(model, term) if isinstance(term, list) else term for term in domain]
        stack: list[Callable[[Row], bool]] = []
        for term in reversed(tests):
            if callable(term):
                stack.append(term)
            else:
                stack.append(_joined(term, stack.pop(), stack.pop()))
        found = [row for row in self.rows[model].values() if all(test(row) for test in stack)]
        return sorted(found, key=lambda row: row["id"], reverse=order.endswith("desc"))

    def _test(self, model: str, term: list[Any]) -> Callable[[Row], bool]:
        path, operator, wanted = term
        name, _, rest = path.partition(".")
        self.check(model, [name])

        def value(row: Row) -> Any:
            return self.get(REFERS[name], row[name])[rest] if rest and row[name] else row[name]

        return lambda row: _holds(value(row), operator, wanted)


def _joined(operator: str, one: Callable[[Row], bool], other: Callable[[Row], bool]) -> Callable[[Row], bool]:
    if operator == "|":
        return lambda row: one(row) or other(row)
    return lambda row: one(row) and other(row)


def _holds(value: Any, operator: str, wanted: Any) -> bool:
    match operator:
        case "=":
            return bool(value == wanted)
        case "!=":
            return bool(value != wanted)
        case "in":
            return value in wanted
        case ">":
            return bool(value and value > wanted)
        case "=ilike":
            return bool(value) and _pattern(wanted).fullmatch(value) is not None
        case "like":
            return bool(value) and wanted in value
        case _:
            raise OdooError("builtins.ValueError", f"Invalid operator {operator!r} in domain term", 500)


def _pattern(text: str) -> re.Pattern[str]:
    """`%` stands for anything and `_` for one character, unless a backslash is before them."""
    parts = re.findall(r"\\.|.", text)
    spelled = {"%": ".*", "_": "."}
    return re.compile("".join(spelled.get(part) or re.escape(part[-1]) for part in parts), re.IGNORECASE)
