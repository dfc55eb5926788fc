"""What is asked of karrio and done to it, in plain HTTP and not by our connector."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import aiohttp

CARRIER_ID: Final = "goldpost"
SHIPPER: Final[Mapping[str, str]] = {
    "shipper_name": "Sklad",
    "shipper_company": "Čajovna s.r.o.",
    "shipper_street": "Skladová 1",
    "shipper_postal_code": "110 00",
    "shipper_city": "Praha",
    "shipper_country": "CZ",
    "shipper_phone": "+420601123456",
    "shipper_email": "sklad@example.test",
}
EVENTS: Final = ("tracker_created", "tracker_updated")
PAGE: Final = 100


@dataclass(frozen=True, kw_only=True)
class SoldShipment:
    """A shipment as karrio keeps it."""

    id: str
    reference: str
    tracking_number: str
    status: str
    recipient: str
    city: str


@dataclass(frozen=True, kw_only=True)
class KnownTracker:
    """A parcel as karrio follows it."""

    tracking_number: str
    status: str
    events: tuple[str, ...]
    """Statuses, the oldest first."""


class RefusedError(Exception):
    """karrio said no; the message has its words."""


@dataclass(kw_only=True)
class KarrioDesk:
    """Somebody at karrio's counter."""

    url: str
    token: str
    secret: str = ""
    """Of the webhook, once there is one; karrio makes it."""
    webhook: str = ""

    async def is_up(self) -> bool:
        """Whether it answers."""
        try:
            await self._ask("GET", "/v1/webhooks")
        except (aiohttp.ClientError, RefusedError):
            return False
        return True

    async def connect(self) -> None:
        """Have karrio work with our carrier."""
        row = {"carrier_name": CARRIER_ID, "carrier_id": CARRIER_ID, "credentials": {}, "active": True}
        await self._ask("POST", "/v1/connections", row)

    async def subscribe(self, address: str) -> str:
        """Have parcels' events told to an address, and give the secret that karrio made for it."""
        row = {"url": address, "enabled_events": list(EVENTS), "description": "Goldthread", "disabled": False}
        made = await self._ask("POST", "/v1/webhooks", row)
        self.webhook, self.secret = made["id"], made["secret"]
        return self.secret

    async def adopt(self, address: str) -> str:
        """Take the subscription that somebody else made for an address for ours, and give its secret."""
        found = next((row for row in await self.webhooks() if row["url"] == address), None)
        if found is None:
            raise RefusedError(f"karrio has no webhook for {address}.")
        self.webhook, self.secret = found["id"], found["secret"]
        return self.secret

    async def withhold(self, *, is_withheld: bool) -> None:
        """Switch the webhook off and on again: what happens in between is never told."""
        await self._ask("PATCH", f"/v1/webhooks/{self.webhook}", {"disabled": is_withheld})

    async def inject(self, tracking_number: str, status: str, description: str = "") -> None:
        """Let something happen to a parcel, now: `picked_up`, `in_transit`, `delivered`."""
        tracker = await self._ask("GET", f"/v1/trackers/{tracking_number}")
        now = datetime.now(UTC)
        event = {
            "date": now.strftime("%Y-%m-%d"),
            "time": now.strftime("%I:%M %p"),
            "timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z",
            "status": status,
            "code": status.upper(),
            "description": description or f"The parcel is {status}",
            "location": "Praha",
        }
        change = {"events": [event], "status": status, "delivered": status == "delivered"}
        await self._ask("POST", f"/v1/trackers/{tracker['id']}/inject-events", change)

    async def shipments(self) -> list[SoldShipment]:
        """All shipments, the oldest first."""
        return [
            SoldShipment(
                id=row["id"],
                reference=row["reference"] or "",
                tracking_number=row["tracking_number"] or "",
                status=row["status"],
                recipient=row["recipient"]["person_name"] or "",
                city=row["recipient"]["city"] or "",
            )
            for row in reversed(await self._all("/v1/shipments"))
        ]

    async def trackers(self) -> list[KnownTracker]:
        """All parcels that are followed."""
        return [
            KnownTracker(
                tracking_number=row["tracking_number"],
                status=row["status"],
                events=tuple(event["status"] or "" for event in reversed(row["events"])),
            )
            for row in await self._all("/v1/trackers")
        ]

    async def label(self, shipment: str) -> bytes:
        """The label's bytes, as karrio keeps them."""
        document = await self._ask("POST", f"/v1/shipments/{shipment}/documents/label")
        return base64.b64decode(document["base64"])

    async def webhooks(self) -> list[dict[str, Any]]:
        """All subscriptions, as they are."""
        return await self._all("/v1/webhooks")

    async def _all(self, path: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        while True:
            page = await self._ask("GET", f"{path}?limit={PAGE}&offset={len(rows)}")
            rows += page["results"]
            if page["next"] is None:
                return rows

    async def _ask(self, method: str, path: str, row: object = None) -> dict[str, Any]:
        headers = {"Authorization": f"Token {self.token}"}
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session,
            session.request(method, self.url + path, json=row, headers=headers) as reply,
        ):
            if reply.status >= 300:
                raise RefusedError(f"{method} {path}: {reply.status} {await reply.text()}")
            answer: dict[str, Any] = await reply.json()
            return answer
