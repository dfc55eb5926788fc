"""What the benchmark runs: a parcel that six systems are told about, one POST each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from goldthread.domain.entity import Entity
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.node import mapper
from goldthread.flow.outcome import Drop
from goldthread.flow.signature import HmacSignature, WebhookScheme
from goldthread.flow.start import Manual, Webhook
from goldthread.flow.topology import Topology

sink = Application(
    "sink",
    concurrency=256,
    webhooks=WebhookScheme(signature=HmacSignature(header="X-Sink-Signature"), delivery_header="X-Sink-Delivery"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The sink's answer."""

    ok: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """About 1 KB, as an order with a few lines has."""

    number: str
    hops: int = 0
    note: str = "A parcel with two mugs and a scarf, to be left with the neighbour at number 12. " * 11

    def entities(self) -> tuple[Entity, ...]:
        """Each parcel is a story of its own."""
        return (Entity(kind="parcel", key=self.number),)

    def told(self) -> Parcel:
        """One hop further."""
        return replace(self, hops=self.hops + 1)


async def _tell(parcel: Parcel, api: Client, who: str) -> Parcel:
    await api.post(f"/{who}", into=Told, json={"parcel": parcel.number, "hops": parcel.hops, "note": parcel.note[:200]})
    return parcel.told()


@sink.connector
async def tell_shop(parcel: Parcel, api: Client) -> Parcel:
    """Tell the first system."""
    return await _tell(parcel, api, "shop")


@sink.connector
async def tell_erp(parcel: Parcel, api: Client) -> Parcel:
    """Tell the second system."""
    return await _tell(parcel, api, "erp")


@sink.connector
async def tell_carrier(parcel: Parcel, api: Client) -> Parcel:
    """Tell the third system."""
    return await _tell(parcel, api, "carrier")


@sink.connector
async def tell_printer(parcel: Parcel, api: Client) -> Parcel:
    """Tell the fourth system."""
    return await _tell(parcel, api, "printer")


@sink.connector
async def tell_customer(parcel: Parcel, api: Client) -> Parcel:
    """Tell the fifth system."""
    return await _tell(parcel, api, "customer")


@sink.connector
async def tell_archive(parcel: Parcel, api: Client) -> Parcel:
    """Tell the sixth system."""
    return await _tell(parcel, api, "archive")


@mapper
def receive(parcel: Parcel) -> Parcel | Drop:
    """All that a webhook of the intake benchmark needs."""
    return Drop(f"parcel {parcel.number} was received")


tell = Topology(
    "bench.tell",
    start=Manual(Parcel),
    path=tell_shop >> tell_erp >> tell_carrier >> tell_printer >> tell_customer >> tell_archive,
)
taken = Topology("bench.take", start=Webhook(sink, "parcel.sent", carries=Parcel), path=receive)

STEPS = len(tell.nodes)
