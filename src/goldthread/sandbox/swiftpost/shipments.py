"""Books shipments, bills parcels, gives labels, and voids what wasn't scanned yet."""

import base64
from collections.abc import Iterable, Mapping
from random import Random

from goldthread.sandbox.clock import SystemClock
from goldthread.sandbox.exchange import Answer, Ask, Door, Json, RefusedError, reply
from goldthread.sandbox.numbering import numbered
from goldthread.sandbox.swiftpost.records import (
    BookedParcel,
    BookedShipment,
    draw,
    euros,
    label_text,
    price_cents,
    s10,
)
from goldthread.sandbox.swiftpost.refusals import FORMATS, Violation, violations
from goldthread.sandbox.swiftpost.stories import ENDED_WELL, WEIGHTS, story


def error(status: int, code: str, text: str) -> Answer:
    """An error in the carrier's shape."""
    return reply({"error": code, "error_description": text}, status=status)


def unprocessable(found: Iterable[Violation]) -> RefusedError:
    """A refusal, field by field."""
    told = [{"path": one.path, "code": one.code, "message": one.message} for one in found]
    return RefusedError(reply({"title": "Shipment refused", "violations": told}, status=422))


class Shipments:
    """Everything that was ever booked."""

    def __init__(self, *, seed: int, clock: SystemClock) -> None:
        self._seed = seed
        self._clock = clock
        self.weights: Mapping[str, int] = WEIGHTS
        self.reset()

    def reset(self) -> None:
        self.by_number: dict[str, BookedShipment] = {}
        self.by_reference: dict[str, list[BookedShipment]] = {}
        self.parcels: dict[str, tuple[BookedShipment, BookedParcel]] = {}
        self.label_fetches = 0

    def doors(self) -> Iterable[Door]:
        one = "/v1/shipments/{shipment_number}"
        yield Door(method="POST", path="/v1/shipments", answer=self._create, entity=lambda ask: ask.told("reference"))
        yield Door(
            method="GET", path="/v1/shipments", answer=self._find, entity=lambda ask: ask.query.get("reference", "")
        )
        yield Door(method="GET", path=one, answer=lambda ask: reply(self._shipment(ask).told()))
        yield Door(method="GET", path=f"{one}/label", answer=self._label)
        yield Door(method="DELETE", path=one, answer=self._void)

    def books(self) -> Json:
        live = [shipment for shipment in self.by_number.values() if not shipment.is_voided]
        voided = [shipment for shipment in self.by_number.values() if shipment.is_voided]
        moving = [parcel for shipment in live for parcel in shipment.parcels]
        ends = {parcel.tracking_number: parcel.events[-1].code for parcel in moving if parcel.events}
        return {
            "shipments": len(live),
            "parcels": len(moving),
            "billed_parcels": len(moving),
            "billed": {"EUR": euros(sum(shipment.cents for shipment in live))["amount"]},
            "voided_shipments": len(voided),
            "voided_parcels": sum(len(shipment.parcels) for shipment in voided),
            "credited": {"EUR": euros(sum(shipment.cents for shipment in voided))["amount"]},
            "duplicates": self._duplicates(),
            "by_reference": {key: [_brief(one) for one in found] for key, found in self.by_reference.items()},
            "delivered_parcels": sum(code in ENDED_WELL for code in ends.values()),
            "remaining_parcels": sum(not parcel.is_finished for parcel in moving),
            "label_fetches": self.label_fetches,
            "last_codes": ends,
        }

    def _duplicates(self) -> Json:
        live = {
            key: [shipment.number for shipment in found if not shipment.is_voided]
            for key, found in self.by_reference.items()
        }
        return {key: numbers for key, numbers in live.items() if len(numbers) > 1}

    def _create(self, ask: Ask) -> Answer:
        content = ask.content
        if content is None:
            raise RefusedError(error(400, "malformed", "The body is no JSON object."))
        if found := violations(content):
            raise unprocessable(found)
        if ask.query.get("dry_run") == "true":
            country, service = content["receiver"]["country"], content.get("service", "standard")
            total = sum(price_cents(country, service, parcel["weight_kg"]) for parcel in content["parcels"])
            return reply({"valid": True, "total": euros(total)})
        shipment = self._book(content)
        return reply(shipment.told(_labels(shipment, shipment.label_format)), status=201)

    def _book(self, content: Json) -> BookedShipment:
        reference, country = content["reference"], content["receiver"]["country"]
        twins = self.by_reference.setdefault(reference, [])
        about = (self._seed, reference, len(twins))
        number = numbered("SP{}", 8, self.by_number, *about)
        shipment = BookedShipment(
            number=number,
            reference=reference,
            country=country,
            label_format=content.get("label_format", "PDF"),
            created_at=self._clock.stamp(),
            parcels=[],
        )
        for place, parcel in enumerate(content["parcels"], start=1):
            tracking = self._tracking_number(*about, place)
            dice = Random(f"{self._seed}:story:{reference}:{place}")  # noqa: S311 - a parcel's fate, no secret
            booked = BookedParcel(
                tracking_number=tracking,
                sequence=place,
                reference=parcel.get("reference"),
                weight_kg=parcel["weight_kg"],
                cents=price_cents(country, content.get("service", "standard"), parcel["weight_kg"]),
                text=label_text(content, tracking, place),
                story=story(dice, country, self.weights),
            )
            shipment.parcels.append(booked)
            self.parcels[tracking] = (shipment, booked)
        twins.append(shipment)
        self.by_number[number] = shipment
        return shipment

    def _tracking_number(self, *about: object) -> str:
        """The first free number that belongs to a parcel."""
        attempt = 0
        while (number := s10(numbered("{}", 8, (), *about, attempt))) in self.parcels:
            attempt += 1
        return number

    def _shipment(self, ask: Ask) -> BookedShipment:
        number = ask.params["shipment_number"]
        if number not in self.by_number:
            raise RefusedError(error(404, "not_found", f"No shipment '{number}'."))
        return self.by_number[number]

    def _find(self, ask: Ask) -> Answer:
        if "reference" not in ask.query:
            raise unprocessable([Violation(path="reference", code="REQUIRED", message="Ask for one reference.")])
        found = self.by_reference.get(ask.query["reference"], [])
        return reply({"shipments": [shipment.told() for shipment in found], "total": len(found)})

    def _label(self, ask: Ask) -> Answer:
        shipment = self._shipment(ask)
        if shipment.is_voided:
            raise RefusedError(error(409, "conflict", "The shipment is voided."))
        wanted = ask.query.get("format", shipment.label_format)
        if wanted not in FORMATS:
            text = f"Choose from {', '.join(FORMATS)}."
            raise unprocessable([Violation(path="format", code="LABEL_FORMAT", message=text)])
        self.label_fetches += 1
        told = [
            {"tracking_number": number, "format": wanted, "data": data}
            for number, data in _labels(shipment, wanted).items()
        ]
        return reply({"labels": told})

    def _void(self, ask: Ask) -> Answer:
        shipment = self._shipment(ask)
        if shipment.state == "in_network":
            raise RefusedError(error(409, "conflict", "The shipment has been scanned."))
        shipment.is_voided = True
        return Answer(status=204)


def _labels(shipment: BookedShipment, label_format: str) -> dict[str, str]:
    return {
        parcel.tracking_number: base64.b64encode(draw(parcel, label_format)).decode() for parcel in shipment.parcels
    }


def _brief(shipment: BookedShipment) -> Json:
    return {
        "shipment_number": shipment.number,
        "state": shipment.state,
        "tracking_numbers": [parcel.tracking_number for parcel in shipment.parcels],
    }
