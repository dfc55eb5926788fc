"""What Packeta and DHL are asked for, where orders are odd."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from goldthread.connectors.dhl_parcel_de.application import dhl_parcel_de
from goldthread.connectors.dhl_parcel_de.draft import draft, product_of, reference_of
from goldthread.connectors.dhl_parcel_de.field_table import fields_of as dhl_fields
from goldthread.connectors.packeta.application import packeta
from goldthread.connectors.packeta.destination import Door, Point, destination
from goldthread.connectors.packeta.draft import drafts, number_of
from goldthread.connectors.packeta.field_table import fields_of as packeta_fields
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.ids import FulfilmentId, OrderId
from goldthread.domain.money import Money
from goldthread.flow.errors import Rejected
from goldthread.testing.client import FakeClient
from goldthread.testing.contract.sample import a_ready_order, an_address

DHL_SETTINGS = {"billing_numbers": " V01PAK=1 ,, V62KP = 2,V53WPAK=3", "services": "small=V62KP", "shipper": "w"}


def an_order(ready: ReadyOrder | None = None, **fields: Any) -> AddressedOrder:
    order = ready or a_ready_order()
    given = {name: getattr(order, name) for name in ReadyOrder.__dataclass_fields__}
    return AddressedOrder(**{**given, **fields})


def at_packeta(**settings: str) -> FakeClient:
    return FakeClient(packeta, settings={"sender": "shop", "carriers": "CZ=106, express=257,", **settings})


def at_dhl() -> FakeClient:
    return FakeClient(dhl_parcel_de, settings=DHL_SETTINGS)


def long_names(order: AddressedOrder) -> AddressedOrder:
    fulfilment = replace(order.fulfilment, id=FulfilmentId("WH/OUT/2026/0000123456"))
    return replace(order, order_id=OrderId("o" * 40), order_number="2026-11-23-0000000017", fulfilment=fulfilment)


def test_packetas_number_is_short_and_ends_in_the_parcel() -> None:
    """36 characters at most; a long one goes without the order's number."""
    order, parcel = an_order(), an_order().fulfilment.parcels[0]
    assert number_of(order, parcel) == "1001-F-1001-1"
    assert number_of(long_names(order), parcel) == "WH/OUT/2026/0000123456-1"


def test_dhls_reference_has_the_length_it_is_tracked_by() -> None:
    """8 to 35 characters; the end tells parcels apart."""
    order = long_names(an_order())
    assert reference_of(order, order.fulfilment.parcels[0]) == "erp-WH/OUT/2026/0000123456-1"
    tiny = replace(
        an_order(), shop="s", order_id=OrderId("1"), fulfilment=replace(order.fulfilment, id=FulfilmentId("2"))
    )
    assert reference_of(tiny, tiny.fulfilment.parcels[0]) == "00s-1-2-1"[-8:]
    assert len(reference_of(replace(order, erp="e" * 60), order.fulfilment.parcels[0])) == 35


@pytest.mark.parametrize("count", [1, 3, 7])
def test_packetas_shares_of_the_value_add_up(count: int) -> None:
    """Not a cent is lost or made up; each is written as decimal text."""
    rows = drafts(an_order(a_ready_order(parcels=count)), at_packeta())
    assert sum(Decimal(row.value) for row in rows) == Decimal("19.90")
    assert all(Decimal(row.value) > 0 for row in rows)


def test_what_is_due_is_collected_once() -> None:
    """With the first parcel; nothing due is no cash on delivery."""
    order = an_order(a_ready_order(parcels=2), cod=Money.of("20.00", "EUR"))
    assert [row.cod for row in drafts(order, at_packeta())] == ["20.00", None]
    assert [row.cod for row in drafts(replace(order, cod=Money.zero("EUR")), at_packeta())] == [None, None]
    at_home = replace(order, recipient=an_address(country_code="DE", postal_code="10115", city="Berlin"))
    shipments: Any = draft(at_home, at_dhl())["shipments"]
    assert ["services" in one for one in shipments] == [True, False]
    nothing: Any = draft(replace(at_home, cod=Money.zero("CZK")), at_dhl())["shipments"]
    assert ["services" in one for one in nothing] == [False, False]


def test_packetas_carrier_is_the_services_or_else_the_countrys() -> None:
    """A point needs none, a door needs one."""
    assert destination(an_order(service="express"), at_packeta()).address_id == "257"
    door = destination(an_order(service="whatever"), at_packeta())
    assert door == Door(address_id="106", street="Dlouhá", house_number="12", note="")
    assert destination(an_order(pickup_point=" 79 "), at_packeta()) == Point(address_id="79")
    assert destination(an_order(pickup_point="3060/A1"), at_packeta()) == Point(address_id="3060", partners_point="A1")
    with pytest.raises(Rejected) as caught:
        destination(an_order(), at_packeta(carriers=""))
    assert caught.value.field == "/pickup_point"


def test_dhls_product_is_the_services_or_else_the_countrys() -> None:
    """A shipping method that means nothing at DHL changes nothing."""
    at_home = an_order(recipient=an_address(country_code="DE"))
    assert product_of(replace(at_home, service="small"), at_dhl()) == "V62KP"
    assert product_of(replace(at_home, service="whatever"), at_dhl()) == "V01PAK"
    assert product_of(an_order(), at_dhl()) == "V53WPAK"


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("shipments.1.consignee.postalCode", "/recipient/postal_code"),
        ("shipments[1].consignee.name1", "/recipient/name"),
        ("shipments.1.details.weight.value", "/fulfilment/parcels/1/weight"),
        ("shipments.1.details.dim.length", "/fulfilment/parcels/1/dimensions"),
        ("shipments.1.refNo", "/fulfilment/parcels/1/id"),
        ("shipments.1.customs.items[2].hsCode", "/fulfilment/lines/2/hs_code"),
        ("shipments.1.services.cashOnDelivery.amount", "/cod"),
        ("shipments.1.shipper.name1", ""),
        ("shipments.1", ""),
        ("profile", ""),
        ("/cod", "/cod"),
    ],
)
def test_dhls_properties_are_our_fields(path: str, ours: str) -> None:
    """What is said of one parcel is said of that one; what isn't of the order is said of the whole."""
    assert dhl_fields(an_order())(path) == ours


def test_the_company_is_what_stands_on_the_first_line() -> None:
    """DHL complains about the first line of the name, which is the company where there is one."""
    order = an_order(recipient=replace(an_address(), company="Kos & syn"))
    assert dhl_fields(order)("shipments.0.consignee.name1") == "/recipient/company"


def test_packetas_place_is_the_point_or_else_the_service() -> None:
    """Whoever repairs it is led to what was at fault."""
    assert packeta_fields(an_order(pickup_point="79"), 0)("addressId") == "/pickup_point"
    assert packeta_fields(an_order(), 2)("addressId") == "/service"
    assert packeta_fields(an_order(), 2)("weight") == "/fulfilment/parcels/2/weight"
