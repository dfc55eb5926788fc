"""What EasyPost knows: drafts, purchases, trackers, webhooks; and what its carriers say."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

CARRIERS: Final = {
    "USPS/GroundAdvantage": ("5.57", 1120),
    "USPS/Priority": ("8.25", 1120),
    "UPS/NextDayAir": ("41.90", 2400),
}
"""Price in dollars, and the most ounces that are taken."""
_ZIP_DIGITS: Final = {"CZ": 5, "US": 5, "DE": 5}


class Complaint(Exception):
    """What EasyPost refuses, in its own form."""

    def __init__(self, status: int, code: str, message: str, *fields: tuple[str, str]) -> None:
        super().__init__(message)
        self.status = status
        errors = [{"field": field, "message": words, "suggestion": None} for field, words in fields]
        self.body = {"error": {"code": code, "message": message, "errors": errors}}


class Books:
    """Everything by its id; ids count up, so that nothing is left to chance."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.shipments: dict[str, dict[str, Any]] = {}
        self.trackers: dict[str, dict[str, Any]] = {}
        self.webhooks: dict[str, dict[str, Any]] = {}

    def verify(self, address: Mapping[str, Any]) -> None:
        """Look whether anybody lives there. Raises `Complaint`."""
        faults = []
        if not address.get("street1"):
            faults.append(("street1", "House number is missing"))
        if not address.get("city"):
            faults.append(("city", "City is missing"))
        digits = _ZIP_DIGITS.get(str(address.get("country")))
        code = str(address.get("zip") or "").replace(" ", "")
        if digits and (len(code) != digits or not code.isdigit()):
            faults.append(("zip", "Invalid postal code"))
        if faults:
            raise Complaint(422, "ADDRESS.VERIFY.FAILURE", "Unable to verify address.", *faults)

    def draft(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Draft a shipment with what carriers ask for it. Raises `Complaint`."""
        to = given.get("to_address") or {}
        if not to.get("name") and not to.get("company"):
            raise Complaint(422, "SHIPMENT.INVALID_PARAMS", "Unable to create shipment.", ("name", "cannot be blank"))
        if to.get("verify_strict"):
            self.verify(to)
        number = len(self.shipments) + 1
        rates, messages = self._rates(number, given)
        made: dict[str, Any] = {
            "id": f"shp_{number:032x}",
            "object": "Shipment",
            "mode": "production",
            "created_at": self._instant(),
            "reference": given.get("reference"),
            "to_address": {name: value for name, value in to.items() if name != "verify_strict"},
            "parcel": {**given["parcel"], "weight": float(given["parcel"]["weight"])},
            "options": given.get("options") or {},
            "rates": rates,
            "messages": messages,
            "selected_rate": None,
            "postage_label": None,
            "tracking_code": None,
            "refund_status": None,
        }
        self.shipments[made["id"]] = made
        return made

    def shipment(self, name: str) -> dict[str, Any]:
        """The shipment of an id or a reference; of several with one reference the first. Raises `Complaint`."""
        by_reference = (one for one in self.shipments.values() if one["reference"] == name)
        found = self.shipments.get(name) or next(by_reference, None)
        if found is None:
            raise Complaint(404, "NOT_FOUND", "The requested resource could not be found.")
        return found

    def rerate(self, name: str) -> list[dict[str, Any]]:
        """Ask the carriers again."""
        found = self.shipment(name)
        number = list(self.shipments).index(found["id"]) + 1
        found["rates"], found["messages"] = self._rates(number, found)
        rates: list[dict[str, Any]] = found["rates"]
        return rates

    def buy(self, name: str, rate: str) -> dict[str, Any]:
        """Sell the label of a draft, once. Raises `Complaint`."""
        found = self.shipment(name)
        if found["postage_label"]:
            raise Complaint(422, "SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment.")
        chosen = next((one for one in found["rates"] if one["id"] == rate), None)
        if chosen is None:
            raise Complaint(422, "SHIPMENT.RATE.NOT_FOUND", "Rate not found.", ("rate", "is not one of this shipment"))
        code = f"94001118992231977{len(self.trackers) + 1:05}"
        found["selected_rate"], found["tracking_code"] = chosen, code
        found["postage_label"] = self._label(found)
        tracker: dict[str, Any] = {
            "id": f"trk_{len(self.trackers) + 1:032x}",
            "object": "Tracker",
            "tracking_code": code,
            "carrier": chosen["carrier"],
            "shipment_id": found["id"],
            "status": "unknown",
            "status_detail": "unknown",
            "tracking_details": [],
        }
        self.trackers[tracker["id"]] = tracker
        return found

    def refund(self, name: str) -> dict[str, Any]:
        """Ask for the money back. Raises `Complaint`."""
        found = self.shipment(name)
        if not found["postage_label"]:
            raise Complaint(422, "SHIPMENT.REFUND.UNAVAILABLE", "Refund request cannot be made without postage.")
        if found["refund_status"] in {"submitted", "refunded"}:
            raise Complaint(422, "SHIPMENT.REFUND.FAILURE", "A refund was requested already.")
        scanned = any(one["tracking_details"] for one in self.trackers.values() if one["shipment_id"] == found["id"])
        found["refund_status"] = "rejected" if scanned else "submitted"
        return found

    def recycle(self, code: str) -> None:
        """Let a carrier use a number again, for somebody else's parcel, which is told first."""
        other: dict[str, Any] = {
            "id": f"trk_{'f' * 32}",
            "object": "Tracker",
            "tracking_code": code,
            "carrier": "USPS",
            "shipment_id": f"shp_{'f' * 32}",
            "status": "delivered",
            "status_detail": "arrived_at_destination",
            "tracking_details": [],
        }
        self.trackers = {other["id"]: other, **self.trackers}

    def scan(self, code: str, status: str, detail: str | None) -> dict[str, Any]:
        """Let something happen to a parcel; gives its tracker."""
        tracker = next(
            one
            for one in self.trackers.values()
            if one["tracking_code"] == code and one["shipment_id"] in self.shipments
        )
        seen = {
            "object": "TrackingDetail",
            "message": f"{status.replace('_', ' ').capitalize()}.",
            "status": status,
            "status_detail": detail,
            "datetime": self._instant(),
            "source": tracker["carrier"],
            "tracking_location": {"city": "SAN DIEGO", "state": "CA", "country": "US", "zip": "92108"},
        }
        tracker.update(status=status, status_detail=detail)
        tracker["tracking_details"].append(seen)
        return tracker

    def _rates(self, number: int, given: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        weight = Decimal(str(given["parcel"]["weight"]))
        rates, messages = [], []
        for place, (name, (price, most)) in enumerate(CARRIERS.items()):
            carrier, _, service = name.partition("/")
            if weight > most:
                words = f"{service}: package weight {weight} oz exceeds the maximum of {most} oz"
                messages.append({"carrier": carrier, "type": "rate_error", "message": words})
                continue
            rate = {"id": f"rate_{number:016x}{place:016x}", "object": "Rate", "carrier": carrier, "service": service}
            rates.append({**rate, "rate": price, "currency": "USD", "delivery_days": 2 + place})
        return rates, messages

    def _label(self, shipment: Mapping[str, Any]) -> dict[str, Any]:
        wanted = shipment["options"].get("label_format", "PNG")
        content = label_bytes(shipment["tracking_code"], wanted)
        inline = base64.b64encode(content).decode() if shipment["options"].get("postage_label_inline") else None
        url = f"https://easypost-files.example/{shipment['id']}.{wanted.lower()}"
        return {
            "id": "pl_1",
            "label_file_type": f"application/{wanted.lower()}",
            "label_file": inline,
            "label_url": url,
        }

    def _instant(self) -> str:
        return self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def label_bytes(code: str, wanted: str) -> bytes:
    """A label as its carrier draws it."""
    if wanted == "ZPL":
        return f"^XA^FO50,50^FD{code}^FS^XZ".encode()
    return f"%PDF-1.4 label of {code}\n%%EOF\n".encode()
