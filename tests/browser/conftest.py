"""One filled console and one browser for all of these; without a browser they are left out, and that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browser_site import MISSING, Site, browser, chromium, filled_site, sign_in
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from goldthread.access.person import Role

HERE = Path(__file__).parent
HARMLESS = ("status of 4",)
"""What a browser says of an answer that the test asks for."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of this folder out where no browser is; the end of the report says so."""
    mine = [item for item in items if HERE in item.path.parents]
    if mine and not chromium():
        config.hook.pytest_deselected(items=mine)
        items[:] = [item for item in items if item not in mine]


def pytest_report_header() -> str:
    """Said at the top, too."""
    return f"browser: {chromium() or MISSING}"


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A console in which something has happened."""
    with filled_site() as made:
        yield made


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """The browser; closed with its module, since while it is driven no other test could run a loop of its own."""
    with browser() as opened:
        yield opened


@pytest.fixture
def visitor(chrome: Browser) -> Iterator[BrowserContext]:
    """Somebody's browser, signed in nowhere."""
    context = chrome.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def open_as(chrome: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`open_as(Role.OPERATOR, "/orders")`: a page, seen by somebody of that role.

    Whatever the browser complains of (a script that breaks, a refused source) fails the test.
    """
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in HARMLESS):
            complaints.append(message.text)

    with ExitStack() as stack:

        def opened(role: Role, path: str = "/") -> Page:
            context = chrome.new_context(viewport={"width": 1440, "height": 900})
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            sign_in(context, site, role)
            page = context.new_page()
            page.on("console", hear)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(f"{site.url}/console{path}")
            page.wait_for_selector(".frame-main, .gate-card")
            return page

        yield opened
    assert complaints == []
