"""The ERP's front: sessions, doors and webhooks."""

import hmac
import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.control import done, read_count
from goldthread.sandbox.courier import Courier, Envelope, Notice
from goldthread.sandbox.exchange import Answer, Ask, Door, Json
from goldthread.sandbox.numbering import digest
from goldthread.sandbox.rules import Rule
from goldthread.sandbox.stockhouse.answers import Fault, failure, ok, read_content, refused
from goldthread.sandbox.stockhouse.customers import Customers
from goldthread.sandbox.stockhouse.orders import Orders
from goldthread.sandbox.stockhouse.warehouse import Warehouse

SESSION_SECONDS = 600


def compose(notice: Notice, at: int, secret: str) -> Envelope:
    """Write a webhook; the signature is over time and body."""
    content = {"event_id": notice.delivery, "event": notice.event, **notice.content}
    body = json.dumps(content, ensure_ascii=False).encode()
    signature = hmac.digest(secret.encode(), f"{at}.".encode() + body, sha256).hex()
    headers = {"Content-Type": "application/json", "X-Stockhouse-Signature": f"t={at},v1={signature}"}
    return Envelope(body=body, headers=headers)


class Stockhouse:
    """An ERP with a warehouse that believes whatever it's told."""

    name = "stockhouse"
    limit_form = "http-date"

    def __init__(
        self, *, seed: int, clock: SystemClock, user: str, password: str, stations: tuple[str, ...], courier: Courier
    ) -> None:
        self._seed = seed
        self._clock = clock
        self._user = user
        self._password = password
        self._courier = courier
        self._sessions: dict[str, float] = {}
        self._opened = 0
        self.customers = Customers(seed=seed)
        self.orders = Orders(seed=seed, clock=clock, customers=self.customers)
        self.warehouse = Warehouse(
            seed=seed, clock=clock, customers=self.customers, orders=self.orders, stations=stations
        )

    def doors(self) -> Iterable[Door]:
        yield Door(method="POST", path="/session", answer=self._open_session, is_public=True)
        yield from self.customers.doors()
        yield from self.orders.doors()
        yield from self.warehouse.doors()

    def controls(self) -> Iterable[Door]:
        yield Door(method="POST", path="/__control/pack", answer=self._pack)

    def authorise(self, ask: Ask) -> Answer | None:
        if self._sessions.get(ask.headers.get("x-session", ""), 0) > self._clock.epoch():
            return None
        return failure(Fault(code="session_expired", text="Log in first."), status=401)

    def forget_login(self, ask: Ask) -> None:
        self._sessions.pop(ask.headers.get("x-session", ""), None)

    def say_limited(self) -> Answer:
        return failure(Fault(code="slow_down", text="Too many requests."), status=429)

    def say_broken(self, status: int) -> Answer:
        return failure(Fault(code="internal", text="Unexpected condition 0x17."), status=status)

    def say_missing(self) -> Answer:
        return failure(Fault(code="not_found", text="No such path."), status=404)

    def budget_headers(self, *, limit: int, remaining: int, reset: float) -> Mapping[str, str]:
        """It tells nobody how much is left."""
        del limit, remaining, reset
        return {}

    def jam(self, rule: Rule) -> None:
        """An ERP doesn't jam."""

    def books(self) -> Json:
        return {**self.customers.books(), **self.orders.books(), **self.warehouse.books()}

    def reset(self) -> None:
        self._sessions.clear()
        self.customers.reset()
        self.orders.reset()
        self.warehouse.reset()

    def pack(self, count: int | None = None) -> list[Json]:
        """The warehouse packs; who listens is told."""
        shipments = self.warehouse.pack(count)
        for shipment in shipments:
            self._courier.post(
                Notice(
                    event="shipment.packed",
                    delivery=f"sh-{digest(self._seed, shipment['shipment_id'])}",
                    entity=shipment["client_reference"],
                    mark="packed",
                    content={"at": self._clock.stamp(), "shipment": json.loads(json.dumps(shipment))},
                )
            )
        return shipments

    def _open_session(self, ask: Ask) -> Answer:
        content = read_content(ask, "user", "password")
        if (content["user"], content["password"]) != (self._user, self._password):
            raise refused("bad_credentials", "Unknown user or wrong password.", "password")
        self._opened += 1
        token = digest(self._seed, "session", self._opened, size=16)
        self._sessions[token] = self._clock.epoch() + SESSION_SECONDS
        return ok({"token": token, "expires_in": SESSION_SECONDS})

    def _pack(self, ask: Ask) -> Answer:
        shipments = self.pack(read_count(ask.content or {}))
        return done(shipments=[shipment["shipment_id"] for shipment in shipments])
