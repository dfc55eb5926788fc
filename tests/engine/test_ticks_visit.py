"""A sweep visits every shop that there is, each with a cursor of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from foreign import Foreign, expect_sound

from goldthread.domain.entity import Entity
from goldthread.engine.installation import Installation
from goldthread.flow.application import Application
from goldthread.flow.client import Client
from goldthread.flow.node import mapper
from goldthread.flow.outcome import Emit
from goldthread.flow.start import Cron, Tick
from goldthread.flow.topology import Topology
from goldthread.testing.house import MemoryHouse, memory_house

STAND = Application("stand")
CAME: list[Found] = []


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a sweep found."""

    shop: str
    page: str

    def entities(self) -> tuple[Entity, ...]:
        return (Entity.local("order", self.shop, self.page),)


@STAND.connector
async def list_found(tick: Tick, api: Client) -> Emit[Found]:
    del tick
    page = str(int(api.cursor or 0) + 1)
    return Emit((Found(shop=api.installation, page=page),), cursor=page)


@mapper
def catch(found: Found) -> Found:
    CAME.append(found)
    return found


SWEEP: Topology[Any] = Topology("sweep", start=Cron("0 0 29 2 *", missed="skip"), path=list_found >> catch)


def house_with(*names: str, off: str = "") -> Any:
    CAME.clear()
    installed: list[tuple[Installation, dict[str, str]]] = [
        (Installation(name=name, application="stand", base_url="http://x.test", is_on=name != off), {})
        for name in names
    ]
    return memory_house([SWEEP], Foreign(), installed)


async def tick(house: MemoryHouse) -> int:
    house.clock.turn(timedelta(minutes=1))
    begun = await house.engine.intake.tick("sweep", house.clock.now(), key=str(house.clock.now()))
    await house.settle()
    return len(begun)


async def test_each_installation_is_swept_with_its_own_cursor() -> None:
    async with house_with("north", "south") as house:
        assert await tick(house) == 2
        assert await tick(house) == 2
        assert sorted((one.shop, one.page) for one in CAME) == [
            ("north", "1"),
            ("north", "2"),
            ("south", "1"),
            ("south", "2"),
        ]
        await expect_sound(house)


async def test_one_tick_is_one_run_for_each_however_often_it_is_computed() -> None:
    async with house_with("north", "south") as house:
        now = house.clock.now()
        first = await house.engine.intake.tick("sweep", now, key="t")
        again = await house.engine.intake.tick("sweep", now, key="t")
        assert [one.is_duplicate for one in (*first, *again)] == [False, False, True, True]


async def test_one_that_is_off_is_not_visited_and_an_only_one_keeps_its_cursor() -> None:
    async with house_with("north", "south", off="south") as house:
        assert await tick(house) == 1
        assert [one.shop for one in CAME] == ["north"]
    async with house_with("north") as house:
        await tick(house)
        assert await house.ledger.cursor("sweep", "list_found") == "1"
