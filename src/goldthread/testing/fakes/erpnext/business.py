"""What ERPNext makes of its documents, and what its people do."""

from __future__ import annotations

from typing import Any

from goldthread.testing.fakes.erpnext.documents import Doc, Documents
from goldthread.testing.fakes.erpnext.faults import FrappeError

WAREHOUSE = "Stores - G"


class Business:
    """Customers with contacts, orders, delivery notes, shipments."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self._furnish()

    def _furnish(self) -> None:
        for name, code in (("Czechia", "cz"), ("Germany", "de"), ("Japan", "jp"), ("Atlantis", None)):
            self.documents.make("Country", name=name, code=code)
        for currency in ("EUR", "CZK", "JPY"):
            self.documents.make("Currency", name=currency)
        self.item("TEA-1", "Green tea", customs_tariff_number="090210", country_of_origin="Japan")

    def item(self, code: str, name: str, **fields: Any) -> Doc:
        """An item that stands in the shelf."""
        return self.documents.make(
            "Item", name=code, item_code=code, item_name=name, weight_per_unit=0.12, weight_uom="Kg", **fields
        )

    def create(self, doctype: str, values: Doc) -> Doc:
        """A new document with what belongs to it. Raises `FrappeError`."""
        if doctype == "Sales Order":
            return self._order(values)
        made = self.documents.insert(doctype, values)
        if doctype == "Customer" and made.get("email_id"):
            self._contact(made)
        return made

    def _contact(self, customer: Doc) -> None:
        """ERPNext makes the primary contact itself."""
        self.documents.make(
            "Contact",
            first_name=customer["customer_name"],
            email_ids=[{"email_id": customer["email_id"], "is_primary": 1}],
            links=[{"link_doctype": "Customer", "link_name": customer["name"]}],
        )

    def _order(self, values: Doc) -> Doc:
        for place, line in enumerate(values.get("items") or (), 1):
            if line["item_code"] not in self.documents.all("Item"):
                raise FrappeError("LinkValidationError", f"Could not find Row #{place}: Item Code: {line['item_code']}")
        for other in self.documents.all("Sales Order").values():
            same = (other["po_no"], other["customer"]) == (values.get("po_no"), values.get("customer"))
            if same and values.get("po_no") and other["docstatus"] < 2:
                words = f"Sales Order {other['name']} already exists against Customer's Purchase Order {other['po_no']}"
                raise FrappeError("ValidationError", words)
        goods = sum(round(line["qty"] * line["rate"] * 100) for line in values.get("items") or ())
        total = (goods - round(values.get("discount_amount", 0) * 100)) / 100
        return self.documents.insert("Sales Order", {**values, "grand_total": total, "status": "Draft"})

    def update(self, doctype: str, name: str, values: Doc) -> Doc:
        """A document changed; submitted where its `docstatus` becomes 1. Raises `FrappeError`."""
        was = self.documents.get(doctype, name)["docstatus"]
        doc = self.documents.update(doctype, name, values)
        if doctype == "Shipment" and (was, doc["docstatus"]) == (0, 1):
            if not doc["shipment_parcel"]:
                raise FrappeError("ValidationError", "Please enter Shipment Parcel information")
            doc["status"] = "Submitted"
        if doctype == "Sales Order" and (was, doc["docstatus"]) == (0, 1):
            doc["status"] = "To Deliver and Bill"
        return doc

    def ship(self, order: str) -> Doc:
        """A clerk makes the delivery note of an order, and the shipment with one parcel; gives the shipment."""
        sold = self.documents.get("Sales Order", order)
        customer = self.documents.get("Customer", sold["customer"])
        items = [self._packed(line, order) for line in sold["items"] if line["item_code"] != "SHIPPING"]
        note = self.documents.make(
            "Delivery Note",
            docstatus=1,
            customer=sold["customer"],
            customer_name=customer["customer_name"],
            po_no=sold.get("po_no"),
            currency=sold["currency"],
            contact_email=customer.get("email_id"),
            items=items,
        )
        return self.documents.make(
            "Shipment",
            status="Draft",
            delivery_address_name=sold["shipping_address_name"],
            shipment_parcel=[{"length": 30, "width": 20, "height": 12, "weight": 1.187, "count": 1}],
            shipment_delivery_note=[{"delivery_note": note["name"], "grand_total": sold["grand_total"]}],
            value_of_goods=sold["grand_total"],
            awb_number=None,
        )

    def _packed(self, line: Doc, order: str) -> Doc:
        item = self.documents.get("Item", line["item_code"])
        weight = {"weight_per_unit": item.get("weight_per_unit"), "weight_uom": item.get("weight_uom")}
        about = {"item_code": line["item_code"], "item_name": item["item_name"], "warehouse": WAREHOUSE}
        return {**about, **weight, "qty": line["qty"], "rate": line["rate"], "against_sales_order": order}
