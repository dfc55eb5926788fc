"""How long people wait: from the address to the first useful paint, in Chromium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from playwright.async_api import Browser, async_playwright

from goldthread.console.gate import COOKIE
from load.house import Served
from load.reads import Took

CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final[Sequence[str]] = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
TURNS: Final = 1
_NOTED: Final = """
new MutationObserver((_, observer) => {
  if (document.querySelector("main h1, main .notice")) {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.usefulAt = performance.now(); }));
  }
}).observe(document, {childList: true, subtree: true});
"""
"""Notes when the page's own heading was painted, with what was drawn beside it at once."""


async def paints(served: Served, found: Mapping[str, str]) -> list[Took]:
    """Of every page, in a fresh tab; files of the framework are in the browser's cache, as they are after the first."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            first = await _painted(browser, served, "first page of a new browser", next(iter(found.values())), turns=1)
            return [first, *await _warm(browser, served, found)]
        finally:
            await browser.close()


async def _warm(browser: Browser, served: Served, found: Mapping[str, str]) -> list[Took]:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    await context.add_cookies([{"name": COOKIE, "value": served.secret, "url": served.url}])
    await context.add_init_script(_NOTED)
    times = []
    for what, path in found.items():
        seen = []
        for _ in range(TURNS + 1):
            page = await context.new_page()
            await page.goto(f"{served.url}{path}", wait_until="commit")
            seen.append(float(await (await page.wait_for_function("window.usefulAt")).json_value()))
            await page.close()
        times.append(_took(what, seen[1:]))
    await context.close()
    return times


async def _painted(browser: Browser, served: Served, what: str, path: str, *, turns: int) -> Took:
    seen = []
    for _ in range(turns):
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        await context.add_cookies([{"name": COOKIE, "value": served.secret, "url": served.url}])
        await context.add_init_script(_NOTED)
        page = await context.new_page()
        await page.goto(f"{served.url}{path}", wait_until="commit")
        seen.append(float(await (await page.wait_for_function("window.usefulAt")).json_value()))
        await context.close()
    return _took(what, seen)


def _took(what: str, seen: Sequence[float]) -> Took:
    return Took(what=what, median=round(sorted(seen)[len(seen) // 2], 1), worst=round(max(seen), 1))
