"""The overview and the orders, as people go through them."""

from __future__ import annotations

from collections.abc import Callable

from browser_site import Site
from playwright.sync_api import Page, expect

from goldthread.access.person import Role


def test_the_overview_answers_in_a_sentence(open_as: Callable[..., Page], site: Site) -> None:
    """What needs somebody, with the way there; then the figures and every topology."""
    page = open_as(Role.OPERATOR)
    tally = site.do(site.stage.house.world.ledger.tally(site.stage.house.world.clock.now()))
    assert tally.trash
    expect(page.get_by_text(f"{tally.trash} message").first).to_be_visible()
    expect(page.locator(".figure", has_text="In the trash").locator(".value")).to_have_text(str(tally.trash))
    expect(page.locator(".heat-name")).to_have_count(len(site.stage.house.world.catalog.topologies))
    expect(page.get_by_role("link", name="24 h")).to_be_visible()


def test_the_overview_follows_what_happens(open_as: Callable[..., Page], site: Site) -> None:
    """A paused installation stands there within five seconds, without a reload."""
    page = open_as(Role.OPERATOR)
    pauses = site.stage.house.world.pauses
    row = page.get_by_role("row", name="swiftpost").first
    expect(row).to_contain_text("up")
    site.do(pauses.pause("swiftpost", "the truck is late", by="tests"))
    expect(row).to_contain_text("paused", timeout=6_000)
    site.do(pauses.resume("swiftpost", by="tests"))
    expect(row).to_contain_text("up", timeout=6_000)


def test_a_slot_of_the_heat_map_opens_to_its_runs(open_as: Callable[..., Page]) -> None:
    """What began in it, and what came to the trash; each leads to its story."""
    page = open_as(Role.OPERATOR)
    page.locator(".heat-cell.is-bad[href*='order.ship']").first.click()
    expect(page.get_by_role("heading", name="Runs of order.ship")).to_be_visible()
    expect(page.get_by_role("heading", name="came to the trash")).to_be_visible()
    page.locator("table").first.locator("tbody tr a").first.click()
    expect(page.get_by_role("heading", name="Order B-")).to_be_visible()


def test_an_order_is_found_from_anywhere(open_as: Callable[..., Page], site: Site) -> None:
    """By the key `/` and its number; found alone, it opens with its story."""
    page = open_as(Role.OPERATOR)
    page.keyboard.press("/")
    page.keyboard.type("B-100001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Order B-100001")).to_be_visible()
    for lane in ("Shop", "ERP", "Carrier", "Printer"):
        expect(page.locator(".story-lane", has_text=lane)).to_be_visible()
    expect(page.get_by_text("Bazaar told of order.placed")).to_be_visible()
    del site


def test_a_call_opens_to_its_request_and_reply(open_as: Callable[..., Page]) -> None:
    """One line until somebody wants to know."""
    page = open_as(Role.OPERATOR, "/orders?q=B-100001")
    call = page.locator("details", has=page.locator("summary .mono.strong", has_text="POST ")).first
    expect(call.get_by_role("heading", name="Request")).to_be_hidden()
    call.locator("summary").click()
    expect(call.get_by_role("heading", name="Request")).to_be_visible()
    expect(call.get_by_role("heading", name="Reply 20")).to_be_visible()


def test_a_label_is_seen_as_a_picture(open_as: Callable[..., Page], site: Site) -> None:
    """Drawn from the bytes that the carrier sent."""
    record = site.do(site.stage.house.world.ledger.records("label", limit=10))[-1]  # the first were printed again
    page = open_as(Role.OPERATOR, f"/orders?q=label:{record.key}")
    picture = page.get_by_alt_text(f"Label {record.key}")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    page.wait_for_function("img => img.complete && img.naturalWidth > 300", arg=picture.element_handle())


def test_a_story_is_exported_as_evidence(open_as: Callable[..., Page]) -> None:
    """With the place of every entry in its chain."""
    page = open_as(Role.AUDITOR, "/orders?q=B-100001")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as evidence").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert '"chain":' in text
    assert '"seq":' in text


def test_a_search_that_finds_nothing_says_what_to_do(open_as: Callable[..., Page]) -> None:
    """And a foreign id, and an address that cannot be read: one sentence and a way on each."""
    page = open_as(Role.OPERATOR, "/orders?q=nothing-like-this")
    expect(page.get_by_text("Nothing is known of 'nothing-like-this'")).to_be_visible()
    page = open_as(Role.OPERATOR, "/orders/0000")
    expect(page.get_by_role("alert")).to_contain_text("There is no trace '0000'")
    page = open_as(Role.OPERATOR, "/?hours=soon")
    expect(page.get_by_role("heading", name="This address cannot be read")).to_be_visible()
    page = open_as(Role.OPERATOR, "/no-such-page")
    expect(page.get_by_role("heading", name="Nothing is here")).to_be_visible()


def test_the_theme_stays_as_it_was_chosen(open_as: Callable[..., Page]) -> None:
    """On the next page, too."""
    page = open_as(Role.VIEWER)
    before = page.locator("html").get_attribute("data-theme")
    page.get_by_role("button", name="Switch between light and dark").click()
    after = page.locator("html").get_attribute("data-theme")
    assert {before, after} == {"light", "dark"}
    page.goto(page.url)
    expect(page.locator("html")).to_have_attribute("data-theme", str(after))
