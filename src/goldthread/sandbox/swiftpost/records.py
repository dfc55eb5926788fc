"""What the carrier keeps of a shipment and its parcels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from goldthread.sandbox.exchange import Json
from goldthread.sandbox.swiftpost.label import LabelText, pdf_label, zpl_label

COUNTRY = {
    "CZ": "Czechia",
    "SK": "Slovakia",
    "DE": "Germany",
    "AT": "Austria",
    "PL": "Poland",
    "HU": "Hungary",
    "FR": "France",
    "GB": "United Kingdom",
    "US": "United States",
    "JP": "Japan",
}
_ZONE_CENTS = {"CZ": 320, "SK": 420, "AT": 560, "DE": 560, "PL": 520, "HU": 540, "FR": 890, "GB": 1290}
_FAR_CENTS = 2450
_KILO_CENTS = 60
_EXPRESS_CENTS = 300
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


@dataclass(frozen=True, kw_only=True)
class ScanEvent:
    """One scan of a parcel."""

    event_id: str
    code: str
    at: str
    place: str
    text: str

    def told(self) -> Json:
        return {"event_id": self.event_id, "code": self.code, "at": self.at, "place": self.place, "text": self.text}


@dataclass(kw_only=True)
class BookedParcel:
    """A parcel that was booked and billed."""

    tracking_number: str
    sequence: int
    reference: str | None
    weight_kg: str
    cents: int
    text: LabelText
    story: tuple[str, ...]
    """The codes of its scans to come and gone, in order."""
    events: list[ScanEvent] = field(default_factory=list)

    @property
    def is_finished(self) -> bool:
        return len(self.events) == len(self.story)


@dataclass(kw_only=True)
class BookedShipment:
    """A shipment with its parcels."""

    number: str
    reference: str
    country: str
    label_format: str
    created_at: str
    parcels: list[BookedParcel]
    is_voided: bool = False

    @property
    def state(self) -> str:
        if self.is_voided:
            return "voided"
        scanned = any(event.code != "PRE" for parcel in self.parcels for event in parcel.events)
        return "in_network" if scanned else "created"

    @property
    def cents(self) -> int:
        return sum(parcel.cents for parcel in self.parcels)

    def told(self, labels: Mapping[str, str] | None = None) -> Json:
        """As the API shows it; with the labels' bytes by tracking number, where it gives them."""
        return {
            "shipment_number": self.number,
            "reference": self.reference,
            "state": self.state,
            "created_at": self.created_at,
            "parcels": [
                {
                    "sequence": parcel.sequence,
                    "tracking_number": parcel.tracking_number,
                    "reference": parcel.reference,
                    "weight_kg": parcel.weight_kg,
                    "price": euros(parcel.cents),
                    "label": {"format": self.label_format}
                    | ({"data": labels[parcel.tracking_number]} if labels is not None else {}),
                }
                for parcel in self.parcels
            ],
            "total": euros(self.cents),
        }


def euros(cents: int) -> Json:
    """Money as the API writes it."""
    return {"amount": f"{Decimal(cents) / 100:.2f}", "currency": "EUR"}


def price_cents(country: str, service: str, weight_kg: str) -> int:
    """What a parcel costs: by zone, every begun kilogram, and express."""
    kilos = -(-int(Decimal(weight_kg) * 1000) // 1000)
    base = _ZONE_CENTS.get(country, _FAR_CENTS)
    return base + _KILO_CENTS * kilos + (_EXPRESS_CENTS if service == "express" else 0)


def s10(serial: str) -> str:
    """A tracking number of eight digits as UPU S10 writes it, with its check digit."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True))
    check = {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
    return f"SW{serial}{check}CZ"


def label_text(content: Json, number: str, place: int) -> LabelText:
    """What stands on the label of one parcel of a shipment."""
    receiver, parcels = content["receiver"], content["parcels"]
    street = " ".join(filter(None, (receiver["street"], receiver.get("house_number"))))
    town = " ".join(filter(None, (receiver["zip"], receiver["city"], receiver.get("state"))))
    lines = (
        receiver["name"],
        receiver.get("company"),
        street,
        receiver.get("street2"),
        town,
        COUNTRY[receiver["country"]],
    )
    return LabelText(
        tracking_number=number,
        reference=content["reference"],
        service=content.get("service", "standard"),
        place=f"{place} / {len(parcels)}",
        weight=f"{parcels[place - 1]['weight_kg']} kg",
        lines=tuple(line for line in lines if line),
        route=f"{receiver['country']} {receiver['zip'][:3]}",
    )


def draw(parcel: BookedParcel, label_format: str) -> bytes:
    """The label's bytes, the same whenever it's asked for."""
    return zpl_label(parcel.text) if label_format == "ZPL" else pdf_label(parcel.text)
