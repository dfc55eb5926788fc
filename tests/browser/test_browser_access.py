"""Every page can be used by everybody: what axe finds serious or critical on it, in both themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_pages import addresses
from browser_site import Site
from playwright.sync_api import BrowserContext, Page

from goldthread.access.person import Role

Theme: TypeAlias = Literal["light", "dark"]
GRAVE = ("serious", "critical")
OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
PARTS = 3
"""The pages are shared out, so that no test takes long."""


def grave(page: Page) -> list[str]:
    """What is wrong, with the first place where it is."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['target']} {one['nodes'][0]['any'][:1]}"
        for one in found
        if one["impact"] in GRAVE
    ]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_stands_in_anybodys_way(
    open_as: Callable[..., Page], site: Site, theme: Theme, part: int
) -> None:
    """Contrast AA, names of everything that can be pressed, a sound structure."""
    page = open_as(Role.ADMIN)
    page.emulate_media(color_scheme=theme)
    wrong: dict[str, list[str]] = {}
    for path, address in list(addresses(site).items())[part::PARTS]:
        page.goto(f"{site.url}{address}")
        page.wait_for_selector("main h1, main .notice, .gate-card")
        assert page.locator("html").get_attribute("data-theme") == theme
        if found := grave(page):
            wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_in_is_open_to_everybody(visitor: BrowserContext, site: Site, theme: Theme) -> None:
    """The form, and the sentence after a wrong password."""
    page = visitor.new_page()
    page.emulate_media(color_scheme=theme)
    page.goto(f"{site.url}/console/sign-in")
    page.get_by_label("Name").fill("Eve")
    page.get_by_label("Password").fill("a wrong one, once more")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert grave(page) == []
