"""Documents of Frappe, and the filters by which it finds them."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from goldthread.testing.fakes.erpnext.faults import FrappeError

Doc = dict[str, Any]

NAMING: Final = {
    "Sales Order": "SAL-ORD-2026-{:05}",
    "Delivery Note": "MAT-DN-2026-{:05}",
    "Shipment": "SHIPMENT-{:05}",
    "Comment": "c{:09x}",
}
MANDATORY: Final = {
    "Customer": ("customer_name",),
    "Address": ("address_line1", "city", "country"),
    "Item": ("item_code", "item_group", "stock_uom"),
    "Sales Order": ("customer", "items"),
    "Webhook": ("webhook_doctype", "request_url"),
}
LINKS: Final = {
    "Address": {"country": "Country"},
    "Sales Order": {"customer": "Customer", "shipping_address_name": "Address", "currency": "Currency"},
}
_TABLES: Final = {"Contact Email": "email_ids", "Dynamic Link": "links"}
_AFTER_SUBMIT: Final = frozenset({"docstatus", "modified"})
"""What a submitted shipment may still be told; tracking numbers aren't among them."""


class Documents:
    """Everything that is kept. What an error interrupts is undone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.kept: dict[str, dict[str, Doc]] = {}
        self._count = 0

    def all(self, doctype: str) -> dict[str, Doc]:
        return self.kept.setdefault(doctype, {})

    def get(self, doctype: str, name: str) -> Doc:
        if name not in self.all(doctype):
            raise FrappeError("DoesNotExistError", f"{doctype} {name} not found")
        return self.all(doctype)[name]

    def undoing(self, work: Callable[[], Doc]) -> Doc:
        """Do something wholly, or not at all."""
        before = deepcopy(self.kept)
        try:
            return work()
        except FrappeError:
            self.kept = before
            raise

    def make(self, doctype: str, **values: Any) -> Doc:
        """One more document, as it is."""
        self._count += 1
        stamp = f"{self.now():%Y-%m-%d %H:%M:%S}.{self._count:06}"
        name = values.get("name") or NAMING.get(doctype, doctype.lower() + "-{}").format(self._count)
        doc = {"docstatus": 0, **values, "name": name, "doctype": doctype, "creation": stamp, "modified": stamp}
        self.all(doctype)[name] = doc
        return doc

    def insert(self, doctype: str, values: Doc) -> Doc:
        """A new document, checked. Raises `FrappeError`."""
        name = self._named(doctype, values)
        missing = [field for field in MANDATORY.get(doctype, ()) if not values.get(field)]
        if missing:
            fields = ", ".join(missing)
            raise FrappeError("MandatoryError", f"[{doctype}, {name or 'new'}]: {fields}", is_shown=False)
        for field, target in LINKS.get(doctype, {}).items():
            if values.get(field) and values[field] not in self.all(target):
                raise FrappeError("LinkValidationError", f"Could not find {_label(field)}: {values[field]}")
        return self.make(doctype, **{**values, **({"name": name} if name else {})})

    def _named(self, doctype: str, values: Doc) -> str:
        """The name that a document is going to have; empty where it is counted."""
        if doctype == "Item":
            if values.get("item_code") in self.all(doctype):
                code = values["item_code"]
                raise FrappeError("DuplicateEntryError", f"Item {code} already exists")
            return str(values.get("item_code") or "")
        wanted = {"Customer": values.get("customer_name"), "Webhook": values.get("name")}.get(doctype)
        if doctype == "Address":
            wanted = f"{values.get('address_title')}-{values.get('address_type')}"
        if not wanted:
            return ""
        if doctype == "Webhook" and wanted in self.all(doctype):
            raise FrappeError("DuplicateEntryError", f"Webhook {wanted} already exists")
        same = sum(name == wanted or name.startswith(f"{wanted} - ") for name in self.all(doctype))
        return f"{wanted} - {same}" if same else str(wanted)

    def update(self, doctype: str, name: str, values: Doc) -> Doc:
        """A document changed. Raises `FrappeError`: somebody else was first, or it was submitted."""
        doc = self.get(doctype, name)
        if "modified" in values and values["modified"] != doc["modified"]:
            words = "Error: Document has been modified after you have opened it"
            raise FrappeError("TimestampMismatchError", f"{words} ({doc['modified']}, {values['modified']}).")
        changed = [field for field, value in values.items() if doc.get(field) != value and field not in _AFTER_SUBMIT]
        if doc["docstatus"] == 1 and changed and doctype in NAMING:
            field, former = changed[0], doc.get(changed[0])
            words = f"Not allowed to change <b>{_label(field)}</b> after submission from <b>{former}</b>"
            raise FrappeError("UpdateAfterSubmitError", f"{words} to <b>{values[field]}</b>")
        self._count += 1
        doc |= values | {"modified": f"{self.now():%Y-%m-%d %H:%M:%S}.{self._count:06}"}
        return doc

    def search(self, doctype: str, filters: list[Any], either: list[Any], order: str, limit: int) -> list[Doc]:
        """The documents that fulfil all filters, and one of `either`."""
        found = [
            doc
            for doc in self.all(doctype).values()
            if all(self._holds(doc, one) for one in filters)
            and (not either or any(self._holds(doc, one) for one in either))
        ]
        field, _, way = order.partition(",")[0].strip().partition(" ")
        found.sort(key=lambda doc: doc[field], reverse=way == "desc")
        return found[:limit] if limit else found

    def _holds(self, doc: Doc, condition: list[Any]) -> bool:
        *table, field, operator, wanted = condition
        rows = doc.get(_TABLES[table[0]], []) if table and table[0] in _TABLES else [doc]
        return any(_fits(row.get(field), operator, wanted) for row in rows)


def _fits(value: Any, operator: str, wanted: Any) -> bool:
    match operator:
        case "=":
            return bool(_folded(value) == _folded(wanted))
        case "<":
            return bool(value < wanted)
        case ">":
            return bool(value > wanted)
        case "in":
            return value in wanted
        case "is":
            return bool(value) is (wanted == "set")
        case "like":
            return value is not None and _pattern(wanted).fullmatch(value) is not None
        case _:
            raise FrappeError("ValidationError", f"Operator must be one of =, <, >, in, is, like, not {operator}")


def _folded(value: Any) -> Any:
    """MariaDB compares without regard to case."""
    return value.casefold() if isinstance(value, str) else value


def _pattern(text: str) -> re.Pattern[str]:
    parts = re.findall(r"\\.|.", text)
    spelled = {"%": ".*", "_": "."}
    return re.compile("".join(spelled.get(part) or re.escape(part[-1]) for part in parts), re.IGNORECASE | re.DOTALL)


def _label(field: str) -> str:
    labels = {"awb_number": "AWB Number", "customer": "Customer", "country": "Country", "currency": "Currency"}
    return labels.get(field, field.replace("_", " ").title())
