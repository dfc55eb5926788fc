"""The stand-in's server: who is let in, and which book answers."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract import Delivery, LoopbackFake, json_reply
from goldthread.testing.fakes.woocommerce.hook_book import HookBook
from goldthread.testing.fakes.woocommerce.order_book import STATUSES, OrderBook
from goldthread.testing.fakes.woocommerce.sending_book import SendingBook, complaint

Row: TypeAlias = dict[str, Any]

API: Final = "/wp-json/wc/v3"
PLUGIN: Final = "/wp-json/wc-shipment-tracking/v3"
MOST: Final = 100
PATIENCE_S: Final = 60
ERP_ORDER: Final = "_goldthread_erp_order"


class WooCommerceFake(LoopbackFake):
    """A WooCommerce shop: `async with WooCommerceFake(now).running() as shop`.

    It keeps string money, guests, dates of the site's zone, paging by number with `Link`, `meta_data` as PUT merges it,
    and webhooks that it disables after failures. `has_fulfilments` and `has_plugin` say what it has for parcels: core
    fulfilments, the Shipment Tracking plugin, or else notes alone.
    """

    secrets: Mapping[str, str] = {"consumer_key": "ck_1", "consumer_secret": "cs_1", "webhook_secret": "hush"}

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        zone: str = "Europe/Prague",
        has_fulfilments: bool = True,
        has_plugin: bool = False,
    ) -> None:
        super().__init__(now)
        self.has_fulfilments = has_fulfilments
        self.has_plugin = has_plugin
        self.orders = OrderBook(now, zone)
        self.sending = SendingBook(now)
        self.hooks = HookBook()
        for topic in ("order.created", "order.updated"):
            hook = {"topic": topic, "delivery_url": "https://gold.example/hooks/shop/order.placed"}
            self.hooks.create({**hook, "secret": self.secrets["webhook_secret"]})

    def effects(self) -> Sequence[str]:
        """What was sent: core's fulfilments, or where the shop has none, notes to customers."""
        if not self.has_fulfilments:
            notes = [(order, one) for order, rows in self.sending.notes.items() for one in rows]
            return [f"{order} {one['note']}" for order, one in notes if one["customer_note"]]
        return [
            f"{order} {meta['value']}"
            for order, rows in self.sending.fulfilments.items()
            for row in rows
            for meta in row["meta_data"]
            if meta["key"] == "_tracking_number" and row["is_fulfilled"]
        ]

    async def place(self, count: int = 1, **wish: object) -> Sequence[Delivery]:
        """So many guests order, each a second after the other; `wish` overrides fields of the order."""
        rows = [self.orders.place(at, wish) for at in self.orders.seconds(count)]
        told = [self.hooks.delivery("order.created", row) for row in rows]
        return [one for one in told if one]

    def waiting(self) -> Sequence[str]:
        rows = self.orders.by_id.values()
        return [
            str(row["id"]) for row in rows if row["status"] == "processing" and not self.orders.meta(row, ERP_ORDER)
        ]

    def stir(self) -> None:
        self.orders.touch(next(iter(self.orders.by_id.values())))

    def number_told(self, order_id: str) -> str | None:
        return cast("str | None", self.orders.meta(self.orders.by_id[int(order_id)], ERP_ORDER))

    def status(self, order_id: str) -> str:
        """What the last note to the shop's people says; the order's state where there is none."""
        notes = [row["note"] for row in self.sending.notes.get(int(order_id), []) if not row["customer_note"]]
        return notes[0].partition(": ")[2] if notes else str(self.orders.by_id[int(order_id)]["status"])

    def amend(self, order_id: str, city: str) -> None:
        row = self.orders.by_id[int(order_id)]
        row["shipping"]["city"] = city
        self.orders.touch(row)

    def throttled(self) -> Reply:
        """WooCommerce itself never says so; what hosts put in front of it does."""
        page = b"<html><head><title>429 Too Many Requests</title></head><body>nginx</body></html>"
        return Reply(status=429, headers={"content-type": "text/html", "retry-after": str(PATIENCE_S)}, content=page)

    def broken(self) -> Reply:
        words = "<p>There has been a critical error on this website.</p>"
        return complaint(500, "internal_server_error", words)

    def denied(self) -> Reply:
        return complaint(401, "woocommerce_rest_authentication_error", "Consumer key is invalid.")

    def answer(self, request: Request) -> Reply:
        keys = f"{self.secrets['consumer_key']}:{self.secrets['consumer_secret']}"
        if request.headers.get("authorization") != f"Basic {base64.b64encode(keys.encode()).decode()}":
            return self.denied()
        parts = urlsplit(request.url)
        query = dict(parse_qsl(parts.query))
        asked = json.loads(request.content) if request.content else {}
        found = re.fullmatch(rf"{API}/orders/(\d+)(/.*)?", parts.path)
        if tracked := re.fullmatch(rf"{PLUGIN}/orders/(\d+)/shipment-trackings", parts.path):
            return self._tracking(request.method, int(tracked[1]), asked) if self.has_plugin else no_route()
        if found:
            return self._order(request.method, int(found[1]), found[2] or "", query, asked)
        match request.method, parts.path.removeprefix(API).strip("/").split("/"):
            case "GET", ["orders"]:
                return self._page(parts.path, query, self.orders.listed(query))
            case "GET", ["webhooks"]:
                return self._page(parts.path, query, self.hooks.rows)
            case "POST", ["webhooks"]:
                return self.hooks.create(asked)
            case "PUT", ["webhooks", number]:
                return self.hooks.change(int(number), asked)
            case _:
                return no_route()

    def _order(self, method: str, number: int, below: str, query: Mapping[str, str], asked: Row) -> Reply:
        row = self.orders.by_id.get(number)
        if row is None:
            return complaint(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
        match method, below.strip("/").split("/"):
            case "GET", [""]:
                return json_reply(200, row)
            case "PUT", [""]:
                return self._changed(row, asked)
            case "GET", ["notes"]:
                return json_reply(200, self.sending.notes.get(number, []))
            case "POST", ["notes"]:
                return self.sending.note(number, asked)
            case "GET", ["fulfillments"] if self.has_fulfilments:
                return json_reply(200, self.sending.fulfilments.get(number, []))
            case "POST", ["fulfillments"] if self.has_fulfilments:
                return self.sending.fulfil(number, asked, is_told=query.get("notify_customer") == "true")
            case "PUT", ["fulfillments", one] if self.has_fulfilments:
                return self.sending.change(number, int(one), asked)
            case _:
                return no_route()

    def _changed(self, row: Row, asked: Row) -> Reply:
        if (status := asked.get("status", row["status"])) not in STATUSES:
            words = f"status is not one of {', '.join(STATUSES)}."
            return complaint(
                400, "rest_invalid_param", "Invalid parameter(s): status", params={"status": words}, details={}
            )
        if status == "completed" and row["status"] != "completed":
            self.sending.mails.append(f"order {row['id']} completed")
        self.orders.change(row, asked)
        return json_reply(200, row)

    def _tracking(self, method: str, number: int, asked: Row) -> Reply:
        if number not in self.orders.by_id:
            return complaint(404, "woocommerce_rest_shipment_tracking_order_invalid_id", "Invalid order ID.")
        if method == "POST":
            return self.sending.track(number, asked)
        return json_reply(200, self.sending.trackings.get(number, []))

    def _page(self, path: str, query: Mapping[str, str], rows: Sequence[Row]) -> Reply:
        size, number = int(query.get("per_page", 10)), int(query.get("page", 1))
        if not 1 <= size <= MOST:
            words = {"per_page": "per_page must be between 1 (inclusive) and 100 (inclusive)"}
            return complaint(400, "rest_invalid_param", "Invalid parameter(s): per_page", params=words, details={})
        pages = -(-len(rows) // size)
        following = urlencode({**query, "page": number + 1})
        link = {"link": f'<{self.url}{path}?{following}>; rel="next"'} if number < pages else {}
        shown = list(rows[(number - 1) * size : number * size])
        reply = json_reply(200, shown, x_wp_total=str(len(rows)), x_wp_totalpages=str(pages))
        return Reply(status=200, headers={**reply.headers, **link}, content=reply.content)


def no_route() -> Reply:
    """What WordPress says to addresses that no plugin has registered."""
    return complaint(404, "rest_no_route", "No route was found matching the URL and request method.")
