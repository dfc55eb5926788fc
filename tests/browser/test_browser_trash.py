"""The trash, as an operator works through it: repair, check, follow, be second, lose the session, do many at once."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable, Mapping

from browser_site import PASSWORD, Site, name_of
from playwright.sync_api import Page, expect

from goldthread.access.person import Role
from goldthread.console.trash.words import subject
from goldthread.flow.reply import Json
from goldthread.ports.view import RunRow, Trashed

SOON_MS = 15_000
FIELD = "[data-pointer='/recipient/postal_code']"
RIGHT = "10115"
NOWHERE: dict[str, dict[str, Json]] = {
    "shippingAddress": {
        "name": "Ilse Test",
        "company": None,
        "street": "Hauptstrasse 12",
        "city": "Berlin",
        "zip": "00115",
        "street2": None,
        "countryCode": "DE",
        "latin": None,
        "region": None,
        "phone": "+4915126208844",
    }
}
"""Rightly written, of a region that doesn't exist: only the carrier knows."""
TOO_LONG: dict[str, dict[str, Json]] = {
    "shippingAddress": NOWHERE["shippingAddress"] | {"zip": RIGHT, "name": "Ilse " + "Maria " * 12}
}
"""With a name that goes onto no label."""


def refused(site: Site, wish: Mapping[str, Json] = NOWHERE) -> Trashed:
    """An order of the shop's, packed and refused, as it lies in the trash."""
    return site.do(_refused(site, wish))


async def _refused(site: Site, wish: Mapping[str, Json]) -> Trashed:
    house, sandbox = site.stage.house, site.stage.sandbox
    (number,) = await sandbox.place_orders(wishes=[dict(wish)])
    async with asyncio.timeout(40):
        for turn in itertools.count(1):
            await sandbox.pack()
            for one in await house.world.ledger.trash(topology="order.ship"):
                if subject(one.message.body) == number:
                    return one
            await asyncio.sleep(0.1)
            if turn % 20 == 0:  # the sandbox loses webhooks now and then
                await house.engine.scheduler.run_now("order.sweep", actor="tests")
                await house.engine.scheduler.run_now("packed.sweep", actor="tests")
    raise AssertionError(number)


def run_of(site: Site, trashed: Trashed) -> RunRow:
    """How the run of a message stands."""
    row = site.do(site.stage.house.world.ledger.run(trashed.message.run))
    assert row is not None
    return row


def test_an_address_is_checked_repaired_and_followed(open_as: Callable[..., Page], site: Site) -> None:
    """The form opens on the field at fault; the carrier is asked without buying; then the page follows the message."""
    trashed = refused(site)
    page = open_as(Role.OPERATOR, f"/trash/{trashed.message.id}")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.get_by_text("swiftpost said")).to_be_visible()
    page.fill(FIELD, RIGHT)
    expect(page.locator(".side ins")).to_have_text(RIGHT)
    page.get_by_role("button", name="Check without buying").click()
    expect(page.get_by_text("Nothing was bought")).to_be_visible(timeout=SOON_MS)
    page.get_by_label("Why (stays in the story)").fill("a digit was missing")
    page.get_by_role("button", name="Repair and resume").click()
    expect(page.get_by_text("is repaired")).to_be_visible(timeout=SOON_MS)
    assert run_of(site, trashed).state == "repaired"


def test_form_and_json_are_one_body(open_as: Callable[..., Page], site: Site) -> None:
    """What is changed in one stands in the other; JSON that cannot be read is one sentence, and nothing is sent."""
    trashed = refused(site)
    page = open_as(Role.OPERATOR, f"/trash/{trashed.message.id}")
    page.fill(FIELD, "99999")
    page.get_by_role("link", name="JSON").click()
    editor = page.locator("[data-json]")
    assert json.loads(editor.input_value())["recipient"]["postal_code"] == "99999"
    editor.fill("{ not yet")
    expect(page.get_by_text("This is no JSON yet").first).to_be_visible()
    page.get_by_role("button", name="Repair and resume").click()
    expect(page.locator(".q-notification", has_text="no JSON yet")).to_be_visible()
    body = json.loads(trashed.message.body)
    editor.fill(json.dumps(body | {"recipient": body["recipient"] | {"postal_code": "12345"}}))
    page.get_by_role("link", name="Form").click()
    expect(page.locator(FIELD)).to_have_value("12345")
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    expect(page.get_by_role("dialog").get_by_text("Say why")).to_be_visible()
    page.get_by_role("dialog").get_by_label("Why").fill("a test")
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Discarded.")).to_be_visible(timeout=SOON_MS)
    assert run_of(site, trashed).state == "discarded"


def test_of_two_people_the_second_is_told_and_loses_nothing(open_as: Callable[..., Page], site: Site) -> None:
    """Who was first, and when; what was typed is laid onto what stands there now."""
    trashed = refused(site)
    path = f"/trash/{trashed.message.id}"
    first, second = open_as(Role.ADMIN, path), open_as(Role.OPERATOR, path)
    second.fill("[data-pointer='/recipient/city']", "Second Town")
    first.fill("[data-pointer='/recipient/name']", "First Name")
    first.get_by_role("button", name="Save only").click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_role("button", name="Repair and resume").click()
    expect(second.get_by_role("alert").get_by_text(name_of(Role.ADMIN))).to_be_visible(timeout=SOON_MS)
    second.get_by_role("button", name="Lay it onto what stands there now").click()
    expect(second.locator("[data-pointer='/recipient/name']")).to_have_value("First Name")
    expect(second.locator("[data-pointer='/recipient/city']")).to_have_value("Second Town")
    first.fill(FIELD, RIGHT)
    expect(first.locator(".side ins")).to_have_text(RIGHT)
    first.get_by_role("button", name="Repair and resume").click()
    expect(first.get_by_text("is repaired")).to_be_visible(timeout=SOON_MS)
    expect(second.get_by_text("What you typed is still below")).to_be_visible(timeout=SOON_MS)
    expect(second.locator("[data-pointer='/recipient/city']")).to_have_value("Second Town")


def test_an_edit_outlives_its_session(open_as: Callable[..., Page], site: Site) -> None:
    """The page says that the session has ended; signed in again, the edit is there."""
    trashed = refused(site)
    page = open_as(Role.OPERATOR, f"/trash/{trashed.message.id}")
    page.fill(FIELD, "54321")
    expect(page.locator(".side ins")).to_have_text("54321")
    entrance = site.stage.house.entrance
    for living in site.do(entrance.sessions.list()):
        site.do(entrance.sessions.end(living.id, actor="tests"))
    page.get_by_role("button", name="Repair and resume").click()
    page.get_by_role("link", name="Sign in again").click()
    page.fill("[name=name]", name_of(Role.OPERATOR))
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.get_by_text("is here again")).to_be_visible(timeout=SOON_MS)
    expect(page.locator(FIELD)).to_have_value("54321")
    expect(page.locator(".side ins")).to_have_text("54321")


def test_all_of_a_cause_are_changed_at_once(open_as: Callable[..., Page], site: Site) -> None:
    """Preview with what would fit, then each is changed and goes on, and the result says so."""
    first, second = refused(site, TOO_LONG), refused(site, TOO_LONG)
    assert first.why.cause == second.why.cause
    count = len(site.do(site.stage.house.world.ledger.trash(cause=first.why.cause)))
    page = open_as(Role.OPERATOR, f"/trash/cause/{first.why.cause}")
    expect(page.get_by_label("Field")).to_have_value(first.why.field)
    page.get_by_label("Becomes").fill("Ilse M. Test")
    page.get_by_role("button", name="Preview the change").click()
    expect(page.get_by_text(f"{count} of {count} would fit")).to_be_visible()
    page.get_by_role("button", name=f"Change and resume all {count}").click()
    expect(page.locator(".q-notification", has_text="Say why")).to_be_visible()
    page.get_by_label("Why (stays in the story of each)").fill("asked the customers")
    page.get_by_role("button", name=f"Change and resume all {count}").click()
    expect(page.get_by_text(f"{count} changed and resumed")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("Nothing is left here")).to_be_visible()


def test_what_was_not_corrected_over_there_comes_back(open_as: Callable[..., Page], site: Site) -> None:
    """Re-read and resume in one; the page says that nothing is different there, and where it lies again."""
    trashed = refused(site)
    page = open_as(Role.OPERATOR, f"/trash/{trashed.message.id}")
    page.get_by_role("button", name="Re-read from stockhouse and resume").click()
    expect(page.get_by_text("It is in the trash again")).to_be_visible(timeout=SOON_MS)
    page.get_by_role("link", name="Look at it again").click()
    expect(page.locator(FIELD)).to_have_value("00115")


def test_who_may_not_repair_sees_a_masked_body_or_nothing(open_as: Callable[..., Page], site: Site) -> None:
    """A viewer looks at hidden names; a packer is refused; a foreign id is one sentence with a way on."""
    trashed = refused(site)
    page = open_as(Role.VIEWER, f"/trash/{trashed.message.id}")
    expect(page.get_by_text("You may look, but not act")).to_be_visible()
    assert json.loads(trashed.message.body)["recipient"]["name"] not in page.content()
    expect(page.get_by_role("button", name="Repair and resume")).to_have_count(0)
    expect(open_as(Role.PACKER, "/trash").get_by_text("you may not see Trash")).to_be_visible()
    expect(open_as(Role.OPERATOR, "/trash/nothing").get_by_text("There is no message 'nothing'")).to_be_visible()


def test_a_new_failure_is_seen_within_seconds(open_as: Callable[..., Page], site: Site) -> None:
    """The list follows without a reload."""
    page = open_as(Role.OPERATOR, "/trash")
    trashed = refused(site)
    expect(page.locator(f"a[href$='/trash/{trashed.message.id}']")).to_be_visible(timeout=5_500)
