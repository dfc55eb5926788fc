"""What the stand-in's shop knows of parcels: core fulfilments, the plugin's numbers, notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeAlias

from goldthread.flow.reply import Reply
from goldthread.testing.contract import json_reply

Row: TypeAlias = dict[str, Any]

META_FIRST: Final = 44


def complaint(status: int, code: str | int, message: str, **data: object) -> Reply:
    """An error in WordPress's own form."""
    return json_reply(status, {"code": code, "message": message, "data": {"status": status, **data}})


class SendingBook:
    """By order's id. Whoever sends the same again makes a second; nothing is held against what was ordered."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.fulfilments: dict[int, list[Row]] = {}
        self.trackings: dict[int, list[Row]] = {}
        self.notes: dict[int, list[Row]] = {}
        self.mails: list[str] = []
        """What shoppers were mailed, the oldest first."""
        self._meta = META_FIRST

    def fulfil(self, order: int, asked: Row, *, is_told: bool) -> Reply:
        """As core does: items are to have an id and a quantity, and that is all it looks at."""
        meta = asked.get("meta_data")
        if not isinstance(meta, list):
            words = "Missing parameter(s): meta_data"
            return complaint(400, "rest_missing_callback_param", words, params=["meta_data"])
        items = next((one["value"] for one in meta if one.get("key") == "_items"), None)
        if not items:
            return complaint(400, 0, "The fulfillment should contain at least one item.")
        if any(item.get("item_id", 0) <= 0 or item.get("qty", 0) <= 0 for item in items):
            return complaint(400, 0, "Invalid item.")
        book = self.fulfilments.setdefault(order, [])
        row = {
            "id": 12 + sum(len(one) for one in self.fulfilments.values()),
            "entity_type": "WC_Order",
            "entity_id": str(order),
            "status": asked.get("status", "unfulfilled"),
            "is_fulfilled": asked.get("status") == "fulfilled",
            "date_updated": self.now().replace(microsecond=0, tzinfo=None).isoformat(sep=" "),
            "date_deleted": None,
            "meta_data": [self._meta_row(one) for one in meta],
        }
        book.append(row)
        if row["is_fulfilled"] and is_told:
            self.mails.append(f"fulfillment {row['id']} of order {order}")
        return json_reply(201, row)

    def change(self, order: int, number: int, asked: Row) -> Reply:
        """As core's PUT does: the keys that are sent replace all that were there."""
        row = next((one for one in self.fulfilments.get(order, []) if one["id"] == number), None)
        if row is None:
            return complaint(400, 0, "Invalid fulfillment ID.")
        if isinstance(meta := asked.get("meta_data"), list):
            row["meta_data"] = [self._meta_row(one) for one in meta]
        return json_reply(200, row)

    def track(self, order: int, asked: Row) -> Reply:
        """As the Shipment Tracking plugin does."""
        number = asked.get("tracking_number")
        if not number:
            words = "Missing parameter(s): tracking_number"
            return complaint(400, "rest_missing_callback_param", words, params=["tracking_number"])
        book = self.trackings.setdefault(order, [])
        row = {
            "tracking_id": f"7f4978c390ee633c6294ae0f25{order:04}{len(book):02}",
            "tracking_provider": asked.get("tracking_provider") or asked.get("custom_tracking_provider") or "",
            "tracking_link": "",
            "tracking_number": number,
            "date_shipped": asked.get("date_shipped") or self.now().date().isoformat(),
        }
        book.append(row)
        return json_reply(201, row)

    def note(self, order: int, asked: Row) -> Reply:
        """A note; one to the customer is mailed."""
        book = self.notes.setdefault(order, [])
        row = {
            "id": 280 + sum(len(one) for one in self.notes.values()),
            "author": "system",
            "date_created_gmt": self.now().replace(microsecond=0, tzinfo=None).isoformat(),
            "note": asked.get("note", ""),
            "customer_note": bool(asked.get("customer_note")),
        }
        book.insert(0, row)
        if row["customer_note"]:
            self.mails.append(f"note {row['id']} of order {order}")
        return json_reply(201, row)

    def _meta_row(self, one: Row) -> Row:
        self._meta += 1
        return {"id": self._meta, "key": one["key"], "value": one["value"]}
