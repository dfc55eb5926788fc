"""Traces by whatever key somebody holds."""

from __future__ import annotations

from goldthread.domain.entity import Entity
from goldthread.flow.message import TraceId
from goldthread.ports.ledger import Ledger


async def traces(ledger: Ledger, text: str, limit: int = 20) -> list[tuple[TraceId, Entity]]:
    """By an entity's text form, its key, or the beginning of one.

    An id that an installation has given is found without the installation's name too (`B-1001` for `bazaar/B-1001`),
    an e-mail in any case.
    """
    found = list(await ledger.traces(text, limit)) if text else []
    if found or not text:
        return found
    places = [row.key for row in await ledger.rows("installation")]
    for guess in (text.casefold(), *(f"{place}/{text}" for place in places)):
        found += await ledger.traces(guess, limit)
    return found[:limit]
