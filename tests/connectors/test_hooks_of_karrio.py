"""karrio's webhooks: what they tell, and whether they are told at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from goldthread.connectors.karrio import ensure_hooks, event_key, karrio, read_tracking
from goldthread.connectors.karrio.rows import KarrioEvent, KarrioNotice, KarrioTracker
from goldthread.domain.status import Status, Unknown
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.errors import Rejected
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, WantedHook
from goldthread.flow.outcome import Drop
from goldthread.flow.start import Manual, Origin
from goldthread.testing.contract.sample import BEGIN, CARRIER
from goldthread.testing.contract.scene import Scene, Way, fresh, playing
from goldthread.testing.fakes.karrio import KarrioFake

ADDRESS = "https://gold.example/hooks/carrier/tracking"
SETTINGS = {field.name: "-" for field in karrio.fields if field.is_required and not field.is_secret}
ORIGIN = Origin(CARRIER, BEGIN)
CHECK = HookCheck(installation=CARRIER, application="karrio", wanted=(WantedHook(event="tracking", address=ADDRESS),))


def a_notice(*events: KarrioEvent, status: str = "pending", event: str = "tracker_updated") -> KarrioNotice:
    """What karrio tells of a parcel, the newest first."""
    return KarrioNotice(
        event=event, data=KarrioTracker(id="trk_1", tracking_number="abd0", status=status, events=events)
    )


def told(notice: KarrioNotice) -> tuple[TrackingEvent, ...]:
    """The events of a notice."""
    read = read_tracking(notice, ORIGIN)
    assert isinstance(read, tuple)
    return read


@asynccontextmanager
async def karrio_played() -> AsyncIterator[Scene[KarrioFake]]:
    """An engine that looks after the subscriptions of a karrio."""
    memory = fresh()
    ways = [Way(name="hooks", start=Manual(HookCheck), path=ensure_hooks, gives=HookReport)]
    async with (
        KarrioFake(memory.clock.now).running() as fake,
        playing(fake, karrio, CARRIER, ways, memory=memory, settings=SETTINGS) as scene,
    ):
        yield scene


async def repaired(scene: Scene[KarrioFake]) -> HookRepair:
    """What had to be done about the one subscription."""
    await scene.run("hooks", CHECK)
    await scene.expect_no_trash()
    return scene.given("hooks", HookReport)[-1].hooks[0].repair


def test_a_webhook_tells_the_whole_story_the_oldest_first() -> None:
    """Karrio sorts by minutes; the scans of one minute are told in their order."""
    delivered = KarrioEvent(timestamp="2026-11-23T18:30:40.000Z", status="delivered")
    out = KarrioEvent(timestamp="2026-11-23T18:30:10.000Z", status="out_for_delivery")
    created = KarrioEvent(timestamp="2026-11-23T09:00:00.000Z", status="created", code="CREATED")
    events = told(a_notice(out, delivered, created, status="delivered"))
    assert [event.status for event in events] == [Status.LABEL_CREATED, Status.OUT_FOR_DELIVERY, Status.DELIVERED]
    assert len({event_key(event) for event in events}) == 3


def test_a_status_that_no_event_says_is_told_without_a_time() -> None:
    """So it may not set the parcel back, and isn't lost."""
    scan = KarrioEvent(date="2026-11-23", time="06:10 PM", code="T9", description="Gone")
    first, last = told(a_notice(scan, status="delivered"))
    assert first.status == Unknown(raw="T9")
    assert (last.status, last.at) == (Status.DELIVERED, None)


@pytest.mark.parametrize("stamp", ["yesterday", "2026-13-40T00:00:00Z"])
def test_a_time_that_nobody_can_read_stays_in_the_text(stamp: str) -> None:
    """One odd event doesn't hide the others."""
    (event,) = told(a_notice(KarrioEvent(timestamp=stamp, status="in_transit", description="On its way")))
    assert event.at is None
    assert event.text == f"On its way [at {stamp}]"


def test_what_concerns_no_parcel_is_dropped() -> None:
    """All events of an account may come to one address."""
    sold = KarrioNotice(event="shipment_purchased", data={"id": "shp_1"})
    assert isinstance(read_tracking(sold, ORIGIN), Drop)
    assert isinstance(read_tracking(a_notice(), ORIGIN), Drop)


def test_a_tracker_that_is_none_is_shown_to_a_person() -> None:
    """An event that should tell of a parcel and doesn't."""
    with pytest.raises(Rejected, match="holds no tracker"):
        read_tracking(KarrioNotice(event="tracker_updated", data={"id": "trk_1"}), ORIGIN)


async def test_a_subscription_is_made_kept_moved_and_switched_on_again() -> None:
    """Karrio switches one off after six failures in a row; what tells others stays as it is."""
    async with karrio_played() as scene:
        books = scene.fake.books
        (foreign,) = [dict(row) for row in books.webhooks.values()]
        assert await repaired(scene) is HookRepair.CREATED
        assert await repaired(scene) is HookRepair.KEPT
        ours = next(row for row in books.webhooks.values() if row["url"] == ADDRESS)
        for _ in range(5):
            books.refuse(ours["id"])
        assert await repaired(scene) is HookRepair.KEPT
        books.refuse(ours["id"])
        assert await repaired(scene) is HookRepair.ENABLED
        ours["enabled_events"] = ["tracker_created"]
        assert await repaired(scene) is HookRepair.ENABLED
        ours["url"] = "https://old.example/hooks/carrier/tracking"
        assert await repaired(scene) is HookRepair.MOVED
        assert ours["url"] == ADDRESS
        assert ours["enabled_events"] == ["tracker_created", "tracker_updated"]
        assert books.webhooks[foreign["id"]] == foreign
        assert "Copy it from there" in await scene.story()
        assert ours["secret"] not in await scene.story()
