"""The stand-in's server: who is let in, how often, and what answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract import Delivery, LoopbackFake, json_reply
from goldthread.testing.fakes.sendcloud.shipment_book import DEAD, MESSAGES, ShipmentBook, drawn
from goldthread.testing.fakes.sendcloud.validation import complaint, error, validated

Row: TypeAlias = dict[str, Any]

API: Final = "/api/v3"
WINDOW: Final = timedelta(minutes=1)
READS, WRITES = 1000, 100
"""A minute."""
PATIENCE_S: Final = 12


class SendcloudFake(LoopbackFake):
    """Sendcloud with one carrier: `async with SendcloudFake(now).running() as sendcloud`.

    A reference is taken once (409 with the shipment), a carrier's refusal stands inside a 201, writes are counted by
    the minute, cancellations are queued, webhooks are signed with the secret key and may be switched off.
    """

    secrets: Mapping[str, str] = {"public_key": "pk-1", "secret_key": "sk-1"}

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.book = ShipmentBook(now)
        self.integration: Row = {
            "id": 23452345,
            "shop_name": "Goldthread",
            "type": "api",
            "webhook_active": True,
            "webhook_url": "https://gold.example/hooks/carrier/tracking",
        }
        self._reads: list[datetime] = []
        self._writes: list[datetime] = []

    def effects(self) -> Sequence[str]:
        return [row["id"] for row in self.book.rows if any(one["status"]["code"] not in DEAD for one in row["parcels"])]

    def parcels(self) -> Sequence[str]:
        return [one["tracking_number"] for one in self.book.parcels()]

    def label(self, tracking_number: str) -> bytes:
        row = next(row for row in self.book.rows for one in row["parcels"] if one["tracking_number"] == tracking_number)
        return drawn(tracking_number, (row["label_details"] or {}).get("mime_type", "application/pdf"))

    def stir(self) -> None:
        for place, parcel in enumerate(self.book.parcels()[:5]):
            self.book.move(parcel, "DELIVERED" if place % 2 else "SHIPMENT_ON_ROUTE")

    async def scan(self, tracking_number: str, code: str) -> Delivery | None:
        row, parcel = next(
            (row, one) for row in self.book.rows for one in row["parcels"] if one["tracking_number"] == tracking_number
        )
        self.book.move(parcel, code)
        return self._told(row, parcel, code)

    def throttled(self) -> Reply:
        detail = f"Request was throttled. Expected available in {PATIENCE_S} seconds."
        reply = complaint(429, error("throttled", detail))
        return Reply(status=429, headers={**reply.headers, "retry-after": str(PATIENCE_S)}, content=reply.content)

    def broken(self) -> Reply:
        return Reply(status=500, headers={"content-type": "text/html"}, content=b"<h1>Server Error (500)</h1>")

    def denied(self) -> Reply:
        return complaint(401, error("authentication_failed", "Invalid username/password."))

    def answer(self, request: Request) -> Reply:
        keys = f"{self.secrets['public_key']}:{self.secrets['secret_key']}"
        if request.headers.get("authorization") != f"Basic {base64.b64encode(keys.encode()).decode()}":
            return self.denied()
        if self._is_too_much(request.method):
            return self.throttled()
        parts = urlsplit(request.url)
        asked = json.loads(request.content) if request.content else {}
        return self._routed(request, parts.path.removeprefix(API), dict(parse_qsl(parts.query)), asked)

    def _routed(self, request: Request, path: str, query: Mapping[str, str], asked: Row) -> Reply:
        if found := re.fullmatch(r"/parcels/(\d+)/documents/label", path):
            return self.book.document(int(found[1]), request.headers.get("accept", "application/pdf"))
        match request.method, path.strip("/").split("/"):
            case "POST", ["shipments", "announce"]:
                return self.book.announce(asked)
            case "POST", ["shipments", key, "cancel"]:
                return self.book.cancel(key)
            case "GET", ["shipments"]:
                return self.book.listed(query)
            case "GET", ["shipments", key] if row := self.book.by_id(key):
                return json_reply(200, {"data": row})
            case "POST", ["addresses", "validate"]:
                return validated(asked)
            case "GET", ["integrations"]:
                return json_reply(200, {"data": [self.integration]})
            case "PATCH", ["integrations", _]:
                self.integration.update(asked)
                return Reply(status=204)
            case _:
                return complaint(404, error("not_found", "Not found"))

    def _is_too_much(self, method: str) -> bool:
        """Count the call; a minute has so many of each kind."""
        now = self.now()
        calls, most = (self._reads, READS) if method == "GET" else (self._writes, WRITES)
        calls[:] = [at for at in calls if now - at < WINDOW]
        calls.append(now)
        return len(calls) > most

    def _told(self, row: Row, parcel: Row, code: str) -> Delivery | None:
        """The webhook of a status; none while they are switched off."""
        if not self.integration["webhook_active"]:
            return None
        number, message = MESSAGES.get(code, (70_000, code))
        payload = {
            "action": "parcel_status_changed",
            "timestamp": int(self.now().timestamp() * 1000),
            "carrier_status_change_timestamp": None,
            "parcel": {
                "id": parcel["id"],
                "tracking_number": parcel["tracking_number"],
                "status": {"id": number, "message": message},
                "order_number": row["order_number"],
                "shipment_uuid": row["id"],
            },
        }
        body = json.dumps(payload).encode()
        signature = hmac.new(self.secrets["secret_key"].encode(), body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "sendcloud-signature": signature}
        return Delivery(event="tracking", body=body, headers=headers)
