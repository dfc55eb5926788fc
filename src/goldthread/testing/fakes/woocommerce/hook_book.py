"""Subscriptions of the stand-in, signed as WooCommerce signs, and disabled by its own rule."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any, Final, TypeAlias

from goldthread.flow.reply import Reply
from goldthread.testing.contract import Delivery, json_reply
from goldthread.testing.fakes.woocommerce.sending_book import complaint

Row: TypeAlias = dict[str, Any]

TOPICS: Final = ("order.created", "order.updated", "order.deleted", "order.restored")
FAILURES: Final = 5
"""WooCommerce says five; its code lets a sixth pass, and disables at the next."""


class HookBook:
    """All subscriptions; secrets are kept beside them and never shown."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.secrets: dict[int, str] = {}
        self.pings: list[str] = []
        """Where WooCommerce looked if anybody is there."""
        self._failures: dict[int, int] = {}
        self._deliveries = 0

    def create(self, asked: Row) -> Reply:
        """As POST does."""
        if asked.get("topic") not in TOPICS:
            words = "Webhook topic is required and must be valid."
            return complaint(400, "woocommerce_rest_shop_webhook_invalid_topic", words)
        if not str(asked.get("delivery_url", "")).startswith(("http://", "https://")):
            words = "Webhook delivery URL must be a valid URL starting with http:// or https://."
            return complaint(400, "woocommerce_rest_shop_webhook_invalid_delivery_url", words)
        number = 142 + len(self.rows)
        resource, event = asked["topic"].split(".")
        shown = {name: asked[name] for name in ("topic", "delivery_url")}
        row = {
            "id": number,
            "name": asked.get("name") or "Webhook",
            "status": "active",
            "resource": resource,
            "event": event,
            **shown,
        }
        self.rows.append(row)
        self.secrets[number] = asked.get("secret") or "drawn by WordPress"
        self.pings.append(row["delivery_url"])
        return json_reply(201, row)

    def change(self, number: int, asked: Row) -> Reply:
        """As PUT does."""
        row = next((one for one in self.rows if one["id"] == number), None)
        if row is None:
            return complaint(400, "woocommerce_rest_shop_webhook_invalid_id", "ID is invalid.")
        row.update({name: asked[name] for name in ("name", "status", "topic", "delivery_url") if asked.get(name)})
        if asked.get("secret"):
            self.secrets[number] = asked["secret"]
        return json_reply(200, row)

    def fail(self, topic: str) -> None:
        """A delivery of the topic wasn't taken (no 2xx); after five in a row the subscription is disabled."""
        for row in self.rows:
            if row["topic"] == topic and row["status"] == "active":
                self._failures[row["id"]] = self._failures.get(row["id"], 0) + 1
                if self._failures[row["id"]] > FAILURES + 1:
                    row["status"] = "disabled"

    def delivery(self, topic: str, payload: object) -> Delivery | None:
        """What the subscription to the topic sends; None where there is none, or it isn't active."""
        row = next((one for one in self.rows if one["topic"] == topic and one["status"] == "active"), None)
        if row is None:
            return None
        self._deliveries += 1
        body = json.dumps(payload).encode()
        digest = hmac.new(self.secrets[row["id"]].encode(), body, hashlib.sha256).digest()
        resource, event = topic.split(".")
        headers = {
            "content-type": "application/json",
            "x-wc-webhook-source": "https://shop.example/",
            "x-wc-webhook-topic": topic,
            "x-wc-webhook-resource": resource,
            "x-wc-webhook-event": event,
            "x-wc-webhook-signature": base64.b64encode(digest).decode(),
            "x-wc-webhook-id": str(row["id"]),
            "x-wc-webhook-delivery-id": f"{self._deliveries:032x}",
        }
        return Delivery(event="order.placed", body=body, headers=headers)
