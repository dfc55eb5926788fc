"""The shop's API."""

import base64
import hmac
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

from goldthread.sandbox.bazaar.orders import RANK, OrderStore
from goldthread.sandbox.bazaar.refusals import error, fulfilled_lines, fulfilled_parcels, read_content, refusal
from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.control import done, misuse, read_count
from goldthread.sandbox.courier import Courier, Envelope, Notice
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, reply
from goldthread.sandbox.numbering import digest
from goldthread.sandbox.rules import Rule

ORDER = "/api/orders/{id}"


def compose(notice: Notice, at: int, secret: str) -> Envelope:
    """Write a webhook; the signature is over the body alone."""
    body = json.dumps({"event": notice.event, **notice.content}, ensure_ascii=False).encode()
    signature = base64.b64encode(hmac.digest(secret.encode(), body, sha256)).decode()
    headers = {
        "Content-Type": "application/json",
        "X-Bazaar-Delivery": notice.delivery,
        "X-Bazaar-Timestamp": str(at),
        "X-Bazaar-Signature": signature,
    }
    return Envelope(body=body, headers=headers)


class Bazaar:
    """A shop that knows nothing of the systems behind it."""

    name = "bazaar"
    limit_form = "seconds"

    def __init__(self, *, seed: int, clock: SystemClock, key: str, courier: Courier) -> None:
        self._seed = seed
        self._clock = clock
        self._key = key
        self._courier = courier
        self._is_locked = False
        self._told: Counter[tuple[str, str]] = Counter()
        self.orders = OrderStore(seed=seed, clock=clock)

    def doors(self) -> Iterable[Door]:
        def about(ask: Ask) -> str:
            return ask.params["id"]

        yield Door(method="GET", path="/api/orders", answer=self._list)
        yield Door(method="GET", path=ORDER, answer=lambda ask: reply(self._order(ask)), entity=about)
        yield Door(method="PUT", path=f"{ORDER}/external-reference", answer=self._refer, entity=about)
        yield Door(method="PUT", path=f"{ORDER}/status", answer=self._move, entity=about)
        yield Door(method="GET", path=f"{ORDER}/notes", answer=self._notes, entity=about)
        yield Door(method="POST", path=f"{ORDER}/notes", answer=self._note, entity=about)
        yield Door(method="GET", path=f"{ORDER}/fulfilments", answer=self._fulfilments, entity=about)
        yield Door(method="POST", path=f"{ORDER}/fulfilments", answer=self._fulfil, entity=about)

    def controls(self) -> Iterable[Door]:
        yield Door(method="POST", path="/__control/orders", answer=self._place)
        yield Door(method="POST", path="/__control/orders/{id}", answer=self._amend)
        yield Door(method="GET", path="/__control/repairs", answer=lambda _: reply(self.orders.repairs()))

    def authorise(self, ask: Ask) -> Answer | None:
        is_locked, self._is_locked = self._is_locked, False
        if not is_locked and hmac.compare_digest(ask.headers.get("x-api-key", "").encode(), self._key.encode()):
            return None
        return error(401, "UNAUTHENTICATED", "Missing or wrong X-Api-Key.")

    def forget_login(self, ask: Ask) -> None:
        del ask
        self._is_locked = True

    def say_limited(self) -> Answer:
        return error(429, "TOO_MANY_REQUESTS", "Too many requests.")

    def say_broken(self, status: int) -> Answer:
        return error(status, "INTERNAL", "Something went wrong on our side.")

    def say_missing(self) -> Answer:
        return error(404, "NOT_FOUND", "No such resource.")

    def budget_headers(self, *, limit: int, remaining: int, reset: float) -> Mapping[str, str]:
        return {
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(remaining),
            "RateLimit-Reset": str(math.ceil(reset)),
        }

    def jam(self, rule: Rule) -> None:
        """A shop doesn't jam."""

    def books(self) -> Json:
        return self.orders.books()

    def reset(self) -> None:
        self.orders.reset()
        self._told.clear()

    def place(self, wishes: list[Json]) -> list[Json]:
        """Shoppers order; everybody who listens is told."""
        placed = [self.orders.place(wish) for wish in wishes]
        for order in placed:
            self._tell("order.placed", order)
        return placed

    def _tell(self, event: str, order: Json) -> None:
        self._told[order["id"], event] += 1
        mark = f"{event}/{self._told[order['id'], event]}"
        self._courier.post(
            Notice(
                event=event,
                delivery=f"dlv_{digest(self._seed, order['id'], mark)}",
                entity=order["id"],
                mark=mark,
                content={"sentAt": self._clock.stamp(), "order": json.loads(json.dumps(order))},
            )
        )

    def _place(self, ask: Ask) -> Answer:
        content = ask.content or {}
        count = read_count(content)
        wishes = content.get("orders") or [{}] * (1 if count is None else count)
        if not isinstance(wishes, list) or not all(isinstance(wish, dict) for wish in wishes):
            raise misuse("Orders are objects.")
        return done(orders=[{"id": order["id"], "number": order["number"]} for order in self.place(wishes)])

    def _amend(self, ask: Ask) -> Answer:
        order = self._order(ask)
        self.orders.amend(order, ask.content or {})
        self._tell("order.updated", order)
        return done()

    def _order(self, ask: Ask) -> Json:
        order = self.orders.by_id.get(ask.params["id"])
        if order is None:
            raise refusal(404, "NOT_FOUND", f"No order '{ask.params['id']}'.")
        return order

    def _list(self, ask: Ask) -> Answer:
        limit = ask.query.get("limit", "50")
        if not limit.isdecimal() or not 1 <= int(limit) <= 100:
            raise refusal(422, "INVALID", "limit is a number from 1 to 100.", "limit")
        after = ask.query.get("updatedAfter")
        try:
            since = datetime.fromisoformat(after) if after else datetime.min.replace(tzinfo=UTC)
        except ValueError:
            raise refusal(422, "INVALID", "updatedAfter is no instant.", "updatedAfter") from None
        if since.tzinfo is None:
            raise refusal(422, "INVALID", "updatedAfter has no offset.", "updatedAfter")
        try:
            orders, cursor = self.orders.page(after=since, cursor=ask.query.get("cursor"), limit=int(limit))
        except ValueError:
            raise refusal(422, "INVALID", "cursor is none of ours.", "cursor") from None
        return reply({"orders": orders, "nextCursor": cursor})

    def _refer(self, ask: Ask) -> Answer:
        order = self._order(ask)
        reference = read_content(ask).get("externalReference")
        if not isinstance(reference, str) or not reference:
            raise refusal(422, "INVALID", "externalReference is required.", "externalReference")
        order["externalReference"] = reference
        self.orders.touch(order)
        return reply({"id": order["id"], "externalReference": reference})

    def _move(self, ask: Ask) -> Answer:
        order = self._order(ask)
        status = read_content(ask).get("status")
        if not isinstance(status, str) or status not in RANK:
            raise refusal(422, "INVALID", f"status is one of {', '.join(RANK)}.", "status")
        self.orders.move(order, status)
        return reply({"id": order["id"], "status": status})

    def _notes(self, ask: Ask) -> Answer:
        return reply({"notes": self._order(ask)["notes"]})

    def _note(self, ask: Ask) -> Answer:
        order = self._order(ask)
        text = read_content(ask).get("text")
        if not isinstance(text, str) or not text:
            raise refusal(422, "INVALID", "text is required.", "text")
        note = {"id": f"note_{len(order['notes']) + 1}", "text": text, "createdAt": self._clock.stamp()}
        order["notes"].append(note)
        self.orders.touch(order)
        return reply(note, status=201)

    def _fulfilments(self, ask: Ask) -> Answer:
        return reply({"fulfilments": self._order(ask)["fulfilments"]})

    def _fulfil(self, ask: Ask) -> Answer:
        order = self._order(ask)
        content = read_content(ask)
        fulfilment = {
            "id": f"ful_{len(order['fulfilments']) + 1}",
            "lines": fulfilled_lines(order, content),
            "parcels": fulfilled_parcels(content),
            "createdAt": self._clock.stamp(),
        }
        order["fulfilments"].append(fulfilment)
        self.orders.touch(order)
        return reply(fulfilment, status=201)
