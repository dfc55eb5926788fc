"""What the carrier refuses, field by field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from goldthread.sandbox.exchange import Json

LONGEST = {"name": 35, "company": 35, "street": 35, "street2": 35, "city": 35, "state": 35, "house_number": 10}
NEEDED = ("name", "street", "zip", "city", "country")
OUTSIDE_EU = {"GB", "US", "JP"}
SERVICES = ("standard", "express")
FORMATS = ("PDF", "ZPL")
MOST_PARCELS = 10
HEAVIEST_KG = Decimal("31.5")
LONGEST_CM = Decimal(120)

ZIP = {
    country: re.compile(pattern)
    for country, pattern in {
        "CZ": r"\d{3} ?\d{2}",
        "SK": r"\d{3} ?\d{2}",
        "DE": r"\d{5}",
        "AT": r"\d{4}",
        "PL": r"\d{2}-\d{3}",
        "HU": r"\d{4}",
        "FR": r"\d{5}",
        "GB": r"GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}",
        "US": r"\d{5}(-\d{4})?",
        "JP": r"\d{3}-\d{4}",
    }.items()
}
NOWHERE = {
    country: re.compile(pattern)
    for country, pattern in {
        "CZ": r"[^1-7]",
        "SK": r"[^089]",
        "DE": r"00",
        "AT": r"0",
        "HU": r"0",
        "FR": r"00|9[6-9]",
        "US": r"000",
    }.items()
}
BOX = re.compile(r"\bp\.? ?o\.? ?box\b|\bpostfach\b|\bboîte postale\b|\bb\.?p\.? \d", re.IGNORECASE)
PHONE = re.compile(r"\+\d{7,15}")
HS_CODE = re.compile(r"\d{6,10}")
FORBIDDEN = frozenset("|{}[]^~<>\\`")


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One field that the carrier doesn't take."""

    path: str
    code: str
    message: str


def violations(content: Json) -> list[Violation]:
    """Everything that is wrong with a shipment, not only the first thing."""
    receiver = content.get("receiver")
    return [
        *_head(content),
        *(_receiver(receiver) if isinstance(receiver, dict) else [_required("receiver")]),
        *_parcels(content.get("parcels")),
        *_customs(content, str(receiver.get("country")) if isinstance(receiver, dict) else ""),
    ]


def _required(path: str) -> Violation:
    return Violation(path=path, code="REQUIRED", message=f"{path} must not be empty.")


def _head(content: Json) -> Iterator[Violation]:
    reference = content.get("reference")
    if not isinstance(reference, str) or not reference:
        yield _required("reference")
    elif len(reference) > 35:
        yield Violation(path="reference", code="TOO_LONG", message="reference is over 35 characters.")
    if content.get("label_format", "PDF") not in FORMATS:
        yield Violation(path="label_format", code="LABEL_FORMAT", message=f"Choose from {', '.join(FORMATS)}.")
    if content.get("service", "standard") not in SERVICES:
        yield Violation(path="service", code="SERVICE", message=f"Choose from {', '.join(SERVICES)}.")


def _receiver(receiver: Json) -> Iterator[Violation]:
    for name in NEEDED:
        if not isinstance(receiver.get(name), str) or not receiver[name].strip():
            yield _required(f"receiver.{name}")
    for name, length in LONGEST.items():
        yield from _text(f"receiver.{name}", receiver.get(name), length)
    if BOX.search(str(receiver.get("street") or "")):
        yield Violation(path="receiver.street", code="PO_BOX", message="We don't deliver to post boxes.")
    country = str(receiver.get("country") or "")
    if country not in ZIP:
        if country:
            yield Violation(path="receiver.country", code="COUNTRY", message=f"We don't deliver to {country}.")
        return
    yield from _zip(country, str(receiver.get("zip") or ""))
    if country == "US" and not receiver.get("state"):
        yield _required("receiver.state")
    yield from _phone(country, receiver.get("phone"))


def _text(path: str, value: object, longest: int) -> Iterator[Violation]:
    if value is None:
        return
    if not isinstance(value, str):
        yield Violation(path=path, code="REQUIRED", message=f"{path} must be text.")
        return
    if len(value) > longest:
        yield Violation(path=path, code="TOO_LONG", message=f"{path} is over {longest} characters.")
    if strange := sorted({letter for letter in value if not _is_printable(letter)}):
        yield Violation(path=path, code="CHARSET", message=f"{path} has characters we can't print: {' '.join(strange)}")


def _is_printable(letter: str) -> bool:
    """Whether the label printers have it: Latin-1 and Latin-2 but for some signs."""
    if letter in FORBIDDEN or ord(letter) < 0x20:
        return False
    return any(_fits(letter, charset) for charset in ("latin-1", "iso8859-2"))


def _fits(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _zip(country: str, written: str) -> Iterator[Violation]:
    if not written:
        return
    if not ZIP[country].fullmatch(written):
        yield Violation(path="receiver.zip", code="ZIP_FORMAT", message=f"'{written}' is no postal code of {country}.")
    elif country in NOWHERE and NOWHERE[country].match(written):
        yield Violation(path="receiver.zip", code="ZIP_UNKNOWN", message=f"There is no '{written}' in {country}.")


def _phone(country: str, written: str | None) -> Iterator[Violation]:
    if not written:
        if country in OUTSIDE_EU:
            text = f"A phone number is required for {country}."
            yield Violation(path="receiver.phone", code="PHONE_REQUIRED", message=text)
    elif not PHONE.fullmatch(str(written).replace(" ", "")):
        text = "Write the phone number as + and digits."
        yield Violation(path="receiver.phone", code="PHONE_FORMAT", message=text)


def _parcels(parcels: object) -> Iterator[Violation]:
    if not isinstance(parcels, list) or not parcels:
        yield _required("parcels")
        return
    if len(parcels) > MOST_PARCELS:
        yield Violation(path="parcels", code="PARCELS", message=f"At most {MOST_PARCELS} parcels.")
    for place, parcel in enumerate(parcels):
        if not isinstance(parcel, dict):
            yield _required(f"parcels.{place}")
            continue
        yield from _measure(f"parcels.{place}.weight_kg", parcel.get("weight_kg"), HEAVIEST_KG, "WEIGHT")
        for name in ("length_cm", "width_cm", "height_cm"):
            yield from _measure(f"parcels.{place}.{name}", parcel.get(name), LONGEST_CM, "SIZE")


def _measure(path: str, written: object, most: Decimal, code: str) -> Iterator[Violation]:
    if written is None:
        yield _required(path)
        return
    try:
        value = Decimal(written) if isinstance(written, str) else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or not 0 < value <= most:
        yield Violation(path=path, code=code, message=f"{path} is a decimal in quotes, over 0, at most {most}.")


def _customs(content: Json, country: str) -> Iterator[Violation]:
    if country not in OUTSIDE_EU:
        return
    customs = content.get("customs")
    items = customs.get("items") if isinstance(customs, dict) else None
    if not isinstance(items, list) or not items:
        yield Violation(path="customs", code="CUSTOMS_REQUIRED", message=f"{country} wants a customs declaration.")
        return
    for place, item in enumerate(items):
        for name in ("description", "origin", "quantity", "unit_value", "hs_code"):
            value = item.get(name) if isinstance(item, dict) else None
            if not value or (name == "hs_code" and not HS_CODE.fullmatch(str(value))):
                text = f"{name} is missing or wrong."
                yield Violation(path=f"customs.items.{place}.{name}", code="CUSTOMS_FIELD", message=text)
