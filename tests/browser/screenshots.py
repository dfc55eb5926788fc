"""Every page of the console as a picture: light and dark, on a laptop and on a tablet, from a filled sandbox.

`python tests/browser/screenshots.py docs/screenshots [name …]`
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Literal

from browser_site import MISSING, Site, browser, chromium, filled_site, sign_in
from playwright.sync_api import Browser

from goldthread.access.person import Role
from goldthread.console.registry import pages

SIZES = {"laptop": (1440, 900), "tablet": (1024, 768)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SETTLED_MS = 700


def paths(site: Site) -> Iterator[tuple[str, str]]:
    """A name and an address for every page; those with a parameter get one from what happened."""
    ledger = site.stage.house.world.ledger
    trashed = site.do(ledger.trash(limit=1))
    label = site.do(ledger.records("label", limit=1))
    run = site.do(ledger.runs(topology="order.ship", state="done", limit=1))
    known = {
        "/orders/{trace}": run[0].run.trace if run else "",
        "/trash/{message}": trashed[0].message.id if trashed else "",
        "/labels/{label}": label[0].key if label else "",
        "/topologies/{name}": "order.ship",
        "/topologies/{topology}": "order.ship",
        "/applications/{name}": "swiftpost",
        "/installations/{name}": "swiftpost",
    }
    for page in pages():
        opening = page.path.find("{")
        value = known.get(page.path, "")
        if opening >= 0 and not value:
            sys.stderr.write(f"{page.path} has no example here; add one to {Path(__file__).name}.\n")
            continue
        path = page.path if opening < 0 else page.path[:opening] + value
        yield (page.path.strip("/").replace("/", "-").replace("{", "").replace("}", "") or "overview"), path


def take(site: Site, chrome: Browser, folder: Path, wanted: Sequence[str]) -> int:
    """Write the pictures; how many there are."""
    count = 0
    for theme, (size, (width, height)) in product(THEMES, SIZES.items()):
        context = chrome.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        sign_in(context, site, Role.ADMIN)
        page = context.new_page()
        for name, path in paths(site):
            if wanted and name not in wanted:
                continue
            page.goto(f"{site.url}/console{path}")
            page.wait_for_selector(".frame-main")
            page.wait_for_timeout(SETTLED_MS)
            page.screenshot(path=folder / f"{name}-{size}-{theme}.png")
            count += 1
        context.close()
    return count


def main(arguments: Sequence[str]) -> int:
    """Its exit status."""
    if not chromium():
        sys.stderr.write(MISSING + "\n")
        return 1
    folder = Path(arguments[0] if arguments else "docs/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with filled_site() as site, browser() as chrome:
        count = take(site, chrome, folder, arguments[1:])
    sys.stdout.write(f"{count} pictures in {folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
