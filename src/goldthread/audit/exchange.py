"""Calls of a story: intent and answer folded into one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from goldthread.audit.told import Exchange
from goldthread.flow.entry import Kind
from goldthread.flow.reply import Json
from goldthread.ports.view import Sealed


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """An entry with its content read from JSON."""

    sealed: Sealed
    content: dict[str, Json]

    @property
    def kind(self) -> Kind:
        """What the entry says."""
        return self.sealed.entry.kind

    def text(self, name: str) -> str:
        """A text of the content; empty when it has none of that name."""
        value = self.content.get(name)
        return value if isinstance(value, str) else ""


def fold_calls(entries: list[Read]) -> tuple[list[Read], dict[tuple[int, int], Exchange]]:
    """The entries without the answers of intents, and the exchange of every intent and call by its place.

    An intent that was repeated takes the answers in their order; one without an answer stays open.
    """
    kept: list[Read] = []
    exchanges: dict[tuple[int, int], Exchange] = {}
    waiting: dict[str, list[tuple[int, int]]] = {}
    for entry in entries:
        place = (entry.sealed.chain, entry.sealed.seq)
        call = entry.text("call")
        if entry.kind is Kind.INTENDED:
            exchanges[place] = _intended(entry)
            waiting.setdefault(call, []).append(place)
        elif entry.kind is Kind.CALLED and waiting.get(call):
            asked = waiting[call].pop(0)
            exchanges[asked] = _answered(exchanges[asked], entry)
            continue
        elif entry.kind is Kind.CALLED:
            exchanges[place] = _answered(_intended(entry), entry)
        kept.append(entry)
    return kept, exchanges


def exchange_sentence(exchange: Exchange) -> str:
    """`POST swiftpost /v1/shipments: 201 in 12 ms`."""
    asked = f"{exchange.method} {exchange.installation} {exchange.path}".strip()
    if not exchange.verdict:
        return f"{asked}: sent, no answer is known"
    status = str(exchange.status) if exchange.status else "no answer"
    took = f" in {exchange.took_ms} ms" if exchange.took_ms is not None else ""
    said = f": {exchange.words}" if exchange.words else ""
    judged = "" if exchange.verdict == "accepted" else f", {exchange.verdict}{said}"
    return f"{asked}: {status}{took}{judged}"


def _intended(entry: Read) -> Exchange:
    request = entry.content.get("request")
    asked = request if isinstance(request, dict) else {}
    return Exchange(
        installation=entry.text("installation"),
        method=str(asked.get("method") or entry.text("method")),
        path=str(asked.get("path") or entry.text("path")),
        params=asked.get("params") or None,
        request=asked.get("body"),
        status=None,
        reply=None,
        verdict="",
        words="",
        took_ms=None,
        is_write=bool(entry.text("call")),
        call=entry.text("call"),
    )


def _answered(asked: Exchange, entry: Read) -> Exchange:
    reply = entry.content.get("reply")
    answer = reply if isinstance(reply, dict) else {}
    status, took = answer.get("status"), entry.content.get("ms")
    return replace(
        asked,
        status=status if isinstance(status, int) and status else None,
        reply=answer.get("body"),
        verdict=entry.text("verdict") or "unclear",
        words=entry.text("words"),
        took_ms=round(took) if isinstance(took, int | float) else None,
    )
