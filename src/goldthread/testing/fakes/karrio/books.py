"""What karrio keeps: shipments with their labels, trackers with their events, subscriptions."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

Row: TypeAlias = dict[str, Any]

MOST_FAILURES: Final = 5
"""After one more in a row a subscription is switched off."""
MOVED: Final = {
    "delivered": "delivered",
    "picked_up": "shipped",
    "out_for_delivery": "out_for_delivery",
    "delivery_failed": "delivery_failed",
    "on_hold": "needs_attention",
    "delivery_delayed": "needs_attention",
}
"""What a tracker's status makes of its shipment; anything else but `pending` is `in_transit`."""


@dataclass(kw_only=True)
class Books:
    """One karrio's memory; the newest row is last."""

    shipments: dict[str, Row] = field(default_factory=dict)
    trackers: dict[str, Row] = field(default_factory=dict)
    """By tracking number."""
    webhooks: dict[str, Row] = field(default_factory=dict)
    streaks: dict[str, int] = field(default_factory=dict)

    def buy(self, draft: Mapping[str, Any], now: datetime) -> Row:
        """A shipment with its label, and its tracker."""
        place = len(self.shipments) + 1
        id_, number = f"shp_{_hex(place, 32)}", _hex(place, 12)
        rate = rate_of(draft["service"], draft["carrier_ids"][0])
        row: Row = {
            "id": id_,
            "object_type": "shipment",
            "tracking_url": f"/v1/trackers/goldpost/{number}",
            "shipper": {"id": f"adr_{_hex(place, 12)}", **draft["shipper"], "object_type": "address"},
            "recipient": {"id": f"adr_{_hex(-place, 12)}", **draft["recipient"], "object_type": "address"},
            "parcels": [
                {"id": f"pcl_{number}", **one, "weight": float(one["weight"]), "reference_number": number}
                for one in draft["parcels"]
            ],
            "options": {"shipping_date": "2026-11-24T10:00", **(draft.get("options") or {})},
            "customs": draft.get("customs"),
            "rates": [rate],
            "reference": draft.get("reference"),
            "order_id": draft.get("order_id"),
            "label_type": draft.get("label_type") or "PDF",
            "carrier_ids": draft["carrier_ids"],
            "tracker_id": f"trk_{_hex(place, 32)}",
            "created_at": now.strftime("%Y-%m-%d %H:%M:%S.%f+00:00"),
            "messages": [],
            "status": "created",
            "carrier_name": "goldpost",
            "carrier_id": draft["carrier_ids"][0],
            "tracking_number": number,
            "shipment_identifier": number,
            "selected_rate": rate,
            "service": draft["service"],
            "test_mode": False,
            "label_url": f"/v1/shipments/{id_}/label.{(draft.get('label_type') or 'PDF').lower()}",
        }
        self.shipments[id_] = row
        self.trackers[number] = _tracker(row, now)
        return row

    def label(self, row: Row) -> bytes:
        """The label as the carrier drew it."""
        number = row["tracking_number"]
        if row["label_type"] == "ZPL":
            return f"\n^XA\n^FO30,60^FDFROM:^FS\n^FD{number}^FS\n^XZ\n".encode()
        return f"%PDF-1.4\n% created by Pillow PDF driver\n% {number}\n%%EOF\n".encode()

    def document(self, row: Row, *, is_whole: bool) -> Row:
        """The label as a document, with its data or, as in lists, without."""
        data = base64.b64encode(self.label(row)).decode() if is_whole else None
        return {"category": "label", "format": row["label_type"], "url": row["label_url"], "base64": data}

    def scan(self, number: str, events: list[Row], status: str | None) -> None:
        """Add events to a tracker, each once, the newest minute first; the shipment follows."""
        tracker = self.trackers[number]
        new = [event for event in events if event not in tracker["events"]]
        merged = [*tracker["events"], *new]
        tracker["events"] = sorted(merged, key=lambda event: str(event["timestamp"])[:16], reverse=True)
        if status is not None:
            tracker["status"], tracker["delivered"] = status, status == "delivered"
            shipment = next(one for one in self.shipments.values() if one["tracking_number"] == number)
            if status != "pending":
                shipment["status"] = MOVED.get(status, "in_transit")

    def cancel(self, row: Row) -> None:
        """Cancel a shipment; its tracker is gone with it."""
        row["status"], row["tracker_id"] = "cancelled", None
        self.trackers.pop(row["tracking_number"], None)

    def subscribe(self, asked: Mapping[str, Any]) -> Row:
        """A subscription, with a secret of karrio's own making."""
        place = len(self.webhooks) + 1
        row: Row = {
            "id": f"weh_{_hex(place, 32)}",
            "url": asked["url"],
            "description": asked.get("description"),
            "enabled_events": asked["enabled_events"],
            "disabled": asked.get("disabled", False),
            "object_type": "webhook",
            "last_event_at": None,
            "secret": f"whsec_{_hex(place, 32)}",
            "test_mode": False,
        }
        self.webhooks[row["id"]] = row
        return row

    def refuse(self, webhook: str) -> None:
        """Somebody answered a delivery with an error: after six in a row karrio sends no more."""
        self.streaks[webhook] = self.streaks.get(webhook, 0) + 1
        self.webhooks[webhook]["disabled"] = self.streaks[webhook] > MOST_FAILURES


def event_of(status: str, at: datetime, *, code: str = "", description: str = "") -> Row:
    """One event as karrio writes it."""
    return {
        "date": at.strftime("%Y-%m-%d"),
        "time": at.strftime("%I:%M %p"),
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z",
        "status": status,
        "code": code or status[:3].upper(),
        "reason": None,
        "description": description or f"The parcel is {status}",
        "location": "Praha",
        "latitude": None,
        "longitude": None,
    }


def rate_of(service: str, carrier: str) -> Row:
    """What the carrier asks for a parcel."""
    return {
        "id": "rat_d3157261a729489fad048c39b995aba0",
        "object_type": "rate",
        "carrier_name": "goldpost",
        "carrier_id": carrier,
        "currency": "USD",
        "service": service,
        "total_charge": 4.9,
        "transit_days": 1,
        "extra_charges": [{"name": "Base Charge", "amount": 4.9, "currency": "USD", "id": None}],
        "test_mode": False,
    }


def _tracker(row: Row, now: datetime) -> Row:
    created = event_of("created", now, code="CREATED", description="Shipment label created")
    del created["location"]
    return {
        "id": row["tracker_id"],
        "carrier_name": "goldpost",
        "carrier_id": row["carrier_id"],
        "tracking_number": row["tracking_number"],
        "info": {"customer_name": row["recipient"]["person_name"], "shipment_package_count": "1"},
        "events": [created],
        "delivered": False,
        "test_mode": False,
        "status": "pending",
        "estimated_delivery": "2026-11-25",
        "object_type": "tracker",
        "messages": [],
    }


def _hex(place: int, digits: int) -> str:
    return hashlib.sha256(f"karrio {place}".encode()).hexdigest()[:digits]
