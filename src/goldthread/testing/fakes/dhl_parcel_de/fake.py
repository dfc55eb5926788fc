"""The stand-in itself: tokens, orders, labels, tracking."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from defusedxml.ElementTree import fromstring

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.loopback import LoopbackFake, json_reply
from goldthread.testing.fakes.dhl_parcel_de.rules import messages

BERLIN: Final = ZoneInfo("Europe/Berlin")
ORDERS: Final = "/parcel/de/shipping/v2/orders"
MOST: Final = 15


@dataclass(kw_only=True)
class Parcel:
    """A shipment that was made; DHL has one for every parcel."""

    number: str
    reference: str
    is_deleted: bool = False
    events: list[tuple[str, str]] = field(default_factory=list)
    """`standard/ice/ric` and the time of each thing that happened."""


class DhlParcelDeFake(LoopbackFake):
    """Makes up to 30 shipments a call, each for itself, and tells of each whether it was done (207 of several).

    Tokens are fetched with a system user's password and forgotten by `expire()`; the tracking wants the app's key, and
    its own password in the XML. Nothing is looked up by reference, and nothing is told without being asked.
    """

    secrets: Mapping[str, str] = {
        "api_key": "dhl-app-key",
        "api_secret": "dhl-app-secret",
        "username": "system-user",
        "password": "system & password",
        "tracking_password": "tracking <password>",
    }

    def __init__(self, now: Callable[[], datetime], *, tracking_user: str = "zt12345") -> None:
        super().__init__(now)
        self.tracking_user = tracking_user
        self.shipments: dict[str, Parcel] = {}
        self._tokens: set[str] = set()
        self._logins = 0

    def answer(self, request: Request) -> Reply:
        asked = urlsplit(request.url)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        match request.method, asked.path:
            case "POST", "/parcel/de/account/auth/ropc/v1/token":
                return self._login(request)
            case "GET", "/parcel/de/tracking/v0/shipments":
                return self._track(request, query.get("xml", ""))
            case method, path if path == ORDERS:
                token = request.headers.get("authorization", "").removeprefix("Bearer ")
                return self._orders(method, request, query) if token in self._tokens else self.denied()
            case _:
                return _problem(404, "Not Found", "No such resource.")

    def throttled(self) -> Reply:
        return _problem(429, "Too Many Requests", "Too many requests within defined time period.")

    def broken(self) -> Reply:
        return _problem(500, "Internal Server Error", "The service is temporarily unavailable.")

    def denied(self) -> Reply:
        return _problem(401, "Unauthorized", "Unauthorized for given resource.")

    def expire(self) -> None:
        self._tokens.clear()

    def effects(self) -> Sequence[str]:
        """Live shipments; those of several parcels that were packed together are one, but none that came twice."""
        return list(dict.fromkeys(self._occurrences()))

    def parcels(self) -> Sequence[str]:
        return list(self.shipments)

    def label(self, tracking_number: str) -> bytes:
        return f"%PDF-1.4\n% DHL {tracking_number}\n%%EOF\n".encode()

    def stir(self) -> None:
        for parcel in self.shipments.values():
            self._happen(parcel, "EE/ULFMV/UNLDD")

    async def scan(self, tracking_number: str, code: str) -> Delivery | None:
        self._happen(self.shipments[tracking_number], code)
        return None

    def _occurrences(self) -> Iterator[str]:
        seen: Counter[str] = Counter()
        for parcel in self.shipments.values():
            if not parcel.is_deleted:
                seen[parcel.reference] += 1
                yield f"{parcel.reference.rpartition('-')[0]}#{seen[parcel.reference]}"

    def _login(self, request: Request) -> Reply:
        given = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        wanted = {name: self.secrets[name] for name in ("username", "password")}
        wanted |= {"client_id": self.secrets["api_key"], "client_secret": self.secrets["api_secret"]}
        if given != {"grant_type": "password", **wanted}:
            return self.denied()
        self._logins += 1
        token = f"token-{self._logins}"
        self._tokens.add(token)
        return json_reply(200, {"access_token": token, "token_type": "Bearer", "expires_in": 1799})

    def _orders(self, method: str, request: Request, query: Mapping[str, str]) -> Reply:
        if method == "POST":
            return self._make(json.loads(request.content)["shipments"], query)
        parcel = self.shipments.get(query.get("shipment", ""))
        if parcel is None or parcel.is_deleted:
            code = 404 if method == "GET" else 400
            return _items([_item(code, "Unknown shipment number.")])
        if method == "GET":
            return _items([self._labelled(parcel, query)])
        parcel.is_deleted = True
        return _items([_item(200, "The Webservice call ran successfully.", shipmentNo=parcel.number)])

    def _make(self, shipments: list[dict[str, Any]], query: Mapping[str, str]) -> Reply:
        is_dry = query.get("validate") == "true"
        items = []
        for shipment in shipments:
            said = [
                {"property": name, "validationMessage": words, "validationState": state}
                for name, words, state in messages(shipment, must_encode=query.get("mustEncode") == "true")
            ]
            if any(one["validationState"] == "Error" for one in said):
                title = "Within the shipment there was at least one hard validation error."
                items.append(_item(400, title, validationMessages=said))
            elif is_dry:
                items.append(_item(200, "The Webservice call ran successfully.", validationMessages=said))
            else:
                items.append({**self._labelled(self._taken(shipment), query), "validationMessages": said})
        return _items(items)

    def _taken(self, shipment: Mapping[str, Any]) -> Parcel:
        parcel = Parcel(number=f"00340434161094{len(self.shipments) + 1:06}", reference=shipment["refNo"])
        self.shipments[parcel.number] = parcel
        return parcel

    def _labelled(self, parcel: Parcel, query: Mapping[str, str]) -> dict[str, Any]:
        document: dict[str, str] = {"fileFormat": "PDF", "printFormat": "910-300-410"}
        if query.get("docFormat") == "ZPL2":
            document |= {"fileFormat": "ZPL2", "zpl2": f"^XA^FD{parcel.number}^FS^XZ"}
        else:
            document["b64"] = base64.b64encode(self.label(parcel.number)).decode()
        return _item(200, "The Webservice call ran successfully.", shipmentNo=parcel.number, label=document)

    def _track(self, request: Request, xml: str) -> Reply:
        key = f"{self.secrets['api_key']}:{self.secrets['api_secret']}".encode()
        if request.headers.get("authorization") != f"Basic {base64.b64encode(key).decode()}":
            return self.denied()
        asked = fromstring(xml)
        numbers = (asked.get("piece-code") or "").split(";")
        if (asked.get("appname"), asked.get("password")) != (self.tracking_user, self.secrets["tracking_password"]):
            return _tracking("5", 'error="Log-in failed"', "")
        if len(numbers) > MOST:
            return _tracking("-1", 'error="Too many piece codes"', "")
        found = [self._piece(number) for number in numbers]
        return _tracking("0" if any('error-status="0"' in piece for piece in found) else "100", "", "".join(found))

    def _piece(self, number: str) -> str:
        parcel = self.shipments.get(number)
        if parcel is None:
            words = 'piece-status="100" piece-status-desc="No data found"'
            return f'<data name="piece-shipment" error-status="100" searched-piece-code="{escape(number)}" {words}/>'
        events = "".join(_event(*one) for one in parcel.events)
        return (
            f'<data name="piece-shipment" error-status="0" piece-code="{number}" searched-piece-code="{number}" '
            f'product-name="DHL PAKET"><data name="piece-event-list" ruecksendung="false">{events}</data></data>'
        )

    def _happen(self, parcel: Parcel, code: str) -> None:
        parcel.events.append((code, self.now().astimezone(BERLIN).strftime("%d.%m.%Y %H:%M")))


def _event(code: str, at: str) -> str:
    standard, ice, ric = code.split("/")
    return (
        f'<data name="piece-event" event-timestamp="{at}" event-status="Something happened" event-text="" ice="{ice}" '
        f'ric="{ric}" event-location="Bonn" event-country="Germany" standard-event-code="{standard}" '
        'ruecksendung="false"/>'
    )


def _tracking(code: str, error: str, pieces: str) -> Reply:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<data name="piece-shipment-list" code="{code}" '
        f'request-id="3c4fc963" {error}>{pieces}</data>'
    )
    return Reply(status=200, headers={"content-type": "application/xml"}, content=body.encode())


def _item(code: int, title: str, **more: object) -> dict[str, Any]:
    return {"sstatus": {"title": title, "statusCode": code}, **more}


def _items(items: list[dict[str, Any]]) -> Reply:
    """200 or its refusal for one shipment, 207 for several."""
    code = 207 if len(items) > 1 else items[0]["sstatus"]["statusCode"]
    done = sum(item["sstatus"]["statusCode"] == 200 for item in items)
    title = "Multi-Status" if code == 207 else "ok"
    status = {"title": title, "statusCode": code, "detail": f"{done} of {len(items)} shipments OK."}
    return json_reply(code, {"status": status, "items": items})


def _problem(code: int, title: str, detail: str) -> Reply:
    return json_reply(
        code, {"title": title, "statusCode": code, "detail": detail}, content_type="application/problem+json"
    )
