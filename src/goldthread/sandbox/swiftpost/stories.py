"""What happens to parcels on their way."""

from collections.abc import Mapping
from random import Random

from goldthread.sandbox.swiftpost.refusals import OUTSIDE_EU

TEXT = {
    "PRE": "Shipment data received",
    "PUP": "Picked up",
    "HUB": "Arrived at hub",
    "DEP": "Departed hub",
    "IMP": "Arrived in destination country",
    "CUS": "Held at customs",
    "CLR": "Customs cleared",
    "DLY": "Delayed",
    "OFD": "Out for delivery",
    "NAH": "Nobody at home",
    "ADR": "Address unclear",
    "SHP": "Ready at pickup point",
    "COL": "Collected at pickup point",
    "DLV": "Delivered",
    "RFS": "Refused by receiver",
    "RTS": "On its way back to sender",
    "RTD": "Returned to sender",
    "DMG": "Damaged",
}
UNDOCUMENTED = "X07"
ENDED_WELL = frozenset({"DLV", "COL"})
HAPPENS_AT_HOME = frozenset({"PRE", "PUP", "DEP", "RTD"})

_ENDINGS = {
    "delivered": ("OFD", "DLV"),
    "attempt": ("OFD", "NAH", "HUB", "OFD", "DLV"),
    "pickup": ("OFD", "NAH", "SHP", "COL"),
    "customs": ("CUS", "CLR", "OFD", "DLV"),
    "delayed": ("DLY", "ADR", "OFD", "DLV"),
    "odd": (UNDOCUMENTED, "OFD", "DLV"),
    "returned": ("OFD", "RFS", "RTS", "RTD"),
    "damaged": ("DMG",),
}
WEIGHTS: Mapping[str, int] = {"delivered": 60, "attempt": 15, "pickup": 10, "customs": 5, "delayed": 7, "odd": 3}
"""By default everything arrives in the end; `returned` and `damaged` are there for the asking."""
STORIES = tuple(_ENDINGS)


def story(dice: Random, country: str, weights: Mapping[str, int]) -> tuple[str, ...]:
    """The codes of all scans of one parcel, in order."""
    ending = _ENDINGS[dice.choices(tuple(weights), tuple(weights.values()))[0]]
    way: tuple[str, ...] = ("PRE", "PUP", "DEP", "HUB")
    if country != "CZ":
        way = ("PRE", "PUP", "DEP", "IMP", "HUB")
    if country in OUTSIDE_EU and "CUS" not in ending:
        way = ("PRE", "PUP", "DEP", "IMP", "CUS", "CLR", "HUB")
    return way + ending
