"""People are let in by a link, tokens made and revoked, sessions ended."""

from __future__ import annotations

from collections.abc import Callable

from browser_site import Site, name_of
from playwright.sync_api import BrowserContext, Page, expect

from goldthread.access.person import Role

LONG = "four words are enough"


def test_somebody_is_let_in_and_sets_a_password(
    open_as: Callable[..., Page], visitor: BrowserContext, site: Site
) -> None:
    """The link is shown once and works once; the password signs in afterwards; then the role changes."""
    admin = open_as(Role.ADMIN, "/people")
    admin.get_by_role("button", name="Let somebody in").click()
    admin.get_by_role("textbox", name="Name").fill("Jana")
    admin.get_by_role("button", name="Add and make a link").click()
    link = admin.locator(".once").inner_text()
    admin.get_by_role("button", name="I have it").click()
    expect(admin.get_by_role("link", name="Jana")).to_be_visible()
    assert link.split("/")[-1] not in admin.content()
    jana = visitor.new_page()
    jana.goto(f"{site.url}/console/enter/{link.split('/')[-1]}")
    jana.get_by_role("button", name="Sign in").click()
    jana.get_by_role("link", name="Jana viewer").click()
    jana.get_by_label("New password").fill(LONG)
    jana.get_by_label("Once more").fill("something else entirely")
    jana.get_by_role("button", name="Set the password").click()
    expect(jana.get_by_text("The two aren't the same")).to_be_visible()
    jana.get_by_label("Once more").fill(LONG)
    jana.get_by_role("button", name="Set the password").click()
    expect(jana.get_by_text("Your password is set.")).to_be_visible()
    jana.goto(f"{site.url}/console/enter/{link.split('/')[-1]}")
    expect(jana.get_by_text("used already")).to_be_visible()
    assert site.do(site.stage.house.entrance.by_password("Jana", LONG, address="::1"))


def test_a_role_changes_and_the_last_look_is_refused(
    open_as: Callable[..., Page], visitor: BrowserContext, site: Site
) -> None:
    """From the next request on; removed, the person's session is over."""
    people = site.stage.house.entrance.people
    site.do(people.add("Karel", Role.OPERATOR, password=LONG, actor="tests"))
    karel = visitor.new_page()
    karel.goto(f"{site.url}/console/applications")
    karel.fill("[name=name]", "Karel")
    karel.fill("[name=password]", LONG)
    karel.click("button[type=submit]")
    expect(karel.get_by_role("heading", name="Applications")).to_be_visible()
    admin = open_as(Role.ADMIN, "/people/of/Karel")
    admin.get_by_role("button", name="Change the role").click()
    admin.get_by_role("combobox", name="Role").click()
    admin.get_by_role("option", name="packer").click()
    admin.get_by_role("button", name="Change the role").last.click()
    expect(admin.get_by_text("packer: finds labels")).to_be_visible()
    karel.wait_for_timeout(2_100)
    karel.reload()
    expect(karel.get_by_role("alert")).to_contain_text("As packer you may not see Applications")
    admin.get_by_role("button", name="Remove").click()
    admin.get_by_role("button", name="Remove Karel").click()
    expect(admin.get_by_role("heading", name="People", exact=True)).to_be_visible()
    karel.wait_for_timeout(2_100)
    karel.reload()
    expect(karel.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_token_is_shown_once_and_revoked(open_as: Callable[..., Page], site: Site) -> None:
    """Its secret opens the API until it is revoked; a scope is needed."""
    page = open_as(Role.ADMIN, "/people/tokens")
    page.get_by_role("button", name="New token").click()
    page.get_by_role("textbox", name="Name").fill("the till")
    page.get_by_role("textbox", name="Days").fill("soon")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("Days are a whole number")).to_be_visible()
    page.get_by_role("textbox", name="Days").fill("30")
    page.get_by_role("button", name="Make it").click()
    secret = page.locator(".once").inner_text()
    token = site.do(site.stage.house.tokens.check(secret))
    assert token is not None
    assert (token.created_by, sorted(token.scopes)) == (name_of(Role.ADMIN), ["read"])
    page.get_by_role("button", name="I have it").click()
    page.get_by_role("button", name="Revoke the token the till").click()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_role("row", name="the till")).to_contain_text("revoked")
    assert site.do(site.stage.house.tokens.check(secret)) is None
    assert secret not in page.content()


def test_a_session_is_ended(open_as: Callable[..., Page], site: Site) -> None:
    """The other browser has to sign in again."""
    auditor = open_as(Role.AUDITOR, "/audit")
    admin = open_as(Role.ADMIN, "/people/sessions?q=Auditor&sort=-since")
    admin.get_by_role("button", name=f"End the session of {name_of(Role.AUDITOR)}").first.click()
    admin.get_by_role("button", name="End it").click()
    auditor.wait_for_timeout(2_100)
    auditor.reload()
    expect(auditor.get_by_role("button", name="Sign in")).to_be_visible()
    del site


def test_people_are_for_administrators(open_as: Callable[..., Page], site: Site) -> None:
    """Refused in a sentence, whatever address is typed."""
    page = open_as(Role.AUDITOR, "/people")
    for path in ("/people", "/people/sessions", "/people/tokens", "/people/of/somebody"):
        page.goto(f"{site.url}/console{path}")
        expect(page.get_by_role("alert")).to_contain_text("it needs admin")
