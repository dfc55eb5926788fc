"""karrio's paths and refusals."""

from __future__ import annotations

import json
import math
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract import Delivery, LoopbackFake, json_reply
from goldthread.testing.fakes.karrio.books import Books, Row, event_of, rate_of
from goldthread.testing.fakes.karrio.validation import complaints

TOKEN: Final = "key_0123456789abcdef"  # noqa: S105  # the fake's own
WINDOW: Final = timedelta(minutes=1)
CALLS: Final = 300
CARRIER: Final = "goldpost"
SERVICES: Final = ("standard_service",)
STATUSES: Final = frozenset(
    {
        *("pending", "picked_up", "in_transit", "out_for_delivery", "ready_for_pickup", "delivered", "cancelled"),
        *("delivery_delayed", "delivery_failed", "on_hold", "return_to_sender", "unknown"),
    }
)
PAGE: Final = b'\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Not Found</title>\n</head>\n</html>\n'


class KarrioFake(LoopbackFake):
    """karrio with one carrier behind it, whose labels are lines of text."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.books = Books()
        self.hook = self.books.subscribe({"url": "http://gold.example/other", "enabled_events": ["order_created"]})
        self.secrets = {"api_key": TOKEN, "webhook_secret": self.hook["secret"]}
        self._calls: deque[datetime] = deque()

    def answer(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Token {TOKEN}":
            return self.denied()
        asked = urlsplit(request.url)
        path = [unquote(step) for step in asked.path.strip("/").split("/")][1:]
        if path[:1] != ["webhooks"] and (busy := self._busy()):
            return busy
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        try:
            content = json.loads(request.content or b"{}")
        except ValueError:
            return refused(400, "parse_error", "JSON parse error - Expecting value: line 1 column 1 (char 0)")
        return self._routed(request.method, path, query, content)

    def throttled(self) -> Reply:
        words = "Request was throttled. Expected available in 53 seconds."
        return json_reply(429, _errors("throttled", words, "warning"), retry_after="53")

    def broken(self) -> Reply:
        return refused(500, "error", "server closed the connection unexpectedly")

    def denied(self) -> Reply:
        return refused(401, "invalid_token", "Given token not valid for any token type")

    def effects(self) -> Sequence[str]:
        """Live shipments; those of several parcels that were packed together are one, but none that came twice."""
        live = [row["reference"] for row in self.books.shipments.values() if row["status"] != "cancelled"]
        times: Counter[str] = Counter()
        for reference, count in Counter(live).items():
            order = reference.rpartition("/")[0]
            times[order] = max(times[order], count)
        return list(times.elements())

    def parcels(self) -> Sequence[str]:
        return [row["tracking_number"] for row in self.books.shipments.values()]

    def label(self, tracking_number: str) -> bytes:
        rows = self.books.shipments.values()
        return self.books.label(next(row for row in rows if row["tracking_number"] == tracking_number))

    def stir(self) -> None:
        for number in self.books.trackers:
            self.books.scan(number, [event_of("in_transit", self.now())], "in_transit")

    async def scan(self, tracking_number: str, code: str) -> Delivery | None:
        tracker = self.books.trackers[tracking_number]
        if code == "created":
            return self._told("tracker_created", tracker)
        self.books.scan(tracking_number, [event_of(code, self.now())], code if code in STATUSES else None)
        return self._told("tracker_updated", tracker)

    def _told(self, event: str, data: Row) -> Delivery:
        headers = {"content-type": "application/json", "x-event-id": self.hook["secret"]}
        return Delivery(event="tracking", body=json.dumps({"event": event, "data": data}).encode(), headers=headers)

    def _busy(self) -> Reply | None:
        """Karrio counts the calls of the last minute, and says when the first of them will have gone."""
        now = self.now()
        while self._calls and self._calls[0] <= now - WINDOW:
            self._calls.popleft()
        if len(self._calls) < CALLS:
            self._calls.append(now)
            return None
        wait = math.ceil((self._calls[0] + WINDOW - now).total_seconds())
        words = f"Request was throttled. Expected available in {wait} seconds."
        return json_reply(429, _errors("throttled", words, "warning"), retry_after=str(wait))

    def _routed(self, method: str, path: Sequence[str], query: Mapping[str, str], content: Row) -> Reply:
        match method, *path:
            case _, "shipments", *_:
                return self._shipments(method, path[1:], query, content)
            case "POST", "proxy", "rates":
                return self._rate(content)
            case "GET", "trackers", number:
                tracker = self.books.trackers.get(number)
                return json_reply(200, tracker) if tracker else missing("Tracking")
            case "POST", "trackers":
                return self._follow(content)
            case "GET", "webhooks":
                return json_reply(200, _paged(list(reversed(self.books.webhooks.values())), query))
            case "POST", "webhooks":
                return json_reply(201, self.books.subscribe(content))
            case ("PATCH", "webhooks", id_) if id_ in self.books.webhooks:
                return self._change(id_, content)
            case _:
                return Reply(status=404, headers={"content-type": "text/html"}, content=PAGE)

    def _shipments(self, method: str, path: Sequence[str], query: Mapping[str, str], content: Row) -> Reply:
        match method, *path:
            case ("POST",):
                return self._buy(content)
            case ("GET",):
                return self._list(query)
            case "POST", id_, "documents", "label":
                row = self.books.shipments.get(id_)
                return json_reply(200, self.books.document(row, is_whole=True)) if row else missing("Shipment")
            case "POST", id_, "cancel":
                return self._cancel(id_)
            case _:
                return refused(405, "method_not_allowed", f'Method "{method}" not allowed.')

    def _buy(self, draft: Row) -> Reply:
        if reply := _invalid(draft):
            return reply
        if draft.get("service") not in SERVICES:
            words = "The service you selected is not available for this shipment."
            return refused(400, "service_unavailable", words)
        row = self.books.buy(draft, self.now())
        return json_reply(201, {**row, "shipping_documents": [self.books.document(row, is_whole=True)]})

    def _list(self, query: Mapping[str, str]) -> Reply:
        """The newest first, twenty to a page. `reference` is looked for anywhere in the text, in whatever case."""
        wanted = query.get("reference", "").casefold()
        rows = [row for row in self.books.shipments.values() if wanted in (row["reference"] or "").casefold()]
        rows = [{**row, "shipping_documents": [self.books.document(row, is_whole=False)]} for row in reversed(rows)]
        return json_reply(200, _paged(rows, {"limit": "20", **query}))

    def _cancel(self, id_: str) -> Reply:
        row = self.books.shipments.get(id_)
        if row is None:
            return refused(404, "not_found", "Resource not found", "warning")
        if row["status"] == "cancelled":
            return json_reply(202, row)
        if row["status"] != "created":
            words = f"The shipment is '{row['status']}' and can not be cancelled anymore..."
            return refused(409, "state_error", words)
        self.books.cancel(row)
        return json_reply(200, row)

    def _rate(self, asked: Row) -> Reply:
        """Prices of every service: a service that doesn't exist is no complaint here."""
        if reply := _invalid(asked):
            return reply
        return json_reply(200, {"messages": [], "rates": [rate_of(service, CARRIER) for service in SERVICES]})

    def _follow(self, asked: Row) -> Reply:
        tracker = self.books.trackers.get(asked.get("tracking_number", ""))
        if tracker is not None:
            return json_reply(202, tracker)
        message = {"code": "SHIPPING_SDK_NON_SUPPORTED_ERROR", "message": "this operation is not supported."}
        return json_reply(404, {"messages": [{"carrier_id": CARRIER, "carrier_name": "generic", **message}]})

    def _change(self, id_: str, change: Row) -> Reply:
        row = self.books.webhooks[id_]
        if change.get("disabled", row["disabled"]) != row["disabled"]:
            self.books.streaks[id_] = 0
        row.update(change)
        return json_reply(200, row)


def refused(status: int, code: str, words: str, level: str = "error") -> Reply:
    """A refusal in karrio's form."""
    return json_reply(status, _errors(code, words, level))


def missing(kind: str) -> Reply:
    """What isn't there."""
    return refused(404, "not_found", f"{kind} not found", "warning")


def _errors(code: str, words: str, level: str = "error") -> dict[str, Any]:
    return {"errors": [{"code": code, "level": level, "message": words}]}


def _invalid(draft: Row) -> Reply | None:
    if draft.get("carrier_ids") not in ([CARRIER], []):
        return refused(404, "not_found", "No active carrier connection found to process the request", "warning")
    found = complaints(draft)
    rows = [{"code": "validation", "level": "error", "message": words} for words in found]
    return json_reply(400, {"errors": rows}) if rows else None


def _paged(rows: Sequence[Row], query: Mapping[str, str]) -> dict[str, Any]:
    limit, offset = int(query.get("limit", "100")), int(query.get("offset", "0"))
    has_more = offset + limit < len(rows)
    onward = f"http://127.0.0.1/?limit={limit}&offset={offset + limit}" if has_more else None
    return {"count": len(rows), "next": onward, "previous": None, "results": list(rows[offset : offset + limit])}
