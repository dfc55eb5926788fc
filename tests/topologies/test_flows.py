"""Any shops, carriers and printers stand in one house: each event has its door, each body goes to its own system."""

from dataclasses import replace
from typing import Any

import pytest

from goldthread.connectors import bazaar, press, raw9100, stockhouse, swiftpost
from goldthread.domain.fulfilment import LabelledOrder, ReadyOrder
from goldthread.domain.order import InjectedOrder, Order
from goldthread.domain.request import VoidRequest
from goldthread.domain.track import StatusChange
from goldthread.domain.tracking import TrackingEvent
from goldthread.domain.watch import LiveParcels, TrackingReport
from goldthread.engine.catalog import Catalog
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.errors import Miswired
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, HookState
from goldthread.flow.outcome import Emit
from goldthread.flow.role import Carrier, Shop
from goldthread.flow.start import Cron, Handover, Tick, Webhook
from goldthread.flow.topology import Pick, Topology
from goldthread.topologies import flows

KIOSK, MULE = Application("kiosk"), Application("mule")
REPAIRS = [HookRepair.CREATED]


@KIOSK.connector
async def list_orders(tick: Tick, api: Client) -> Emit[Order]:
    return Emit((), cursor=f"{tick.schedule}{api.installation}")


@KIOSK.connector(at="shop")
async def reread_order(order: Order, api: Client) -> Order:
    return replace(order, note=api.installation)


@KIOSK.connector(at="shop")
async def tell_erp_number(order: InjectedOrder, api: Client) -> InjectedOrder:
    return replace(order, note=api.installation)


@KIOSK.connector(at="shop")
async def mark_shipped(order: LabelledOrder, api: Client) -> LabelledOrder:
    return replace(order, service=api.installation)


@KIOSK.connector(at="shop")
async def tell_shop_status(change: StatusChange, api: Client) -> StatusChange:
    api.note(api.installation)
    return change


@KIOSK.connector(at="installation")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    hooks = tuple(
        HookState(event=one.event, address=one.address, repair=REPAIRS[-1], theirs=f"w-{len(REPAIRS)}")
        for one in check.wanted
    )
    return HookReport(installation=api.installation, hooks=hooks)


@MULE.connector(name="label_order_mule")
async def label_order(order: ReadyOrder, api: Client) -> LabelledOrder:
    raise AssertionError(order.reference + api.installation)


@MULE.connector(at="carrier")
async def list_tracking(parcels: LiveParcels, api: Client) -> Emit[TrackingReport]:
    raise AssertionError(parcels.carrier + api.installation)


@MULE.connector(at="carrier")
async def cancel_shipment(request: VoidRequest, api: Client) -> VoidRequest:
    raise AssertionError(request.carrier + api.installation)


KIOSK_SHOP = Shop(
    application=KIOSK,
    placed=Webhook(KIOSK, "sold", carries=Order, reread=reread_order),
    list_orders=list_orders,
    tell_number=tell_erp_number,
    mark_shipped=mark_shipped,
    tell_status=tell_shop_status,
    ensure_hooks=ensure_hooks,
)
QUIET_SHOP = replace(KIOSK_SHOP, placed=Handover(Order, once=lambda order: order.id), ensure_hooks=None)
MULE_CARRIER = Carrier(
    application=MULE,
    label=label_order,
    list_tracking=list_tracking,
    tracking=Webhook(MULE, "moved", carries=TrackingEvent),
    cancel=cancel_shipment,
)
PRINTERS = (press.PRINTER, raw9100.PRINTER)


def by_weight(order: ReadyOrder) -> str:
    return "mule" if order.fulfilment.weight.grams > 20_000 else "swiftpost"


def both() -> dict[str, Topology[Any]]:
    made = flows(
        shops=(bazaar.SHOP, KIOSK_SHOP),
        erp=stockhouse.ERP,
        carriers=(swiftpost.CARRIER, MULE_CARRIER),
        printers=PRINTERS,
        send=by_weight,
    )
    Catalog(made)
    return {topology.name: topology for topology in made}


def test_each_application_that_tells_has_a_door_of_its_own() -> None:
    made = both()
    doors = {name for name, one in made.items() if isinstance(one.start, Webhook)}
    assert doors == {
        "order.placed.bazaar",
        "order.placed.kiosk",
        "order.ship",
        "shipment.heard.swiftpost",
        "shipment.heard.mule",
    }
    assert {"order.sweep.bazaar", "order.sweep.kiosk"} <= made.keys()


def test_an_order_is_taken_once_whichever_door_it_came_through_and_read_again_at_its_shop() -> None:
    start = both()["order.ingest"].start
    assert isinstance(start, Handover)
    assert start.once is not None
    assert start.reread is not None
    assert start.reread.spec.owner == "bazaar | kiosk"


def test_each_body_goes_to_the_application_of_its_installation() -> None:
    made = both()
    assert made["order.ship"].nodes["mark_shipped"].owner == "bazaar | kiosk"
    assert made["order.ship"].nodes["print_label"].owner == "press | raw9100"
    assert made["shipment.watch"].nodes["list_tracking"].owner == "swiftpost | mule"
    assert made["shipment.void"].nodes["cancel_shipment"].owner == "swiftpost | mule"


def test_who_sends_a_packed_order_is_chosen_by_looking_at_it() -> None:
    first = both()["order.ship"].first
    assert isinstance(first, Pick)
    assert [name for name, _, _ in first.cases] == ["sent_by_mule", "otherwise"]


def test_only_vendors_with_a_list_of_subscriptions_are_watched_over() -> None:
    assert both()["hooks.watch"].nodes["ensure_hooks"].owner == "kiosk"


def test_a_catalog_knows_who_should_have_told() -> None:
    catalog = Catalog(both().values())
    assert catalog.tellers("order.ingest") == {"bazaar", "kiosk"}
    assert catalog.tellers("shipment.track") == {"swiftpost", "mule"}
    assert catalog.events("kiosk") == ("sold",)


def test_a_shop_that_tells_nobody_is_swept_every_minute() -> None:
    made = flows(shops=(QUIET_SHOP,), erp=stockhouse.ERP, carriers=(swiftpost.CARRIER,), printers=PRINTERS)
    named = {topology.name: topology for topology in made}
    assert isinstance(named["order.ingest"].start, Handover)
    assert named["order.sweep"].start == Cron("* * * * *")
    assert "hooks.watch" not in named


def test_a_carrier_that_takes_nothing_back_has_no_void() -> None:
    carrier = replace(swiftpost.CARRIER, cancel=None)
    made = flows(shops=(bazaar.SHOP,), erp=stockhouse.ERP, carriers=(carrier,), printers=PRINTERS)
    assert "shipment.void" not in {topology.name for topology in made}


def test_several_carriers_without_a_choice_are_refused() -> None:
    with pytest.raises(Miswired, match="Which of swiftpost, mule takes an order"):
        flows(shops=(bazaar.SHOP,), erp=stockhouse.ERP, carriers=(swiftpost.CARRIER, MULE_CARRIER), printers=PRINTERS)


@pytest.mark.parametrize("missing", ["shops", "carriers", "printers"])
def test_a_missing_role_is_named(missing: str) -> None:
    given: dict[str, Any] = {"shops": (bazaar.SHOP,), "carriers": (swiftpost.CARRIER,), "printers": PRINTERS}
    with pytest.raises(Miswired, match=f"There is no {missing[:-1]}"):
        flows(**(given | {missing: ()}), erp=stockhouse.ERP)
