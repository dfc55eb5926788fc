"""Every page of the console with an example of what it shows, and how long the server takes for it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Final

import aiohttp

from goldthread.console.address import href
from goldthread.console.gate import COOKIE
from goldthread.console.registry import pages
from goldthread.flow.errors import Broken
from load.house import WHO, Served
from load.reads import TURNS, Took, middle

_HOLE: Final = re.compile(r"\{(\w+)(?::\w+)?\}")
VIEWS: Final[Mapping[str, tuple[str, ...]]] = {
    "/": ("hours=24", "hours=168"),
    "/orders": ("q={number}", "q={tracking}", "q={email}", "q=B-9"),
    "/trash": ("cause={cause}",),
    "/labels": ("q={number}",),
    "/shipments": ("live=false",),
    "/audit": ("kind=settled", "kind=printed"),
}
"""Pages that are looked at in several ways."""
NAMES: Final[Mapping[str, dict[str, str]]] = {
    "/topologies": {"name": "order.ship"},
    "/schedules": {"topology": "order.sweep"},
    "/people": {"name": WHO},
    "/audit/people": {"name": WHO},
}
"""Whose name it is, by the beginning of a page's path."""


async def examples(served: Served) -> dict[str, str]:
    """Something of each kind, by the name that pages give it in their addresses."""
    ledger = served.house.world.ledger
    run = (await ledger.runs(topology="order.ingest", state="done", limit=1))[0].run
    stuck = (await ledger.trash(limit=1))[0]
    keys = {one.kind: one.key for one in await ledger.entities(run.trace)}
    carrier, _, shipment = keys["shipment"].partition("/")
    names = {
        "trace": run.trace,
        "run": run.id,
        "topology": "order.ship",
        "node": "label_order",
        "name": "swiftpost",
        "application": "swiftpost",
        "installation": "swiftpost",
        "message": stuck.message.id,
        "cause": stuck.why.cause,
        "label": keys["label"],
        "carrier": carrier,
        "shipment": shipment,
        "number": keys["order_number"].rpartition("/")[2],
        "tracking": keys["tracking"].rpartition("/")[2],
        "email": keys["customer"],
    }
    return names | {"id": run.trace, "key": keys["order"]}


def addresses(known: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """All pages' addresses by what they show, and the pages that nobody has an example for."""
    found: dict[str, str] = {}
    unknown: list[str] = []
    for page in pages():
        if any(hole not in known for hole in _HOLE.findall(page.path)):
            unknown.append(page.path)
            continue
        here = known | next((names for begin, names in NAMES.items() if page.path.startswith(begin)), {})
        path = href(_HOLE.sub(lambda hole: here[hole[1]], page.path))  # noqa: B023 - called within this turn
        found[page.path] = path
        for view in VIEWS.get(page.path, ()):
            found[f"{page.path}?{view}"] = f"{path}?{view.format(**known)}"
    return found, unknown


async def server_times(served: Served, found: Mapping[str, str]) -> list[Took]:
    """How long the server takes from a request to the end of its page; the first look at each doesn't count."""
    times = []
    async with aiohttp.ClientSession(cookies={COOKIE: served.secret}) as session:
        for what, path in found.items():
            seen = [await _asked(session, f"{served.url}{path}") for _ in range(TURNS + 1)][1:]
            times.append(middle(what, seen))
    return times


async def _asked(session: aiohttp.ClientSession, url: str) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()
    async with session.get(url) as reply:
        await reply.read()
        took, cpu = (time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000
        if reply.status != 200:
            raise Broken(f"{url} answers {reply.status}.")
        return took, cpu
