"""EasyPost at its address: JSON, keys, limits, webhooks with their signatures."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.loopback import LoopbackFake, json_reply
from goldthread.testing.fakes.easypost.books import Books, Complaint, label_bytes

INDEX: Final = 5
"""How many lists may be asked for in a second."""


class EasyPostFake(LoopbackFake):
    """EasyPost with two carriers: prices drafts, sells each label once, refunds what wasn't scanned."""

    secrets: Mapping[str, str] = {"api_key": "EZAKtest", "webhook_secret": "hush"}

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.books = Books(now)
        self._lists: deque[datetime] = deque()
        self._events = 0

    def answer(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {self.secrets['api_key']}":
            return self.denied()
        url = urlsplit(request.url)
        body = json.loads(request.content) if request.content else {}
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        steps = [unquote(step) for step in url.path.strip("/").split("/")[1:]]
        try:
            return self._routed(request.method, steps, query, body)
        except Complaint as complaint:
            return json_reply(complaint.status, complaint.body)

    def throttled(self) -> Reply:
        return self._error(429, "RATE_LIMITED", "You have been rate limited. Please try again later.")

    def broken(self) -> Reply:
        return self._error(500, "INTERNAL_SERVER_ERROR", "Something went wrong on our end.")

    def denied(self) -> Reply:
        return self._error(401, "APIKEY.INACTIVE", "This api key is no longer active. Please use a different api key.")

    def effects(self) -> Sequence[str]:
        """Live purchases; those of parcels that were packed together are one, but none that came twice."""
        rows = self.books.shipments.values()
        live = [str(one["reference"]) for one in rows if one["postage_label"] and one["refund_status"] is None]
        times: Counter[str] = Counter()
        for parcel, count in Counter(reference.rpartition(".")[0] for reference in live).items():
            order = parcel.rpartition(".")[0]
            times[order] = max(times[order], count)
        return list(times.elements())

    def parcels(self) -> Sequence[str]:
        return [one["tracking_code"] for one in self.books.trackers.values()]

    def label(self, tracking_number: str) -> bytes:
        row = next(one for one in self.books.shipments.values() if one["tracking_code"] == tracking_number)
        return label_bytes(tracking_number, row["options"].get("label_format", "PNG"))

    def stir(self) -> None:
        for code in self.parcels():
            self.books.scan(code, "in_transit", "departed_facility")

    async def scan(self, tracking_number: str, code: str) -> Delivery | None:
        status, _, detail = code.partition("/")
        return self.delivery(self.books.scan(tracking_number, status, detail or None))

    def delivery(self, result: Mapping[str, Any], description: str = "tracker.updated") -> Delivery:
        """The webhook that tells of something, signed over the raw body."""
        self._events += 1
        event = {
            "id": f"evt_{self._events:032x}",
            "object": "Event",
            "mode": "production",
            "description": description,
            "previous_attributes": {},
            "status": "pending",
            "result": dict(result),
        }
        body = json.dumps(event).encode()
        digest = hmac.new(self.secrets["webhook_secret"].encode(), body, hashlib.sha256).hexdigest()
        return Delivery(event="tracking", body=body, headers={"x-hmac-signature": f"hmac-sha256-hex={digest}"})

    def fail_deliveries(self) -> None:
        """Nobody took a delivery for long: EasyPost disables every webhook."""
        for one in self.books.webhooks.values():
            one["disabled_at"] = self.now().isoformat()

    def _routed(self, method: str, steps: list[str], query: Mapping[str, str], body: Mapping[str, Any]) -> Reply:
        match method, steps:
            case "POST", ["addresses"]:
                self._checked(body)
                return json_reply(201, {"id": "adr_1", "object": "Address", **body["address"]})
            case "POST", ["shipments"]:
                return json_reply(201, self.books.draft(body["shipment"]))
            case "GET", ["shipments", name]:
                return json_reply(200, self.books.shipment(name))
            case "POST", ["shipments", name, "rerate"]:
                return json_reply(200, {"rates": self.books.rerate(name)})
            case "POST", ["shipments", name, "buy"]:
                return json_reply(200, self.books.buy(name, body["rate"]["id"]))
            case "POST", ["shipments", name, "refund"]:
                return json_reply(200, self.books.refund(name))
            case "GET", ["trackers"]:
                return self._trackers(query)
            case _, ["webhooks", *rest]:
                return self._webhooks(method, rest, body)
            case _:
                raise Complaint(404, "NOT_FOUND", "The requested resource could not be found.")

    def _checked(self, body: Mapping[str, Any]) -> None:
        if body.get("verify_strict"):
            self.books.verify(body["address"])

    def _trackers(self, query: Mapping[str, str]) -> Reply:
        now = self.now()
        while self._lists and now - self._lists[0] >= timedelta(seconds=1):
            self._lists.popleft()
        if len(self._lists) >= INDEX:
            return self.throttled()
        self._lists.append(now)
        wanted = query.get("tracking_code")
        found = [one for one in self.books.trackers.values() if wanted in {None, one["tracking_code"]}]
        size = int(query.get("page_size", "20"))
        return json_reply(200, {"trackers": found[:size], "has_more": len(found) > size})

    def _webhooks(self, method: str, rest: list[str], body: Mapping[str, Any]) -> Reply:
        hooks = self.books.webhooks
        match method, rest:
            case "GET", []:
                return json_reply(200, {"webhooks": list(hooks.values())})
            case "POST", []:
                return self._made(body["webhook"])
            case "PATCH", [id_] if id_ in hooks:
                hooks[id_]["disabled_at"] = None
                return json_reply(200, hooks[id_])
            case "DELETE", [id_] if id_ in hooks:
                del hooks[id_]
                return json_reply(200, {})
            case _:
                raise Complaint(404, "NOT_FOUND", "The requested resource could not be found.")

    def _made(self, given: Mapping[str, Any]) -> Reply:
        if not str(given.get("url", "")).startswith("https://"):
            raise Complaint(422, "WEBHOOK.INVALID", "Unable to create webhook.", ("url", "must be https"))
        id_ = f"hook_{len(self.books.webhooks) + self._events + 1:032x}"
        made = {"id": id_, "object": "Webhook", "mode": "production", "url": given["url"], "disabled_at": None}
        self.books.webhooks[id_] = made
        return json_reply(201, made)

    def _error(self, status: int, code: str, message: str) -> Reply:
        return json_reply(status, {"error": {"code": code, "message": message, "errors": []}})
