"""What DHL refuses, in its own words and under its own properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

PRODUCTS: Final = {"V01PAK": "01", "V53WPAK": "53", "V62KP": "62", "V66WPI": "66"}
"""And the digits that stand in a billing number for each."""
HOME: Final = frozenset({"V01PAK", "V62KP"})
UNION: Final = frozenset({"AUT", "BEL", "CZE", "DEU", "FRA", "ITA", "NLD", "POL", "SVK"})
CITIES: Final = {"53113": "Bonn", "10115": "Berlin", "22111": "Hamburg"}
POSTCODES: Final = {"DEU": r"\d{5}", "CZE": r"\d{3} ?\d{2}", "AUT": r"\d{4}", "GBR": r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"}
HEAVIEST: Final = 31_500

Message = tuple[str, str, str]
"""Property, words, state."""


def messages(shipment: Mapping[str, Any], *, must_encode: bool) -> Iterator[Message]:
    """Everything that DHL has to say about a shipment."""
    product, billing = shipment.get("product", ""), shipment.get("billingNumber", "")
    if product not in PRODUCTS or billing[10:12] != PRODUCTS[product]:
        yield "billingNumber", "The billing number does not belong to the product.", "Error"
    if not 8 <= len(shipment.get("refNo", "")) <= 35:
        yield "refNo", "The reference number has 8 to 35 characters.", "Error"
    if shipment["details"]["weight"]["value"] > HEAVIEST:
        yield "details.weight", "The weight is too high.", "Error"
    yield from _address(shipment["consignee"], product, must_encode=must_encode)
    country = shipment["consignee"].get("country", "DEU")
    if country not in UNION and "customs" not in shipment:
        yield "customs", "Customs data are missing.", "Error"
    cash = shipment.get("services", {}).get("cashOnDelivery")
    if cash is not None and (product not in HOME or cash["amount"]["currency"] != "EUR"):
        yield "services.cashOnDelivery", "Cash on delivery is not available for this shipment.", "Error"


def _address(to: Mapping[str, Any], product: str, *, must_encode: bool) -> Iterator[Message]:
    name = "name" if "name" in to else "name1"
    if not 1 <= len(to.get(name, "")) <= 50:
        yield f"consignee.{name}", "Please enter a name of at most 50 characters.", "Error"
    if not to.get("city"):
        yield "consignee.city", "Please enter a city.", "Error"
    country = to.get("country", "")
    if (country == "DEU") != (product in HOME):
        yield "consignee.country", "The product is not available for this country.", "Error"
    form = POSTCODES.get(country, r".+")
    if not re.fullmatch(form, to.get("postalCode", "")):
        yield "consignee.postalCode", "The postal code is not valid in this country.", "Error"
    elif country == "DEU" and "lockerID" not in to and CITIES.get(to["postalCode"]) != to.get("city"):
        words = "The city entered does not match the postcode. The shipment is not codeable."
        yield "consignee", words, "Error" if must_encode else "Warning"
    if "addressStreet" in to and not to["addressStreet"]:
        yield "consignee.addressStreet", "Please enter a street.", "Error"
    if "lockerID" in to and not re.fullmatch(r"\d{6,10}", to.get("postNumber", "")):
        yield "consignee.postNumber", "The post number has 6 to 10 digits.", "Error"
