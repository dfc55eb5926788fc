"""The carrier's front: tokens, doors and webhooks."""

import asyncio
import base64
import binascii
import hmac
import json
import math
from collections.abc import Iterable, Mapping
from hashlib import sha256
from urllib.parse import parse_qs

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.control import done, misuse, read_count, read_seconds
from goldthread.sandbox.courier import Courier, Envelope, Notice
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, RefusedError, reply
from goldthread.sandbox.numbering import digest
from goldthread.sandbox.rules import Rule
from goldthread.sandbox.swiftpost.network import Network
from goldthread.sandbox.swiftpost.records import BookedParcel, BookedShipment, ScanEvent
from goldthread.sandbox.swiftpost.shipments import Shipments, error
from goldthread.sandbox.swiftpost.stories import STORIES

TOKEN_SECONDS = 60


def compose(notice: Notice, at: int, secret: str) -> Envelope:
    """Write a webhook; the signature is over time and body, with nothing between them."""
    body = json.dumps({"id": notice.delivery, "type": notice.event, **notice.content}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Swift-Timestamp": str(at),
        "X-Swift-Signature": hmac.digest(secret.encode(), str(at).encode() + body, sha256).hex(),
    }
    return Envelope(body=body, headers=headers)


class Swiftpost:
    """A carrier that takes money for every parcel it books."""

    name = "swiftpost"
    limit_form = "epoch"

    def __init__(self, *, seed: int, clock: SystemClock, client: str, secret: str, courier: Courier) -> None:
        self._seed = seed
        self._clock = clock
        self._login = (client, secret)
        self._courier = courier
        self._tokens: dict[str, float] = {}
        self._granted = 0
        self._pace: asyncio.Task[None] | None = None
        self.shipments = Shipments(seed=seed, clock=clock)
        self.network = Network(seed=seed, clock=clock, shipments=self.shipments, scanned=self._tell)

    def doors(self) -> Iterable[Door]:
        yield Door(method="POST", path="/oauth/token", answer=self._grant, is_public=True)
        yield from self.shipments.doors()
        yield from self.network.doors()

    def controls(self) -> Iterable[Door]:
        yield Door(method="POST", path="/__control/advance", answer=self._advance)
        yield Door(method="POST", path="/__control/pace", answer=self._set_pace)
        yield Door(method="POST", path="/__control/scenarios", answer=self._set_weights)

    def authorise(self, ask: Ask) -> Answer | None:
        if self._tokens.get(_bearer(ask), 0) > self._clock.epoch():
            return None
        return error(401, "invalid_token", "The access token is missing, unknown or expired.")

    def forget_login(self, ask: Ask) -> None:
        self._tokens.pop(_bearer(ask), None)

    def say_limited(self) -> Answer:
        return error(429, "rate_limited", "Too many requests.")

    def say_broken(self, status: int) -> Answer:
        return error(status, "internal", "Our systems are having a moment.")

    def say_missing(self) -> Answer:
        return error(404, "not_found", "No such path.")

    def budget_headers(self, *, limit: int, remaining: int, reset: float) -> Mapping[str, str]:
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": str(math.ceil(self._clock.epoch() + reset)),
        }

    def jam(self, rule: Rule) -> None:
        """A carrier doesn't jam."""

    def books(self) -> Json:
        return self.shipments.books()

    def reset(self) -> None:
        self._tokens.clear()
        self.shipments.reset()

    def set_pace(self, seconds: float | None) -> None:
        """Advance all parcels by themselves every so often; None stops that."""
        if self._pace is not None:
            self._pace.cancel()
            self._pace = None
        if seconds is not None:
            self._pace = asyncio.get_running_loop().create_task(self._go_on(seconds))

    async def _go_on(self, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            self.network.advance()

    def _tell(self, shipment: BookedShipment, parcel: BookedParcel, event: ScanEvent) -> None:
        """Tell who listens of one scan."""
        self._courier.post(
            Notice(
                event="tracking.updated",
                delivery=f"evt_{event.event_id.removeprefix('ev_')}",
                entity=f"{shipment.reference}/{parcel.sequence}",
                mark=str(len(parcel.events)),
                content={
                    "created": self._clock.stamp(),
                    "data": {
                        "tracking_number": parcel.tracking_number,
                        "shipment_number": shipment.number,
                        "reference": shipment.reference,
                        "event": event.told(),
                    },
                },
            )
        )

    def _grant(self, ask: Ask) -> Answer:
        form = {name: values[0] for name, values in parse_qs(ask.body.decode("utf-8", "replace")).items()}
        if form.get("grant_type") != "client_credentials":
            raise RefusedError(error(400, "unsupported_grant_type", "Use client_credentials."))
        login = _basic(ask) or (form.get("client_id", ""), form.get("client_secret", ""))
        if login != self._login:
            raise RefusedError(error(401, "invalid_client", "Unknown client or wrong secret."))
        self._granted += 1
        token = digest(self._seed, "token", self._granted, size=20)
        self._tokens[token] = self._clock.epoch() + TOKEN_SECONDS
        return reply({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})

    def _advance(self, ask: Ask) -> Answer:
        content = ask.content or {}
        number = content.get("tracking_number")
        if number is not None and str(number) not in self.shipments.parcels:
            raise misuse(f"No parcel '{number}'.")
        steps = read_count(content, "steps")
        return reply(self.network.advance(tracking_number=number, steps=1 if steps is None else steps))

    def _set_pace(self, ask: Ask) -> Answer:
        self.set_pace(read_seconds(ask.content or {}))
        return done()

    def _set_weights(self, ask: Ask) -> Answer:
        weights = (ask.content or {}).get("weights", {})
        if not isinstance(weights, dict) or not weights or not set(weights) <= set(STORIES):
            raise misuse(f"weights name some of {', '.join(STORIES)}.")
        if not any(read_count(weights, name) for name in weights):
            raise misuse("Some weight is more than zero.")
        self.shipments.weights = weights
        return done()


def _bearer(ask: Ask) -> str:
    return ask.headers.get("authorization", "").removeprefix("Bearer ")


def _basic(ask: Ask) -> tuple[str, str] | None:
    """Client and secret out of HTTP Basic, if that was used."""
    scheme, _, coded = ask.headers.get("authorization", "").partition(" ")
    if scheme != "Basic":
        return None
    try:
        client, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeError):
        return None
    return client, secret
