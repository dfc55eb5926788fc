"""Which nodes can be asked about without cost, and from where on."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.node import mapper
from goldthread.flow.start import Manual
from goldthread.flow.topology import Topology

courier = Application("dry_courier", title="Courier")


@dataclass(frozen=True, kw_only=True)
class Packed:
    """Ready to go."""

    to: str


@dataclass(frozen=True, kw_only=True)
class Written(Packed):
    """With the address as the courier writes it."""


@mapper
def write_address(order: Packed) -> Written:
    """In capitals."""
    return Written(to=order.to.upper())


@courier.connector
async def buy_label(order: Written, api: Client) -> Written:
    """Costs money."""
    await api.post("/labels", into=dict, json={"to": order.to})
    return order


@courier.connector
async def ask_first(order: Written, api: Client) -> Written:
    """Costs nothing."""
    await api.post("/labels", into=dict, json={"to": order.to}, is_read=True)
    return order


@mapper
def say_so(order: Written) -> Written:
    """Afterwards."""
    return order


def names(topology: Topology[Packed], node: str) -> list[str]:
    """The nodes that ask for a message before `node`."""
    return [spec.name for spec in topology.dry_runs.get(node, ())]


def test_a_message_is_asked_about_from_where_it_stands() -> None:
    """The shared mapper first where it is still to come; nothing after the label was bought."""
    topology = Topology(
        "dry.ship",
        start=Manual(Packed),
        path=write_address >> buy_label >> say_so,
        dry_runs=[(write_address >> buy_label, write_address >> ask_first)],
    )
    assert names(topology, "write_address") == ["write_address", "ask_first"]
    assert names(topology, "buy_label") == ["ask_first"]
    assert names(topology, "say_so") == []


def test_a_topology_that_asks_nobody_says_so() -> None:
    """Without a pair there is no way."""
    topology = Topology("dry.plain", start=Manual(Packed), path=write_address >> buy_label)
    assert topology.dry_runs == {}
