"""`make screenshots`: every page, light and dark, on a laptop and on a tablet, into docs/screenshots."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Final, Literal, TypeAlias

from browser_pages import addresses
from browser_site import MISSING, Site, browser, chromium, filled_site, sign_in
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from goldthread.access.person import Role

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screenshots"
SIZES: Final[dict[str, ViewportSize]] = {
    "laptop": {"width": 1440, "height": 900},
    "tablet": {"width": 1024, "height": 768},
}
COLOURS: Final = 96
SETTLED_MS: Final = 900
"""Pictures of labels are drawn a moment later than the page."""
Theme: TypeAlias = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")


def main() -> int:
    """Write them; 1 when there is no browser. `screenshots.py /trash` writes those of pages that begin so."""
    if not chromium():
        sys.stderr.write(f"{MISSING}\n")
        return 1
    wanted = tuple(sys.argv[1:])
    FOLDER.mkdir(exist_ok=True)
    with filled_site() as site, browser() as opened:
        found = {path: address for path, address in addresses(site).items() if path.startswith(wanted or ("/",))}
        for theme in THEMES:
            for size, viewport in SIZES.items():
                _take(opened, site, found, theme, size, viewport)
    sys.stdout.write(f"{len(found) * len(THEMES) * len(SIZES)} pictures in {FOLDER}\n")
    return 0


def _take(opened: Browser, site: Site, found: dict[str, str], theme: Theme, size: str, viewport: ViewportSize) -> None:
    context = opened.new_context(viewport=viewport, color_scheme=theme, reduced_motion="reduce")
    sign_in(context, site, Role.ADMIN)
    page = context.new_page()
    for path, address in found.items():
        page.goto(f"{site.url}{address}")
        page.wait_for_selector("main h1, main .notice")
        page.wait_for_timeout(SETTLED_MS)
        _write(page, FOLDER / f"{_name(path)}-{theme}-{size}.png")
    context.close()


def _write(page: Page, file: Path) -> None:
    """As few colours as a drawing needs; a picture then takes some forty kilobytes."""
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def _name(path: str) -> str:
    """`/trash/{message}` is `trash-message`."""
    return "-".join(part.strip("{}") for part in path.split("/") if part) or "overview"


if __name__ == "__main__":
    sys.exit(main())
