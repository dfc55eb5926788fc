"""The look: contrast that everybody can read, in both themes; icons and colours that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from goldthread.console import look, mount
from goldthread.console.look.colours import Tone, tone_of
from goldthread.console.look.icons import icon, names
from goldthread.console.registry import pages
from goldthread.domain.status import Status

CSS = (Path(look.__file__).parent / "console.css").read_text("utf-8")
TEXT = 4.5
"""WCAG 2.2, 1.4.3: text against what is behind it."""
EDGE = 3.0
"""1.4.11: the edges of what can be operated."""
GROUNDS = ("page", "surface", "sunken", "raised")
PAIRS = (
    *((ink, ground, TEXT) for ink in ("ink", "muted", "accent") for ground in GROUNDS),
    *((tone, f"{tone}-soft", TEXT) for tone in ("good", "warn", "bad", "info", "still")),
    *((tone, ground, TEXT) for tone in ("good", "warn", "bad", "info") for ground in ("surface", "sunken")),
    *(("faint", ground, TEXT) for ground in ("surface",)),
    ("accent-ink", "accent", TEXT),
    ("ink", "accent-soft", TEXT),
    ("accent", "accent-soft", TEXT),
    *((edge, ground, EDGE) for edge in ("focus", "heat-bad") for ground in ("page", "surface")),
)


def _tokens(theme: str) -> dict[str, str]:
    light, dark = (
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))
        for block in re.findall(r":root(?:\[data-theme=\"dark\"\])? \{(.*?)\n\}", CSS, re.DOTALL)[:2]
    )
    return light if theme == "light" else {**light, **dark}


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_can_be_read(theme: str) -> None:
    """Each pair of colours that is used together has the contrast of WCAG AA."""
    token = _tokens(theme)
    weak = {
        f"{front} on {ground}": round(_contrast(token[front], token[ground]), 2)
        for front, ground, least in PAIRS
        if _contrast(token[front], token[ground]) < least
    }
    assert weak == {}


def test_no_colour_stands_beside_the_tokens() -> None:
    """Below the tokens, rules name them; white under a label's picture is paper."""
    rules = CSS.partition("/* Ground */")[2]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == ["#fff"]


def test_every_page_has_an_icon_and_a_question() -> None:
    """Its icon exists, and what it answers stands at its head."""
    mount._pages()
    assert pages()
    assert [one.path for one in pages() if one.icon not in names() or not one.answers] == []


def test_an_icon_is_a_drawing_that_is_not_read_aloud() -> None:
    """The words beside it say the same."""
    assert all('aria-hidden="true"' in icon(name) for name in names())


def test_every_status_of_a_parcel_has_its_colour() -> None:
    """None of them is quiet by accident; cancelled is."""
    assert [one for one in Status if tone_of(one.value) is Tone.STILL] == [Status.CANCELLED]
