"""What one can do to the sandbox by hand, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from goldthread.flow.reply import Json
from goldthread.sandbox.sandbox import Sandbox

Books: TypeAlias = Mapping[str, Mapping[str, Any]]

TITLES: Final[Mapping[str, str]] = {
    "bazaar": "Bazaar, the shop",
    "stockhouse": "Stockhouse, the ERP",
    "swiftpost": "Swiftpost, the carrier",
    "press-1": "Printer at station 1",
    "press-2": "Printer at station 2",
    "press-raw": "Printer at the counter",
}
PRINTERS: Final = ("press-1", "press-2", "press-raw")
WRONG: Final[dict[str, Json]] = {"shippingAddress": {"zip": "1"}}
"""A postal code that no carrier takes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """What is wrong with a system on purpose."""

    name: str
    is_away: bool
    is_jammed: bool
    loses_webhooks: bool

    @property
    def word(self) -> str:
        """How it is doing."""
        return "down" if self.is_away else "jammed" if self.is_jammed else "up"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """How far the sandbox has come, by its own books."""

    orders: int
    in_erp: int
    packed: int
    labels: int
    printed: int
    delivered: int
    webhooks_lost: int


def troubles(sandbox: Sandbox) -> tuple[Trouble, ...]:
    """Of every system, in the order of an order's way."""
    return tuple(
        Trouble(
            name=name,
            is_away=sandbox.is_away(name),
            is_jammed=sandbox.is_jammed(name),
            loses_webhooks=sandbox.loses_webhooks(name),
        )
        for name in TITLES
    )


def outside(books: Books) -> Outside:
    """The figures of all books."""
    shop, erp, carrier = books["bazaar"], books["stockhouse"], books["swiftpost"]
    return Outside(
        orders=shop["orders"],
        in_erp=erp["orders"],
        packed=erp["shipments"],
        labels=carrier["parcels"],
        printed=len({one["sha256"] for name in PRINTERS for one in books[name]["printed"]}),
        delivered=shop["by_status"].get("delivered", 0),
        webhooks_lost=sum(one.get("webhooks", {}).get("lost", 0) for one in books.values()),
    )


def placed(numbers: list[str]) -> str:
    """What is said after shoppers ordered."""
    return f"Order {numbers[0]} is placed." if len(numbers) == 1 else f"{len(numbers)} orders are placed."


def watch(trouble: Trouble) -> tuple[str, str, str]:
    """What is to be seen while a system is in trouble: a sentence, and a page with its name; else three empty texts."""
    if trouble.is_away:
        return "Its installation is paused, and messages are held.", "/limiter", "Limiter"
    if trouble.is_jammed:
        return "Labels wait for this printer; reprint at another.", "/labels", "Labels"
    if trouble.loses_webhooks:
        return "Sweeps and watch find what isn't told.", "/shipments", "Shipments"
    return "", "", ""
