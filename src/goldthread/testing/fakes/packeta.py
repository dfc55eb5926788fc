"""A stand-in of Packeta's REST interface, which speaks XML and answers everything with HTTP 200."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Final
from xml.etree.ElementTree import Element, ParseError
from zoneinfo import ZoneInfo

from defusedxml.ElementTree import fromstring

from goldthread.flow.reply import Reply
from goldthread.ports.wire import Request
from goldthread.testing.contract.fake import Delivery
from goldthread.testing.contract.loopback import LoopbackFake

PRAGUE: Final = ZoneInfo("Europe/Prague")
CURRENCIES: Final = frozenset({"CZK", "EUR", "HUF", "PLN", "RON"})
CODES: Final = {"1": "received data", "2": "arrived", "5": "ready for pickup", "7": "delivered", "11": "cancelled"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What an `addressId` may be: a point of Packeta, or a partner who serves doors or has points."""

    is_door: bool = False
    has_points: bool = False
    zip_digits: int = 5
    max_kg: int = 15
    takes_cod: bool = True


PLACES: Final = {
    "79": Place(),
    "95": Place(),
    "106": Place(is_door=True, max_kg=30),
    "131": Place(is_door=True, max_kg=30),
    "3060": Place(has_points=True, max_kg=25, takes_cod=False),
}


@dataclass(kw_only=True)
class Packet:
    """A packet that was taken on."""

    id: str
    number: str
    records: list[tuple[str, str]] = field(default_factory=list)
    """Code and time of each thing that happened."""

    @property
    def status(self) -> str:
        return self.records[-1][0]

    @property
    def is_live(self) -> bool:
        return self.status != "11"


class PacketaFake(LoopbackFake):
    """Takes packets on as often as it is asked, draws labels as often as it is asked, and tells of scans by push.

    Its points are 79 and 95, its carriers 106 (doors in Czechia), 131 (in Slovakia) and 3060 (points in Poland). It
    takes back what wasn't handed over. It looks nothing up by the shop's number, and refuses no number a second time.
    """

    secrets: Mapping[str, str] = {
        "api_password": "0123456789abcdef0123456789abcdef",
        "webhook_secret": "packeta signs with this",
    }

    def __init__(self, now: Callable[[], datetime], *, sender: str = "goldthread.example") -> None:
        super().__init__(now)
        self.sender = sender
        self.packets: dict[str, Packet] = {}
        self._pushes = 0

    def answer(self, request: Request) -> Reply:
        if request.url.split("?")[0] != "/api/rest" or request.method != "POST":
            return Reply(status=404, headers={"content-type": "text/html"}, content=b"<html>404 Not Found</html>")
        try:
            asked: Element = fromstring(request.content)
        except (ParseError, ValueError):
            return _fault("RequestError", "An error occured parsing request.")  # codespell:ignore occured
        if asked.findtext("apiPassword") != self.secrets["api_password"]:
            return self.denied()
        match asked.tag:
            case "createPacket" | "packetAttributesValid":
                return self._created(asked, is_dry=asked.tag != "createPacket")
            case "packetLabelPdf" | "packetLabelZpl" | "packetStatus" | "packetTracking" | "cancelPacket":
                packet = self.packets.get(asked.findtext("packetId") or "")
                return _fault("PacketIdFault", "Invalid packet id.") if packet is None else self._of(asked.tag, packet)
            case _:
                return _fault("MethodFault", f"Method {asked.tag} does not exist.")

    def throttled(self) -> Reply:
        return Reply(
            status=429, headers={"content-type": "text/html", "retry-after": "10"}, content=b"<html>429</html>"
        )

    def broken(self) -> Reply:
        return Reply(status=500, headers={"content-type": "text/html"}, content=b"<html>Internal Server Error</html>")

    def denied(self) -> Reply:
        return _fault("IncorrectApiPasswordFault", "Incorrect API password.")

    def effects(self) -> Sequence[str]:
        """Live packets; those of several parcels that were packed together are one, but none that came twice."""
        return list(dict.fromkeys(self._occurrences()))

    def parcels(self) -> Sequence[str]:
        return [f"Z{id_}" for id_ in self.packets]

    def label(self, tracking_number: str) -> bytes:
        return f"%PDF-1.4\n% Packeta {tracking_number}\n%%EOF\n".encode()

    def zpl(self, tracking_number: str) -> bytes:
        """The same as ZPL, with what XML has to escape."""
        return f"^XA^FO20,20^FD{tracking_number} <A&B>^FS^XZ".encode()

    def stir(self) -> None:
        for packet in self.packets.values():
            self._happen(packet, "2")

    async def scan(self, tracking_number: str, code: str) -> Delivery | None:
        packet = self.packets[tracking_number.removeprefix("Z")]
        at = self._happen(packet, code)
        self._pushes += 1
        event = f"event-{self._pushes}"
        status = {
            "eventId": event,
            "id": int(packet.id),
            "barcode": tracking_number,
            "dateTime": at,
            "branchId": 79,
            "statusId": int(code),
            "statusCode": CODES.get(code, "something else"),
            "statusText": CODES.get(code, "something else").capitalize(),
            "externalTrackingCode": None,
            "destinationBranchId": None,
        }
        return self.signed({"status": status}, event)

    def signed(self, payload: Mapping[str, object], event: str) -> Delivery:
        """A push of this payload, as Packeta signs it."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        stamp = str(int(self.now().timestamp()))
        key = self.secrets["webhook_secret"].encode()
        signature = hmac.new(key, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "x-webhook-timestamp": stamp,
            "x-webhook-signature": signature,
            "x-webhook-event-id": event,
            "content-type": "application/json",
        }
        return Delivery(event="tracking", body=body, headers=headers)

    def _occurrences(self) -> Iterator[str]:
        seen: Counter[str] = Counter()
        for packet in self.packets.values():
            if packet.is_live:
                seen[packet.number] += 1
                yield f"{packet.number.rpartition('-')[0]}#{seen[packet.number]}"

    def _created(self, asked: Element, *, is_dry: bool) -> Reply:
        given = asked.find("packetAttributes")
        attributes = {} if given is None else {one.tag: one.text or "" for one in given}
        faults = list(refusals(attributes, self.sender))
        if faults:
            detail = "".join(
                f"<fault><name>{name}</name><fault>{escape(words, quote=False)}</fault></fault>"
                for name, words in faults
            )
            return _fault(
                "PacketAttributesFault", "Some attributes have invalid values.", f"<attributes>{detail}</attributes>"
            )
        if is_dry:
            return _ok("")
        packet = Packet(id=str(4154090000 + len(self.packets)), number=attributes["number"])
        self.packets[packet.id] = packet
        self._happen(packet, "1")
        text = f"Z {packet.id[:3]} {packet.id[3:7]} {packet.id[7:]}"
        return _ok(f"<id>{packet.id}</id><barcode>Z{packet.id}</barcode><barcodeText>{text}</barcodeText>")

    def _of(self, method: str, packet: Packet) -> Reply:
        number = f"Z{packet.id}"
        match method:
            case "packetLabelPdf":
                return _ok(base64.b64encode(self.label(number)).decode())
            case "packetLabelZpl":
                return _ok(escape(self.zpl(number).decode(), quote=False))
            case "packetStatus":
                return _ok(_record(*packet.records[-1]) + "<isReturning>0</isReturning>")
            case "packetTracking":
                return _ok("".join(f"<record>{_record(*one)}</record>" for one in packet.records))
            case _:
                if packet.status != "1":
                    return _fault("CancelNotAllowedFault", "Packet state does not allow this operation.")
                self._happen(packet, "11")
                return _ok(None)

    def _happen(self, packet: Packet, code: str) -> str:
        at = self.now().astimezone(PRAGUE).replace(tzinfo=None).isoformat(timespec="seconds")
        packet.records.append((code, at))
        return at


def refusals(attributes: Mapping[str, str], sender: str) -> Iterator[tuple[str, str]]:
    """Every attribute at fault, with Packeta's words."""
    for name, longest in (("number", 36), ("name", 32), ("surname", 32)):
        if not 0 < len(attributes.get(name, "").strip()) <= longest:
            yield name, f"Enter {name}, at most {longest} characters."
    if attributes.get("eshop") != sender:
        yield "eshop", "Sender is not given."
    if not attributes.get("email") and not attributes.get("phone"):
        yield "email", "Enter an e-mail address or a phone number."
    if attributes.get("currency") not in CURRENCIES:
        yield "currency", "This currency is not supported."
    place = PLACES.get(attributes.get("addressId", ""))
    if place is None:
        yield "addressId", "The pick-up point or carrier does not exist."
        return
    yield from _refusals_there(place, attributes)


def _refusals_there(place: Place, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not 0 < _number(attributes.get("weight")) <= place.max_kg:
        yield "weight", f"Weight must be above 0 and at most {place.max_kg} kg."
    if _number(attributes.get("value")) <= 0:
        yield "value", "Enter the value of the packet."
    if place.has_points and not attributes.get("carrierPickupPoint"):
        yield "carrierPickupPoint", "Enter the carrier's pick-up point."
    if attributes.get("cod") and not place.takes_cod:
        yield "cod", "The carrier does not collect on delivery."
    if attributes.get("cod") and attributes.get("currency") == "CZK" and _number(attributes["cod"]) % 1:
        yield "cod", "COD in CZK has to be a whole number."
    if place.is_door:
        for name in ("street", "houseNumber", "city"):
            if not attributes.get(name, "").strip():
                yield name, f"Enter {name}."
        postcode = attributes.get("zip", "")
        if not (postcode.isdigit() and len(postcode) == place.zip_digits):
            yield "zip", f"Postal code has {place.zip_digits} digits."


def _number(text: str | None) -> Decimal:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return Decimal(-1)


def _record(code: str, at: str) -> str:
    words = CODES.get(code, "something else")
    return (
        f"<dateTime>{at}</dateTime><statusCode>{code}</statusCode><codeText>{words}</codeText>"
        f"<statusText>{words.capitalize()}</statusText><branchId>79</branchId>"
    )


def _ok(result: str | None) -> Reply:
    return _xml("<status>ok</status>" + ("" if result is None else f"<result>{result}</result>"))


def _fault(name: str, words: str, detail: str = "") -> Reply:
    more = f"<detail>{detail}</detail>" if detail else ""
    return _xml(f"<status>fault</status><fault>{name}</fault><string>{words}</string>{more}")


def _xml(content: str) -> Reply:
    body = f'<?xml version="1.0" encoding="utf-8"?>\n<response>{content}</response>'
    return Reply(status=200, headers={"content-type": "text/xml; charset=utf-8"}, content=body.encode())
