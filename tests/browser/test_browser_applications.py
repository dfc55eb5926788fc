"""Systems are connected, tested, paused and limited; what is a secret never comes back."""

from __future__ import annotations

import re
from collections.abc import Callable

from browser_site import Site, name_of
from playwright.sync_api import Page, WebSocket, expect

from goldthread.access.person import Role

SECRET = "sesame-4711-open"


def heard(page: Page) -> list[str]:
    """Everything that the browser is told from now on."""
    told: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on(
            "framereceived", lambda frame: told.append(frame if isinstance(frame, str) else frame.decode("latin-1"))
        )

    page.on("websocket", listen)
    page.on("response", lambda answer: told.append(answer.text()) if answer.request.is_navigation_request() else None)
    return told


def test_a_system_is_connected_and_its_secret_never_comes_back(open_as: Callable[..., Page], site: Site) -> None:
    """By the form that its application asks for: an empty field is named, then it stands in the list."""
    page = open_as(Role.ADMIN, "/catalogue/bazaar")
    told = heard(page)
    page.reload()
    page.get_by_role("textbox", name="Name").fill("second-shop")
    page.get_by_role("textbox", name="Address").fill(site.stage.sandbox.bazaar.url)
    page.get_by_label("api key").fill(SECRET)
    page.get_by_role("button", name="Connect it").click()
    expect(page.get_by_text("Still empty: webhook secret.")).to_be_visible()
    page.get_by_label("webhook secret").fill(SECRET)
    page.get_by_role("button", name="Connect it").click()
    expect(page.get_by_role("heading", name="second-shop")).to_be_visible()
    kept = site.stage.house.world.installations.secrets("second-shop")
    assert kept == {"api_key": SECRET, "webhook_secret": SECRET}
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_label("api key")).to_have_value("")
    page.get_by_label("sweep days").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("sweep days")).to_be_visible()
    assert site.stage.house.world.installations.secrets("second-shop") == kept
    assert told
    assert not [one for one in told if SECRET in one]
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Forget this installation").click()
    page.get_by_role("button", name="Forget second-shop").click()
    page.wait_for_url("**/applications")
    expect(page.get_by_role("link", name="second-shop")).to_have_count(0)


def test_an_installation_is_tested_limited_paused_and_resumed(open_as: Callable[..., Page], site: Site) -> None:
    """By an operator; a limit that is none is a sentence, and who paused it stands there."""
    page = open_as(Role.OPERATOR, "/installations/press-2?tab=limits")
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("press-2 answers in")).to_be_visible()
    page.get_by_role("textbox", name="Limits").fill("many")
    page.get_by_role("button", name="Change limits").click()
    expect(page.get_by_text("A limit is written as 10/s")).to_be_visible()
    page.get_by_role("textbox", name="Limits").fill("50/s")
    page.get_by_role("button", name="Change limits").click()
    expect(page.get_by_text("its own")).to_be_visible()
    assert [str(one) for one in site.stage.house.world.installations.limits("press-2")] == ["50 per 1 s"]
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("textbox", name="Why").fill("new paper")
    page.get_by_role("button", name="Pause it").click()
    page.get_by_role("link", name="Now").click()
    expect(page.get_by_text(f"press-2 was paused by {name_of(Role.OPERATOR)}: new paper")).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert not site.stage.house.world.pauses.view()


def test_calls_open_to_request_and_reply_masked_for_viewers(open_as: Callable[..., Page]) -> None:
    """Narrowed by a part of the path; the address says so."""
    page = open_as(Role.VIEWER, "/installations/stockhouse?tab=calls&q=customers")
    call = page.locator("details").first
    call.locator("summary").click()
    expect(call.get_by_role("heading", name="Reply")).to_be_visible()
    assert not re.search(r"\w{2}@example", page.content())
    expect(page.get_by_role("button", name="Switch off")).to_have_count(0)
    page.goto(page.url.replace("q=customers", "q=nowhere"))
    expect(page.get_by_role("heading", name="No call is like that")).to_be_visible()


def test_a_packer_sees_no_credentials_and_nobody_elses_form(open_as: Callable[..., Page], site: Site) -> None:
    """Refused in a sentence, whatever address is typed; an installation that isn't there is one, too."""
    page = open_as(Role.PACKER, "/applications")
    expect(page.get_by_role("alert")).to_contain_text("As packer you may not see Applications")
    page.goto(f"{site.url}/console/installations/bazaar?tab=settings")
    expect(page.get_by_role("alert")).to_contain_text("you may not see")
    page = open_as(Role.OPERATOR, "/catalogue/bazaar")
    expect(page.get_by_role("alert")).to_contain_text("it needs admin")
    page.goto(f"{site.url}/console/installations/bazaar?tab=settings")
    expect(page.get_by_role("heading", name="By the hour")).to_be_visible()
    expect(page.get_by_role("link", name="Settings")).to_have_count(0)
    page.goto(f"{site.url}/console/installations/moon")
    expect(page.get_by_role("alert")).to_contain_text("There is no installation 'moon'")
