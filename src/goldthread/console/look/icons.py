"""The icons, each a path of our own on a 24 by 24 grid; drawn in the colour of the text around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

_PATHS: Final[Mapping[str, str]] = {
    "thread": "M4 19c5 0 4-6 8-6s3 6 8 6M4 12c5 0 4-6 8-6s3 6 8 6",
    "overview": "M4 4h7v7H4zM13 4h7v4h-7zM13 11h7v9h-7zM4 14h7v6H4z",
    "orders": "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
    "trash": "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v6M14 11v6",
    "labels": "M4 5h9l7 7-8 8-8-8zM8.5 9.5h.01",
    "shipments": "M3 7h11v9H3zM14 10h4l3 3v3h-7zM7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4M17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
    "topologies": "M5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4M19 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4M5 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4"
    "M7 6c6 0 4 6 10 6M7 18c6 0 4-6 10-6",
    "limiter": "M4 18a9 9 0 1 1 16 0M12 14l4-6M12 15a1 1 0 1 0 0-2 1 1 0 0 0 0 2",
    "applications": "M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v3",
    "schedules": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2",
    "audit": "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6"
    "M16 5a3 3 0 0 1 0 6M18 14c2.5.7 3.5 3 3.5 6",
    "sandbox": "M4 20h16M6 20V9l6-5 6 5v11M10 20v-6h4v6",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5L20 20",
    "theme": "M12 20a8 8 0 1 0 0-16zM12 20a8 8 0 0 1 0-16",
    "leave": "M14 4h5v16h-5M4 12h10M10 8l4 4-4 4",
    "print": "M7 8V4h10v4M7 16H4V8h16v8h-3M7 13h10v7H7z",
    "warning": "M12 4l9 16H3zM12 10v4M12 17h.01",
    "check": "M5 13l4.5 4.5L19 7",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5M12 8h.01",
    "up": "M7 14l5-5 5 5",
    "down": "M7 10l5 5 5-5",
    "left": "M14 6l-6 6 6 6",
    "right": "M10 6l6 6-6 6",
    "close": "M6 6l12 12M18 6L6 18",
    "pause": "M8 5v14M16 5v14",
    "play": "M7 5l12 7-12 7z",
    "edit": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
    "refresh": "M19 12a7 7 0 1 1-2.5-5.4M19 4v4h-4",
    "download": "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    "key": "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 12h9M18 12v3M15 12v2",
    "eye": "M2.5 12s3.5-6.5 9.5-6.5S21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
}


def icon(name: str) -> Markup:
    """The icon as SVG, hidden from screen readers: the words beside it say the same. Raises `KeyError`."""
    shape = Markup(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>'
    )
    return shape.format(_PATHS[name])


def names() -> tuple[str, ...]:
    """All icons there are."""
    return tuple(_PATHS)
