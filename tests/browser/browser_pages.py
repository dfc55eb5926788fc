"""Every page of the console, with an example of what it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from browser_site import Site, name_of

from goldthread.access.person import Role
from goldthread.console.address import href
from goldthread.console.registry import Page, pages

HOLE = re.compile(r"\{(\w+)(?::\w+)?\}")
NAMES: Mapping[str, str] = {
    "/topologies": "order.ship",
    "/people": name_of(Role.PACKER),
    "/limiter": "swiftpost",
    "/installations": "swiftpost",
}
"""Whose `{name}` it is, by the beginning of the path."""
VIEWS: Mapping[str, str] = {"/labels": "station=station-1"}
"""What is looked at, where the bare page says little."""


def addresses(site: Site) -> dict[str, str]:
    """By the page's path. Raises KeyError for a page with a parameter that nobody has an example for."""
    known = _examples(site)
    return {page.path: href(_filled(page, known)) + _view(page) for page in pages()}


def _view(page: Page) -> str:
    return f"?{VIEWS[page.path]}" if page.path in VIEWS else ""


def _filled(page: Page, known: Mapping[str, str]) -> str:
    name = next((name for begin, name in NAMES.items() if page.path.startswith(begin)), "")
    here = {**known, "name": name, "topology": "order.sweep" if page.path.startswith("/schedules") else "order.ship"}
    return HOLE.sub(lambda hole: here[hole[1]], page.path)


def _examples(site: Site) -> dict[str, str]:
    ledger = site.stage.house.world.ledger
    repaired = site.do(ledger.traces("order_number:bazaar/B-100001", 1))[0][0]
    keys = {one.kind: one.key for one in site.do(ledger.entities(repaired))}
    stuck = site.do(ledger.trash(limit=1))[0]
    carrier, _, shipment = keys["shipment"].partition("/")
    return {
        "trace": repaired,
        "run": site.do(ledger.runs(limit=1))[0].run.id,
        "node": "label_order",
        "application": "swiftpost",
        "message": stuck.message.id,
        "cause": stuck.why.cause,
        "label": keys["label"],
        "carrier": carrier,
        "shipment": shipment,
    }
