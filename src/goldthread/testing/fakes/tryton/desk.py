"""What Tryton checks when records are made, and what its buttons do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from goldthread.domain.gtin import is_gtin
from goldthread.testing.fakes.tryton.complaints import ConcurrencyError, UserError, UserWarningError
from goldthread.testing.fakes.tryton.schema import MODELS
from goldthread.testing.fakes.tryton.tables import Row, Tables

SALE: Final = "sale.sale"
SHIPMENT: Final = "stock.shipment.out"
OFFERED: Final = {
    (SALE, "quote"): ("draft",),
    (SALE, "confirm"): ("quotation",),
    (SALE, "draft"): ("cancelled", "quotation", "confirmed"),
    (SALE, "cancel"): ("draft", "quotation"),
    (SHIPMENT, "assign_force"): ("waiting",),
    (SHIPMENT, "pick"): ("assigned", "packed"),
    (SHIPMENT, "pack"): ("picked",),
    (SHIPMENT, "ship"): ("packed",),
    (SHIPMENT, "do"): ("packed", "shipped"),
}
"""In which states a button may be pressed; in any other it is refused."""
PRICE_DIGITS: Final = 4

_PHONE: Final = re.compile(r"\+[0-9]{9,15}")


class Desk:
    """The models' own rules over the records."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.has_worker = False
        """Whether a worker processes confirmed sales later, instead of Tryton at once."""

    def create(self, model: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Make records, all or none as far as they are checked before."""
        for row in rows:
            self._check(model, row)
        return [self._made(model, row) for row in rows]

    def write(self, model: str, params: Sequence[Any], timestamps: Mapping[str, str]) -> None:
        """`[[ids], {values}, [ids], {values}, …]`; nothing is written where one was written since."""
        pairs = list(zip(params[::2], params[1::2], strict=True))
        for ids, _ in pairs:
            for id_ in ids:
                known = timestamps.get(f"{model},{id_}")
                if known is not None and known != self.tables.rows[model].get(id_, {}).get("_timestamp"):
                    raise ConcurrencyError
        for ids, values in pairs:
            for id_ in ids:
                self.tables.change(model, id_, values)

    def press(self, model: str, button: str, ids: Sequence[int]) -> None:
        """What a button does to these records."""
        if (model, button) not in OFFERED:
            raise UserError(f'Calling button "{button} on "{MODELS[model].label}" is not allowed.')
        for id_ in ids:
            row = self.tables.rows[model].get(id_)
            if row is None:
                label = MODELS[model].label
                raise UserError(f'You are trying to read records "{id_}" of "{label}" that don\'t exist.')
            is_empty = button == "quote" and not self.tables.find("sale.line", [["sale", "=", id_]])
            if row["state"] not in OFFERED[model, button] or is_empty:
                raise UserError(
                    f'You can not call "{button}" on "{self._name(model, row)}" of "{MODELS[model].label}".'
                )
        for id_ in ids:
            _DOES[model, button](self, id_)
            self.tables.touch(model, id_)

    def work(self) -> None:
        """What a worker does: process every confirmed sale."""
        for id_ in self.tables.find(SALE, [["state", "=", "confirmed"]]):
            self.process(id_)

    def process(self, id_: int) -> None:
        """Make the shipment of a sale that is confirmed."""
        sale = self.tables.rows[SALE][id_]
        sale["state"], sale["shipment_state"] = "processing", "waiting"
        shipment = self.tables.add(
            SHIPMENT,
            number=str(len(self.tables.rows[SHIPMENT]) + 1),
            state="waiting",
            customer=sale["party"],
            delivery_address=sale["shipment_address"],
            warehouse=1,
            carrier=sale.get("carrier"),
            sale=id_,
        )
        for line, row in sorted(self.tables.rows["sale.line"].items()):
            if row["sale"] == id_ and row.get("product") is not None:
                self.tables.add(
                    "stock.move",
                    shipment=shipment,
                    product=row["product"],
                    quantity=float(row["quantity"]),
                    unit_price=row["unit_price"],
                    currency=sale["currency"],
                    state="draft",
                    origin=line,
                )

    def _check(self, model: str, row: Mapping[str, Any]) -> None:
        match model:
            case "party.party":
                for mechanism in _created(row.get("contact_mechanisms")):
                    _check_mechanism(mechanism, str(row.get("name", "")))
            case "party.address":
                _check_address(row)
            case "product.template":
                self._check_product(row)
            case "sale.sale":
                for line in _created(row.get("lines")):
                    _check_line(line)
            case _:
                return

    def _check_product(self, row: Mapping[str, Any]) -> None:
        if not row.get("name"):
            raise UserError('A value is required for field "Name" in record "" of "Product Template".')
        for variant in _created(row.get("products")):
            if self.tables.find("product.product", [["code", "=", variant["suffix_code"]]]):
                raise UserError("Code of active product must be unique.")
            for one in _created(variant.get("identifiers")):
                if not is_gtin(one["code"]):
                    message = f'The International Article Number "{one["code"]}" for product "{row["name"]}"'
                    raise UserError(f"{message} is not valid.")

    def _made(self, model: str, row: Mapping[str, Any]) -> int:
        match model:
            case "party.party":
                return self.tables.add(model, **{"active": True, **row, "contact_mechanisms": _mechanisms(row)})
            case "party.address":
                street = {"street": row.get("street_unstructured")}
                return self.tables.add(model, **{**row, **street, "contact_mechanisms": _mechanisms(row)})
            case "product.template":
                return self._made_product(row)
            case "sale.sale":
                lines = _created(row.get("lines"))
                prices = (Decimal(line["unit_price"]["decimal"]) * Decimal(line["quantity"]) for line in lines)
                total = sum(prices, Decimal(0))
                amount = {"__class__": "Decimal", "decimal": f"{total.quantize(Decimal('0.01')):f}"}
                draft = {"state": "draft", "shipment_state": "none", "number": None, "total_amount": amount}
                return self.tables.add(model, **{**draft, **row})
            case _:
                return self.tables.add(model, **row)

    def _made_product(self, row: Mapping[str, Any]) -> int:
        """Variants show what their template says."""
        shown = {name: row.get(name) for name in ("name", "weight", "default_uom", "sale_uom", "weight_uom")}
        variants = [{**one, **shown, "code": one["suffix_code"]} for one in _created(row["products"])]
        return self.tables.add("product.template", **{**row, "products": [["create", variants]]})

    def _name(self, model: str, row: Row) -> str:
        if model != SALE:
            return str(row["number"])
        return f"{row['number'] or ''} [{row.get('reference') or ''}]".strip()


def _quote(desk: Desk, id_: int) -> None:
    sale = desk.tables.rows[SALE][id_]
    if sale.get("shipment_cost_method") and sale.get("carrier"):
        raise UserError('A value is required for field "Shipment Cost" in record "" of "Sale".')
    sale["state"] = "quotation"
    numbers = [int(row["number"]) for row in desk.tables.rows[SALE].values() if row["number"]]
    sale["number"] = sale["number"] or str(max(numbers, default=0) + 1)


def _confirm(desk: Desk, id_: int) -> None:
    desk.tables.rows[SALE][id_]["state"] = "confirmed"
    if not desk.has_worker:
        desk.process(id_)


def _pack(desk: Desk, id_: int) -> None:
    if desk.tables.rows[SHIPMENT][id_].get("carrier") is None:
        number = desk.tables.rows[SHIPMENT][id_]["number"]
        raise UserWarningError("673ec9878b953de6.no_carrier", f'The shipment "{number}" does not have a carrier set.')
    desk.tables.rows[SHIPMENT][id_]["state"] = "packed"


def _to(model: str, state: str) -> Callable[[Desk, int], None]:
    def move(desk: Desk, id_: int) -> None:
        desk.tables.rows[model][id_]["state"] = state

    return move


_DOES: Final[Mapping[tuple[str, str], Callable[[Desk, int], None]]] = {
    (SALE, "quote"): _quote,
    (SALE, "confirm"): _confirm,
    (SALE, "draft"): _to(SALE, "draft"),
    (SALE, "cancel"): _to(SALE, "cancelled"),
    (SHIPMENT, "assign_force"): _to(SHIPMENT, "assigned"),
    (SHIPMENT, "pick"): _to(SHIPMENT, "picked"),
    (SHIPMENT, "pack"): _pack,
    (SHIPMENT, "ship"): _to(SHIPMENT, "shipped"),
    (SHIPMENT, "do"): _to(SHIPMENT, "done"),
}


def _check_address(row: Mapping[str, Any]) -> None:
    for field in ("party_name", "attn", "postal_code", "city"):
        value = row.get(field)
        if value and re.search(r"[\n\t\r]", value):
            label, bad = field.replace("_", " ").title(), repr(re.findall(r"[\n\t\r]", value)[0])
            where = f'record "{row.get("party_name")}, {value}" of "Party Address"'
            raise UserError(f'The value "{value}" for field "{label}" in {where} contains some invalid chars "{bad}".')
    for mechanism in _created(row.get("contact_mechanisms")):
        _check_mechanism(mechanism, str(row.get("party_name", "")))


def _check_mechanism(row: Mapping[str, Any], party: str) -> None:
    value = row.get("value") or ""
    if not value:
        raise UserError('A value is required for field "Value" in record "[11] <>" of "Party Contact Mechanism".')
    if row.get("type") == "phone" and not _PHONE.fullmatch(re.sub(r"[ ()-]", "", value)):
        raise UserError(f'The phone number "{value}" for party "{party}" is not valid.')


def _check_line(line: Mapping[str, Any]) -> None:
    price = line["unit_price"]["decimal"]
    if -int(Decimal(price).as_tuple().exponent) > PRICE_DIGITS:
        where = 'for field "Unit Price" in record "1 u" of "Sale Line"'
        raise UserError(f'The number of digits in the value "\'{price}\'" {where} exceeds the limit of "(None, 4)".')


def _created(given: object) -> list[dict[str, Any]]:
    operations = given if isinstance(given, list) else []
    return [row for what, rows in operations if what == "create" for row in rows]


def _mechanisms(row: Mapping[str, Any]) -> list[list[Any]]:
    """Telephones are kept as Tryton writes them: `+420 601 123 456`, and in one piece beside it."""
    return [["create", [_written(one) for one in _created(row.get("contact_mechanisms"))]]]


def _written(row: Mapping[str, Any]) -> dict[str, Any]:
    value = str(row["value"])
    if row["type"] != "phone":
        return {**row, "value_compact": value}
    plain = re.sub(r"[ ()-]", "", value)
    spaced = " ".join([plain[:4], *re.findall(".{1,3}", plain[4:])])
    return {**row, "value": spaced, "value_compact": plain}
