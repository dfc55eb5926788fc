"""Where the console stands: one prefix before all its pages."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

PREFIX: Final = "/console"


def href(path: str, **query: object) -> str:
    """The address of a page: `href("/orders", q="B-1")` is `/console/orders?q=B-1`; empty values are left out."""
    said = {key: value for key, value in query.items() if value not in (None, "")}
    return PREFIX + quote(path) + (f"?{urlencode(said)}" if said else "")
