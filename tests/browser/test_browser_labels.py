"""The packing station and the shipments, as packers and support go through them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from browser_site import Site, name_of
from playwright.sync_api import Page, expect

from goldthread.access.person import Role
from goldthread.audit.labels import Labels, LabelView

PACKER = name_of(Role.PACKER)


async def fresh_label(site: Site) -> LabelView:
    """Of an order that was packed just now, and that no carrier has scanned."""
    stage = site.stage
    ledger, door = stage.house.world.ledger, stage.house.world.clock
    known = {row.key for row in await ledger.records("label", limit=1000)}
    await stage.sandbox.place_orders(2)
    for _ in range(150):
        await stage.sandbox.pack()
        await asyncio.sleep(0.1)
        new = [row for row in await ledger.records("label", limit=1000) if row.key not in known]
        printed = [row.key for row in new if json.loads(row.body)["prints"]]
        if printed:
            return await labels_of(site).get(printed[0], door.now())
    raise AssertionError("No label came within 15 s.")


def labels_of(site: Site) -> Labels:
    """The labels of the house."""
    world = site.stage.house.world
    return Labels(world.ledger, world.artifacts)


def prints_of(site: Site, label: str) -> list[tuple[str, str]]:
    """Who printed it, and why."""
    view = site.do(labels_of(site).get(label, site.stage.house.world.clock.now()))
    return [(one.who, one.why) for one in view.prints]


def scan(page: Page, text: str) -> None:
    """As a scanner does: letters and Enter, wherever the focus is."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_packer_scans_and_prints_with_one_key(open_as: Callable[..., Page], site: Site) -> None:
    """From the door to the station, from the scan to the paper; two presses print once, and the focus comes back."""
    label = site.do(fresh_label(site))
    page = open_as(Role.PACKER)
    page.get_by_role("link", name=label.station).click()
    expect(page.get_by_role("heading", name=f"Last labels of {label.station}")).to_be_visible()
    expect(page.get_by_role("row", name=label.tracking_number)).to_contain_text("once")
    scan(page, label.tracking_number)
    expect(page.locator(".label-order")).to_have_text(label.order_number)
    expect(page.locator(".label-picture")).to_have_js_property("complete", value=True)
    page.keyboard.press("F2")
    page.keyboard.press("F2")
    expect(page.get_by_text("Printed at")).to_be_visible()
    expect(page.locator(".prints")).to_contain_text(f"by {PACKER}: torn")
    assert prints_of(site, label.id) == [("goldthread", "packed"), (PACKER, "torn")]
    expect(page.locator("#scan")).to_be_focused()
    assert f"q={label.tracking_number}" in page.url
    page.goto(f"{site.url}/console/labels")
    expect(page.get_by_role("heading", name=f"Last labels of {label.station}")).to_be_visible()


def test_another_reason_and_another_printer(open_as: Callable[..., Page], site: Site) -> None:
    """A print without a reason is refused in a sentence; with one it comes out where it is wanted."""
    label = site.do(fresh_label(site))
    page = open_as(Role.PACKER, f"/labels?station={label.station}&q={label.tracking_number}")
    page.locator(".print-zone").get_by_role("button", name="Print", exact=True).click()
    expect(page.get_by_text("Say why the label is wanted again")).to_be_visible()
    page.get_by_label("Another reason").fill("the box was changed")
    page.get_by_role("combobox", name="Printer").click()
    page.get_by_role("option", name="at press-raw").click()
    page.get_by_label("Another reason").press("Enter")
    expect(page.get_by_text("Printed at press-raw")).to_be_visible()
    assert prints_of(site, label.id)[-1] == (PACKER, "the box was changed")


def test_what_is_scanned_without_a_connection_is_kept(open_as: Callable[..., Page], site: Site) -> None:
    """The page says so, prints nothing meanwhile, comes back by itself, and looks up what was scanned."""
    label = site.do(fresh_label(site))
    page = open_as(Role.PACKER, f"/labels?station={label.station}")
    expect(page.locator("#scan")).to_be_focused()
    page.wait_for_function("document.querySelector('.scan-away').dataset.wasUp")
    page.evaluate("window.socket.disconnect()")
    expect(page.get_by_text("No connection.")).to_be_visible()
    scan(page, label.tracking_number)
    expect(page.get_by_text(f"Kept: {label.tracking_number}")).to_be_visible()
    page.evaluate("window.socket.connect()")
    expect(page.locator(".label-order")).to_have_text(label.order_number)
    expect(page.get_by_text("No connection.")).to_be_hidden()
    assert prints_of(site, label.id) == [("goldthread", "packed")]


def test_a_jammed_printer_is_said_at_once(open_as: Callable[..., Page], site: Site) -> None:
    """With the printer's own reason; it prints by itself when somebody pulls the paper out."""
    label = site.do(fresh_label(site))
    page = open_as(Role.PACKER, f"/labels?station=station-1&q={label.tracking_number}")
    expect(page.locator(".print-zone")).to_be_visible()
    site.stage.sandbox.jam("press-1")
    page.keyboard.press("F1")
    expect(page.get_by_text("press-1 is asked and waits.")).to_contain_text("prints by itself")
    site.stage.sandbox.clear("press-1")
    assert prints_of(site, label.id)[-1] == (PACKER, "unreadable")


def test_all_labels_since_a_time_are_printed_again(open_as: Callable[..., Page], site: Site) -> None:
    """Those that may be: what the carrier has scanned already is counted and left out."""
    label = site.do(fresh_label(site))
    page = open_as(Role.PACKER, f"/labels?station={label.station}")
    page.get_by_label("Reprint all since").fill("00:00")
    page.get_by_role("button", name="Show them").click()
    expect(page.get_by_text(f"printed at {label.station} since")).to_be_visible()
    expect(page.get_by_text("may not be printed again")).to_be_visible()
    page.keyboard.press("F4")
    page.wait_for_timeout(300)
    if page.locator(".dialog").count():
        page.locator(".dialog .primary").click()
    expect(page.locator(".notice.good")).to_contain_text("printed at", ignore_case=True)
    assert prints_of(site, label.id)[-1] == (PACKER, "printer jammed")


def test_a_scanned_label_is_blocked_with_its_reason(open_as: Callable[..., Page], site: Site) -> None:
    """A packer can't; a number that nobody has is one clear sentence."""
    page = open_as(Role.PACKER, "/labels?station=station-1&q=B-100001")
    expect(page.get_by_text("Already scanned").first).to_be_visible()
    expect(page.locator(".print-zone")).to_have_count(0)
    scan(page, "nothing-has-this")
    expect(page.get_by_role("heading", name="No label belongs to nothing-has-this")).to_be_visible()
    page.goto(f"{site.url}/console/labels?station=roof")
    expect(page.get_by_text("There is no station 'roof' with a printer.")).to_be_visible()


def test_a_viewer_sees_no_addresses_and_no_buttons(open_as: Callable[..., Page], site: Site) -> None:
    """Labels show whose they are."""
    label = site.do(fresh_label(site))
    page = open_as(Role.VIEWER, f"/labels?station={label.station}&q={label.tracking_number}")
    expect(page.get_by_text("Labels show addresses; your role doesn't see them.")).to_be_visible()
    expect(page.locator(".print-zone, .label-picture")).to_have_count(0)


def test_support_sees_where_a_parcel_is(open_as: Callable[..., Page], site: Site) -> None:
    """Nothing was heard of it yet; its shipment says so, and leads to its labels."""
    label = site.do(fresh_label(site))
    page = open_as(Role.OPERATOR, f"/shipments?q={label.tracking_number}")
    row = page.get_by_role("row", name=label.tracking_number)
    expect(row).to_contain_text("label created", timeout=40_000)
    expect(row).to_contain_text("nobody yet")
    page.get_by_label("Told by").select_option("policy")
    page.get_by_role("link", name="Show all").click()
    row.get_by_role("link").click()
    expect(page.get_by_text("has said nothing of it yet")).to_be_visible()
    page.get_by_role("link", name="Its labels").click()
    expect(page.locator("#scan, .tile").first).to_be_visible()


def test_who_still_tells_us(open_as: Callable[..., Page]) -> None:
    """Every installation with what was found without its webhook."""
    page = open_as(Role.OPERATOR, "/shipments/webhooks")
    for installation in ("bazaar", "stockhouse", "swiftpost"):
        expect(page.get_by_role("row", name=installation)).to_be_visible()


def test_a_packer_sees_shipments_and_no_more(open_as: Callable[..., Page], site: Site) -> None:
    """Who still tells us is for those who read; the refusal is a sentence."""
    page = open_as(Role.PACKER, "/shipments")
    expect(page.get_by_role("heading", name="Shipments")).to_be_visible()
    expect(page.get_by_role("link", name="Webhooks")).to_have_count(0)
    expect(page.locator(".frame-side .frame-link")).to_have_count(2)
    page.goto(f"{site.url}/console/shipments/webhooks")
    expect(page.get_by_text("As packer you may not see Webhooks; it needs read.")).to_be_visible()
