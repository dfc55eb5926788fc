"""The way in: passwords, links, refusals, and what other sites may not do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_site import PASSWORD, Site, name_of
from playwright.sync_api import BrowserContext, Page, expect

from goldthread.access.person import Role
from goldthread.flow.entry import Kind


def test_signing_in_leads_to_where_one_wanted(visitor: BrowserContext, site: Site) -> None:
    """A page that was asked for without a session opens after the form; the cookie is out of scripts' reach."""
    page = visitor.new_page()
    page.goto(f"{site.url}/console/orders?q=B-10")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Name").fill(name_of(Role.VIEWER))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Orders")).to_be_visible()
    assert page.url.endswith("/console/orders?q=B-10")
    (cookie,) = [one for one in visitor.cookies() if one.get("name") == "goldthread_session"]
    assert cookie.get("httpOnly") is True
    assert cookie.get("sameSite") == "Strict"


def test_a_wrong_password_is_refused_and_then_throttled(visitor: BrowserContext, site: Site) -> None:
    """The sentence says how long to wait; what was typed as the name stays."""
    page = visitor.new_page()
    page.goto(f"{site.url}/console/sign-in")
    for _ in range(6):
        page.get_by_label("Name").fill("Mallory")
        page.get_by_label("Password").fill("a wrong one, once more")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Too many tries. Wait")
    expect(page.get_by_label("Name")).to_have_value("Mallory")


def test_a_link_signs_in_once(visitor: BrowserContext, site: Site) -> None:
    """By a click, so that looking at it uses nothing up; then it says that it was used."""
    code = site.do(site.stage.house.entrance.invitations.make(name_of(Role.AUDITOR), actor="tests"))
    page = visitor.new_page()
    page.goto(f"{site.url}/console/enter/{code}")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.goto(f"{site.url}/console/enter/{code}")
    expect(page.get_by_text("This link was used already")).to_be_visible()


def test_signing_out_ends_the_session(open_as: Callable[..., Page], site: Site) -> None:
    """On the server, not only in the browser; and it is an entry."""
    page = open_as(Role.VIEWER)
    before = len(site.do(site.stage.house.entrance.sessions.list()))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert len(site.do(site.stage.house.entrance.sessions.list())) == before - 1
    (entry,) = site.do(site.stage.house.world.ledger.entries(kinds=[Kind.CHANGED], limit=1))
    assert "session ended" in entry.entry.content


def test_a_session_that_is_revoked_ends_on_the_open_page(open_as: Callable[..., Page], site: Site) -> None:
    """Within seconds, in a sentence; the page stays, so that nothing typed is lost."""
    page = open_as(Role.AUDITOR)
    site.do(site.stage.house.entrance.sessions.end_all(name_of(Role.AUDITOR), actor="tests"))
    expect(page.get_by_text("Your session has ended").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_packer_sees_no_orders(open_as: Callable[..., Page]) -> None:
    """Neither in the sidebar nor by the address."""
    page = open_as(Role.PACKER, "/orders")
    expect(page.get_by_role("alert")).to_contain_text("As packer you may not see Orders")
    expect(page.get_by_role("navigation").get_by_role("link", name="Orders")).to_have_count(0)


def test_a_viewer_sees_no_personal_data(open_as: Callable[..., Page], site: Site) -> None:
    """Names and addresses are masked by the server; the page never holds them."""
    trace = site.do(site.stage.house.world.ledger.traces("order_number:bazaar/B-100001", 1))[0][0]
    page = open_as(Role.VIEWER, f"/orders/{trace}")
    expect(page.get_by_text("personal data is hidden from your role")).to_be_visible()
    masked = page.content()
    whole = open_as(Role.AUDITOR, f"/orders/{trace}").content()
    emails = [one.key for one in site.do(site.stage.house.world.ledger.entities(trace)) if one.kind == "customer"]
    assert emails
    assert emails[0] in whole
    assert emails[0] not in masked


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_another_sites_form_does_nothing(visitor: BrowserContext, site: Site, origin: str) -> None:
    """Even with a cookie, which a browser wouldn't send."""
    answer = visitor.request.post(
        f"{site.url}/console/sign-in",
        form={"name": name_of(Role.ADMIN), "password": PASSWORD},
        headers={"Origin": origin},
    )
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


def test_a_page_may_load_from_here_alone(visitor: BrowserContext, site: Site) -> None:
    """No other host, no frame around it, no inline script without its nonce, no referrer elsewhere."""
    headers = visitor.request.get(f"{site.url}/console/sign-in").headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert headers["referrer-policy"] == "same-origin"
