"""The shipped flows fit together, and each can be read on one screen."""

import json
from pathlib import Path
from typing import Any

import pytest

import goldthread.topologies
from goldthread.engine.catalog import Catalog
from goldthread.flow.start import Cron, Webhook
from goldthread.flow.topology import Topology
from goldthread.topologies import SHIPPED

SCREEN = 60
"""Lines."""
FOLDER = Path(goldthread.topologies.__file__).parent


def named(name: str) -> Topology[Any]:
    return next(topology for topology in SHIPPED if topology.name == name)


def test_they_fit_together() -> None:
    """Names are unique, and every handover finds a flow that takes what it is given."""
    catalog = Catalog(SHIPPED)
    assert set(catalog.topologies) == {
        "order.ingest",
        "order.sweep",
        "order.ship",
        "packed.sweep",
        "shipment.track",
        "shipment.watch",
        "label.reprint",
        "shipment.void",
        "station.assign",
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_each_is_readable_on_one_screen(path: Path) -> None:
    """A flow that doesn't fit is two flows."""
    assert len(path.read_text().splitlines()) <= SCREEN


@pytest.mark.parametrize("topology", SHIPPED, ids=lambda topology: topology.name)
def test_each_is_exported_and_drawn(topology: Topology[Any]) -> None:
    """JSON for machines, a drawing for people; every node is in both."""
    exported = json.loads(json.dumps(topology.export()))
    assert {node["name"] for node in exported["nodes"]} == set(topology.nodes)
    assert all(f'{name}["' in topology.mermaid() for name in topology.nodes)


@pytest.mark.parametrize("name", ["order.ingest", "order.ship", "shipment.track"])
def test_each_event_of_the_world_starts_one_run(name: str) -> None:
    """A webhook and the sweep that found its loss are one event."""
    start = named(name).start
    assert isinstance(start, Webhook)
    assert start.once is not None


@pytest.mark.parametrize("name", ["order.ingest", "order.ship"])
def test_what_was_corrected_at_the_source_can_be_read_again(name: str) -> None:
    """A clerk corrects the order where it lives, and the run goes on with that."""
    start = named(name).start
    assert isinstance(start, Webhook)
    assert start.reread is not None
    assert start.reread.spec.takes is start.carries is start.reread.spec.gives


@pytest.mark.parametrize(
    ("name", "target"),
    [("order.sweep", "order.ingest"), ("packed.sweep", "order.ship"), ("shipment.watch", "shipment.track")],
)
def test_each_lost_webhook_is_found_by_a_clock(name: str, target: str) -> None:
    """For every webhook there is a schedule that looks for what it should have told."""
    topology = named(name)
    assert isinstance(topology.start, Cron)
    assert f"topology:{target}" in {edge.target for edge in topology.edges()}


def test_news_of_one_parcel_are_told_in_their_order() -> None:
    """Shop and ERP hear of one order's parcels one after the other."""
    assert named("shipment.track").ordered == {"tell_shop_status", "tell_erp_status"}


def test_a_reprint_asks_no_carrier() -> None:
    """A label comes from the cache."""
    applications = {one.name for spec in named("label.reprint").nodes.values() for one in spec.applications}
    assert applications == {"goldthread", "press", "raw9100"}


def test_the_carrier_cancels_before_we_block() -> None:
    """A label that could still be scanned is not forgotten."""
    edges = {(edge.source, edge.target) for edge in named("shipment.void").edges()}
    assert edges == {("start", "cancel_shipment"), ("cancel_shipment", "record_void")}
