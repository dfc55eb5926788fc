"""The stand-in's shipments: announced once under a reference, drawn, scanned, cancelled."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from goldthread.flow.reply import Reply
from goldthread.testing.contract import json_reply
from goldthread.testing.fakes.sendcloud.validation import announcement_fault, complaint, error, faults

Row: TypeAlias = dict[str, Any]

FIRST_PARCEL: Final = 383_707_309
DEAD: Final = frozenset({"CANCELLED", "CANCELLING", "ANNOUNCEMENT_FAILED"})
MESSAGES: Final = {
    "READY_TO_SEND": (1000, "Ready to send"),
    "TO_SORTING": (3, "En route to sorting center"),
    "SHIPMENT_ON_ROUTE": (91, "Parcel en route"),
    "DRIVER_ON_ROUTE": (92, "Driver en route"),
    "DELIVERED": (11, "Delivered"),
    "CANCELLED": (2000, "Cancelled"),
    "CANCELLING": (2001, "Submitting cancellation request"),
    "ANNOUNCEMENT_FAILED": (1002, "Announcement failed"),
}
"""Of each code its number and sentence, as webhooks tell them."""


def drawn(number: str, mime_type: str) -> bytes:
    """The label of a parcel, the same whenever it is asked for."""
    if mime_type == "application/zpl":
        return f"^XA^FO20,20^FD{number}^FS^XZ".encode()
    return f"%PDF-1.4\n% Sendcloud, {number}\n%%EOF\n".encode()


class ShipmentBook:
    """All shipments, the oldest first."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.rows: list[Row] = []

    def announce(self, asked: Row) -> Reply:
        """As `POST /shipments/announce` does; a reference that is known brings its shipment with 409."""
        reference = asked.get("external_reference_id")
        known = next((row for row in self.rows if reference and row["external_reference_id"] == reference), None)
        if known:
            return json_reply(409, {"data": self._with_label(known)})
        if wrong := faults(asked):
            return complaint(400, *wrong)
        fault = announcement_fault(asked)
        row = self._made(asked, "ANNOUNCEMENT_FAILED" if fault else "READY_TO_SEND")
        row["errors"] = [fault] if fault else []
        self.rows.append(row)
        return json_reply(201, {"data": row if fault else self._with_label(row)})

    def cancel(self, key: str) -> Reply:
        """As `POST /shipments/{id}/cancel` does: queued, or refused with 409."""
        row = self.by_id(key)
        if row is None:
            return complaint(404, error("not_found", "Not found"))
        codes = {parcel["status"]["code"] for parcel in row["parcels"]}
        if codes & DEAD:
            return complaint(409, error("invalid", "This shipment is already being cancelled."))
        if "DELIVERED" in codes:
            return complaint(409, error("invalid", "This shipment is delivered and cannot be cancelled."))
        for parcel in row["parcels"]:
            self.move(parcel, "CANCELLING")
        return json_reply(202, {"data": {"status": "queued", "message": "Shipment cancellation has been queued"}})

    def listed(self, query: Mapping[str, str]) -> Reply:
        """As `GET /shipments` does."""
        rows = self.rows
        if ids := query.get("shipment_uuids"):
            rows = [row for row in rows if row["id"] in ids.split(",")]
        if number := query.get("tracking_number"):
            rows = [row for row in rows if any(one["tracking_number"] == number for one in row["parcels"])]
        if order := query.get("order_number"):
            rows = [row for row in rows if row["order_number"] == order]
        return json_reply(200, {"data": rows[: int(query.get("page_size", 40))]})

    def document(self, parcel: int, mime_type: str) -> Reply:
        """As `GET /parcels/{id}/documents/label` does."""
        row = next((one for one in self.parcels() if one["id"] == parcel), None)
        if row is None:
            return complaint(404, error("not_found", "No Parcel matches the given query."))
        content = drawn(row["tracking_number"], mime_type)
        return Reply(status=200, headers={"content-type": mime_type}, content=content)

    def parcels(self) -> list[Row]:
        """Of all shipments."""
        return [parcel for row in self.rows for parcel in row["parcels"]]

    def by_id(self, key: str) -> Row | None:
        """The shipment of an id."""
        return next((row for row in self.rows if row["id"] == key), None)

    def move(self, parcel: Row, code: str) -> None:
        """The parcel comes into a status at this instant."""
        parcel["status"] = {"code": code, "message": MESSAGES.get(code, (70_000, code))[1]}
        parcel["updated_at"] = self.now().isoformat().replace("+00:00", "Z")

    def _made(self, asked: Row, code: str) -> Row:
        number = len(self.rows) + 1
        fields = ("external_reference_id", "reference", "order_number", "to_address", "ship_with", "label_details")
        parcels = [self._parcel(one, code) for one in asked["parcels"]]
        for place, parcel in enumerate(parcels):
            parcel["id"] = FIRST_PARCEL + len(self.parcels()) + place
            parcel["tracking_number"] = f"3SYZXG{parcel['id']}"
        row = {name: asked.get(name) for name in fields}
        id_ = f"87e18823-016b-479b-b9e0-{number:012}"
        return {"id": id_, **row, "parcels": parcels, "carrier": {"code": "postnl", "name": "PostNL"}, "errors": []}

    def _parcel(self, asked: Row, code: str) -> Row:
        parcel = {"documents": [], "dimensions": asked.get("dimensions"), "weight": asked["weight"]}
        self.move(parcel, code)
        return {**parcel, "created_at": parcel["updated_at"], "announced_at": parcel["updated_at"]}

    def _with_label(self, row: Row) -> Row:
        """The label comes along if the parcel is alone."""
        if len(row["parcels"]) > 1:
            return row
        parcel = row["parcels"][0]
        mime_type = (row["label_details"] or {}).get("mime_type", "application/pdf")
        label = base64.b64encode(drawn(parcel["tracking_number"], mime_type)).decode()
        return {**row, "parcels": [{**parcel, "label_file": label}]}
