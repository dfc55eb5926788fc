"""The life of fifty orders of forty customers, with everything that goes wrong in a year on one day."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

import aiohttp

from goldthread.domain.printing import Media, PrinterLanguage, StationProfile
from real.house import STATION, RealHouse
from real.vendure_wish import Wish, wishes

ORDERS: Final = 50
CUSTOMERS: Final = 40
FIRST: Final = 35
"""So many come before Tryton goes away."""
AT_ONCE: Final = 8
"""How many shoppers order at the same moment."""
WITHHELD: Final = 10
"""So many parcels are delivered without anybody telling us."""
WRONG_ZIP: Final = "1234"
RIGHT_ZIP: Final = "10118"
DOWN_S: Final = 60.0
PATIENCE_S: Final = 240.0
CALM_S: Final = 700.0
"""karrio may announce a parcel whose sale died with it; such news is waited for ten minutes."""
ROAD: Final = ("picked_up", "in_transit", "out_for_delivery", "delivered")


@dataclass(kw_only=True)
class Life:
    """One day. `await life.day()`, then ask everybody what they have."""

    house: RealHouse
    told: list[tuple[str, float]] = field(default_factory=list)
    """What was done, and how long it took in seconds."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What was seen on the way, for the verdict."""
    _late: list[Wish] = field(default_factory=list)
    _untold: list[str] = field(default_factory=list)

    async def day(self) -> None:
        """From the first order to the last door."""
        await self._step("orders placed, Goldthread killed while they come in", self._orders_come_in)
        await self._step("Tryton away for a minute, and back", self._erp_goes_away)
        await self._step("all orders in Tryton", self._all_injected)
        await self._step("packed; one address refused, corrected in Tryton, read again", self._wrong_address)
        await self._step("a jam at CUPS, cleared", self._jam)
        await self._step("karrio killed before it could answer", self._carrier_dies)
        await self._step("the rest packed for a printer without a queue and a raw port", self._the_rest)
        await self._step("parcels on the road, delivered by webhook", self._delivered_by_webhook)
        await self._step("parcels delivered while webhooks are withheld, found by the watch", self._delivered_by_watch)

    async def _step(self, what: str, do: Callable[[], Awaitable[None]]) -> None:
        began = time.monotonic()
        await do()
        self.told.append((what, time.monotonic() - began))
        print(f"  {what} ({self.told[-1][1]:.0f} s)", flush=True)  # noqa: T201 - a person waits

    # --- from shop to ERP -------------------------------------------------------------------------------------------

    async def _orders_come_in(self) -> None:
        given = list(wishes(ORDERS, CUSTOMERS))
        given[-1] = _in_new_york(given[-1])
        first, self._late = given[:FIRST], given[FIRST:]
        await asyncio.gather(self._place(first), self._die(after=6), self._die(after=14))

    async def _place(self, given: list[Wish]) -> None:
        """Several shoppers at the same moment; the two orders of a new customer come together."""
        for start in range(0, len(given), AT_ONCE):
            await asyncio.gather(*(self.house.shop.place(wish) for wish in given[start : start + AT_ONCE]))

    async def _die(self, after: int) -> None:
        """Kill Goldthread when so many sales stand in Tryton."""

        async def is_so() -> bool:
            return len(await self.house.erp.sales()) >= after

        await self._until(is_so, f"{after} sales stand in Tryton")
        await self.house.goldthread.kill()

    async def _erp_goes_away(self) -> None:
        await self.house.erp.stop()
        down = time.monotonic()
        await self._place(self._late)
        await asyncio.sleep(max(0.0, DOWN_S - (time.monotonic() - down)))
        self.facts["trash_while_tryton_was_away"] = len(await self.house.goldthread.trash())
        await self.house.erp.restart()

    async def _all_injected(self) -> None:
        async def is_so() -> bool:
            sales = await self.house.erp.sales()
            numbers = [one.erp_number for one in await self.house.shop.orders()]
            return len(sales) >= ORDERS and all(numbers)

        await self._until(is_so, f"{ORDERS} sales stand in Tryton and their numbers in Vendure", sweep="order.sweep")

    # --- from the packing table to the door -------------------------------------------------------------------------

    async def _wrong_address(self) -> None:
        """The order from New York is packed alone, so that its refusal stands alone in the trash."""
        code = next(one.code for one in await self.house.shop.orders() if one.city == "New York")
        reference = next(one.reference for one in await self._unpacked() if one.reference.endswith(f"/{code}"))
        await self.house.erp.pack(reference)

        async def is_refused() -> bool:
            return len(await self.house.goldthread.trash()) == 1

        await self._until(is_refused, "the wrong address lies in the trash", sweep="packed.sweep")
        [row] = await self.house.goldthread.trash()
        self.facts["refusal"] = row["reason"]
        self.facts["field_at_fault"] = row["field"]
        await self.house.erp.correct_address(reference, postal_code=RIGHT_ZIP)
        answer = await self.house.goldthread.post(
            f"/api/trash/{row['message']}/reread", {"reason": "corrected in Tryton"}
        )
        self.facts["what_was_read_again"] = [
            f"{one['field']}: {one['before']} → {one['after']}" for one in answer["changes"]
        ]
        await self._labelled(1)

    async def _jam(self) -> None:
        """Fifteen labels for a queue of CUPS that jams; Goldthread is killed while they wait."""
        queue = self.house.printers.all["labels-1"]
        await queue.jam()
        await self.house.erp.pack(*[one.reference for one in (await self._unpacked())[:15]])
        await self._labelled(6)
        await self.house.goldthread.kill()
        await self._labelled(16)
        before = len(await queue.printed())
        self.facts["printed_while_jammed"] = before - 1
        await asyncio.sleep(3)
        await queue.clear()
        await self._printed("labels-1", 16)

    async def _carrier_dies(self) -> None:
        """Kill karrio with a label sold and nobody told, then start it again."""
        await self._stand("labels-2")
        dying = asyncio.create_task(self.house.carrier.kill_before_the_next_answer())
        await asyncio.sleep(0.2)
        await self.house.erp.pack(*[one.reference for one in (await self._unpacked())[:4]])
        await self.house.goldthread.sweep("packed.sweep")
        await dying
        await asyncio.sleep(2)
        await self.house.carrier.restart()
        self.facts["shipments_at_karrio_right_after"] = len(await self.house.carrier.shipments())
        await self._labelled(20)
        await self._printed("labels-2", 4)

    async def _the_rest(self) -> None:
        await self._stand(self.house.printers.everywhere.name)
        await self.house.erp.pack(*[one.reference for one in (await self._unpacked())[:15]])
        await self._labelled(25)
        await self.house.goldthread.kill()
        await self._labelled(35)
        await self._printed(self.house.printers.everywhere.name, 15)
        await self._stand(self.house.printers.raw.name)
        await self.house.erp.pack()
        await self._labelled(ORDERS)
        await self._printed(self.house.printers.raw.name, 15)

    # --- on the road ------------------------------------------------------------------------------------------------

    async def _delivered_by_webhook(self) -> None:
        numbers = [one.tracking_number for one in await self.house.carrier.shipments()]
        told, self._untold = numbers[:-WITHHELD], numbers[-WITHHELD:]
        await self._all_shipped()
        for status in ROAD[:2]:
            await self._travel(numbers, status)
        await self.house.goldthread.kill()
        for status in ROAD[2:]:
            await self._travel(told, status)
        await self._until(
            lambda: self._delivered(len(told)), f"{len(told)} orders are delivered at the shop", within_s=420
        )

    async def _delivered_by_watch(self) -> None:
        await self.house.carrier.withhold(is_withheld=True)
        for status in ROAD[2:]:
            await self._travel(self._untold, status)
        await asyncio.sleep(5)
        self.facts["orders_delivered_before_the_watch"] = await self._delivered_count()
        await self._until(
            lambda: self._delivered(ORDERS), f"{ORDERS} orders are delivered at the shop", sweep="shipment.watch"
        )
        await self.house.carrier.withhold(is_withheld=False)
        await self._until(self._is_still, "nothing moves any more", within_s=CALM_S)

    async def _travel(self, numbers: list[str], status: str) -> None:
        for number in numbers:
            await self.house.carrier.inject(number, status)

    async def _all_shipped(self) -> None:
        async def is_so() -> bool:
            return all(one.state == "Shipped" for one in await self.house.shop.orders())

        await self._until(is_so, "all orders are shipped at the shop")

    async def _delivered(self, count: int) -> bool:
        return await self._delivered_count() >= count

    async def _delivered_count(self) -> int:
        return sum(one.state == "Delivered" for one in await self.house.shop.orders())

    # --- what is asked again and again --------------------------------------------------------------------------------

    async def _is_still(self) -> bool:
        tally = await self.house.goldthread.get("/api/dashboard")
        return not (tally["pending"] + tally["waiting"] + tally["held"])

    async def _unpacked(self) -> list[Any]:
        shipments = await self.house.erp.shipments()
        return [one for one in shipments if one.state in {"draft", "waiting", "assigned", "picked"}]

    async def _labelled(self, count: int) -> None:
        async def is_so() -> bool:
            sold = [one for one in await self.house.carrier.shipments() if one.status != "cancelled"]
            written = [one for one in await self.house.erp.shipments() if one.shipping_reference]
            return len(sold) >= count and len(written) >= count

        await self._until(is_so, f"{count} labels are sold and told to Tryton", sweep="packed.sweep")

    async def _printed(self, printer: str, count: int) -> None:
        async def is_so() -> bool:
            return len(await self.house.printers.all[printer].printed()) >= count

        await self._until(is_so, f"{printer} has printed {count} labels")

    async def _stand(self, printer: str) -> None:
        """Another printer is put at the packing station."""
        profile = StationProfile(
            station=STATION, printer=printer, language=PrinterLanguage.PDF, dpi=203, media=Media(width=100, height=150)
        )
        body = {
            "station": profile.station,
            "printer": profile.printer,
            "language": profile.language.value,
            "dpi": profile.dpi,
            "media": {"width": profile.media.width, "height": profile.media.height},
        }
        await self.house.goldthread.post("/api/topologies/station.assign/runs", body)
        await self._until(lambda: self._stands(printer), f"{printer} stands at {STATION}")

    async def _stands(self, printer: str) -> bool:
        return any(record["printer"] == printer for record in self.house.goldthread.records("station"))

    async def _until(
        self, holds: Callable[[], Awaitable[bool]], what: str, *, sweep: str = "", within_s: float = PATIENCE_S
    ) -> None:
        """Ask every half second until it holds, with a sweep now and then. Raises `TimeoutError` with what stands."""
        until, swept = time.monotonic() + within_s, 0.0
        while True:
            with suppress(aiohttp.ClientError, OSError):
                if await holds():
                    return
            if time.monotonic() > until:
                raise TimeoutError(f"After {within_s:.0f} s it isn't so that {what}. {await self._standing()}")
            if sweep and time.monotonic() - swept > 3:
                swept = time.monotonic()
                with suppress(aiohttp.ClientError, OSError):
                    await self.house.goldthread.sweep(sweep)
            await asyncio.sleep(0.5)

    async def _standing(self) -> str:
        board = await self.house.goldthread.get("/api/dashboard")
        reasons = [f"{row['node']}: {row['kind']}: {row['reason']}" for row in await self.house.goldthread.trash()]
        open_now = {name: counts for name, counts in board["topologies"].items() if counts}
        return f"Open: {open_now}. Trash: {reasons[:5]}"


def _in_new_york(wish: Wish) -> Wish:
    """The wish of somebody whose ZIP lacks a digit."""
    return replace(
        wish,
        first="Andre",
        last="Whitman",
        street="350 Fifth Avenue",
        postal_code=WRONG_ZIP,
        city="New York",
        country_code="US",
        basket=(("TEA-1", 1),),
    )
