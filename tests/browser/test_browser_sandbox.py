"""The demonstration's own page: break something, and watch."""

from __future__ import annotations

from collections.abc import Callable

from browser_site import Site
from playwright.sync_api import Page, expect

from goldthread.access.person import Role


def test_an_order_is_placed_and_a_printer_jams(open_as: Callable[..., Page], site: Site) -> None:
    """Each says what happened; the figures follow, and what is undone is up again."""
    page = open_as(Role.OPERATOR, "/sandbox")
    orders = page.locator(".figure", has_text="Orders in the shop").locator(".value")
    before = int(orders.inner_text())
    page.get_by_role("button", name="Place an order").click()
    expect(page.get_by_text("is placed.")).to_be_visible()
    expect(orders).to_have_text(str(before + 1), timeout=6_000)
    page.get_by_role("button", name="Jam it").first.click()
    expect(page.get_by_text("Printer at station 1 is jammed.")).to_be_visible()
    assert site.stage.sandbox.is_jammed("press-1")
    expect(page.get_by_text("Labels wait for this printer")).to_be_visible()
    page.get_by_role("button", name="Clear the jam").click()
    expect(page.get_by_text("prints what it held")).to_be_visible()
    assert not site.stage.sandbox.is_jammed("press-1")


def test_an_auditor_breaks_nothing(open_as: Callable[..., Page]) -> None:
    """The page is for those who may operate."""
    page = open_as(Role.AUDITOR, "/sandbox")
    expect(page.get_by_role("alert")).to_contain_text("you may not see Sandbox")
