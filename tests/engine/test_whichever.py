"""One node for several applications: the installation that the body names says which connector is meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from foreign import Foreign, expect_sound, only_trash

from goldthread.engine.installation import Installation
from goldthread.engine.trash import Act
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.errors import Misuse, Miswired, Rejected
from goldthread.flow.node import mapper, whichever
from goldthread.flow.start import Handover, Manual
from goldthread.flow.topology import Topology
from goldthread.ports.carried import TrashKind
from goldthread.testing.client import FakeClient
from goldthread.testing.house import memory_house

RED, BLUE, GREY = Application("red"), Application("blue"), Application("grey")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ordered:
    """An order of one shop."""

    shop: str
    told: str = ""


@RED.connector(at="shop")
async def tell(order: Ordered, api: Client) -> Ordered:
    return replace(order, told=f"red at {api.installation}")


@BLUE.connector(at="shop", name="tell_blue")
async def tell_blue(order: Ordered, api: Client) -> Ordered:
    return replace(order, told=f"blue at {api.installation}")


@GREY.connector
async def tell_nowhere(order: Ordered, api: Client) -> Ordered:
    return replace(order, told=api.installation)


@GREY.connector(at="told")
async def tell_elsewhere(order: Ordered, api: Client) -> Ordered:
    return replace(order, told=api.installation)


@GREY.connector(at="shop")
async def count(order: Ordered, api: Client) -> int:
    return len(api.installation + order.shop)


TOLD: list[Ordered] = []


@mapper
def catch(order: Ordered) -> Ordered:
    if order.told == "":
        raise Rejected("Nobody was told.", field="/told")
    TOLD.append(order)
    return order


TELLING: Topology[Any] = Topology("telling", start=Manual(Ordered), path=whichever(tell, tell_blue) >> catch)

ELSEWHERE: Topology[Any] = Topology("elsewhere", start=Manual(Ordered), path=tell_nowhere)
UNRELATED: Topology[Any] = Topology("unrelated", start=Manual(Ordered), path=tell >> tell_blue)


def house_with(*topologies: Topology[Any]) -> Any:
    names = (("mine", "red"), ("yours", "blue"), ("theirs", "grey"))
    installed: list[tuple[Installation, dict[str, str]]] = [
        (Installation(name=name, application=application, base_url="http://x.test"), {}) for name, application in names
    ]
    return memory_house((*topologies, ELSEWHERE, UNRELATED), Foreign(), installed)


async def test_each_body_goes_to_the_application_of_its_installation() -> None:
    TOLD.clear()
    async with house_with(TELLING) as house:
        for shop in ("mine", "yours"):
            await house.engine.intake.start("telling", Ordered(shop=shop))
        await house.settle()
        assert {one.told for one in TOLD} == {"red at mine", "blue at yours"}
        await expect_sound(house)


@pytest.mark.parametrize(("shop", "words"), [("theirs", "of grey, tell is for red | blue"), ("nobodys", "nobodys")])
async def test_an_installation_of_another_application_is_the_bodys_fault(shop: str, words: str) -> None:
    async with house_with(TELLING) as house:
        await house.engine.intake.start("telling", Ordered(shop=shop))
        await house.settle()
        trashed = await only_trash(house, TrashKind.REJECTED)
        assert trashed.why.field == "/shop"
        assert words in trashed.why.reason


async def test_a_plain_connector_is_not_sent_to_a_stranger_either() -> None:
    alone: Topology[Any] = Topology("alone", start=Manual(Ordered), path=tell)
    async with house_with(alone) as house:
        await house.engine.intake.start("alone", Ordered(shop="yours"))
        await house.settle()
        assert "yours is an installation of blue" in (await only_trash(house, TrashKind.REJECTED)).why.reason


async def test_the_source_is_read_again_by_its_own_connector() -> None:
    TOLD.clear()
    start = Handover(Ordered, reread=whichever(tell, tell_blue))
    reading: Topology[Any] = Topology("reading", start=start, path=catch)
    async with house_with(reading) as house:
        await house.engine.intake.start("reading", Ordered(shop="yours"))
        await house.settle()
        trashed = await only_trash(house, TrashKind.REJECTED)
        await house.engine.trash.reread(trashed.message.id, Act(actor="ana", reason="because"))
        await house.settle()
        assert [one.told for one in TOLD] == ["blue at yours"]


def test_the_drawing_names_all_owners() -> None:
    assert "tell<br/><small>red | blue</small>" in TELLING.mermaid()
    assert TELLING.nodes["tell"].owner == "red | blue"


def test_one_alone_is_itself_under_a_name() -> None:
    assert whichever(tell_blue, name="tell").spec.name == "tell"
    assert whichever(tell_blue).spec.variants == ()


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ((tell_nowhere,), "must name its installation by the field 'shop'"),
        ((tell_elsewhere,), "must name its installation by the field 'shop'"),
        ((count,), "takes or gives another type"),
        ((tell_blue, tell_blue), "two of its connectors are of one application"),
    ],
)
def test_what_cannot_stand_together_is_refused_at_once(others: tuple[Any, ...], words: str) -> None:
    with pytest.raises(Miswired, match=words):
        whichever(tell, *others)


async def test_it_cannot_be_derived_from() -> None:
    with pytest.raises(Misuse, match="call one of them"):
        await whichever(tell, tell_blue)(Ordered(shop="mine"), FakeClient(RED))
