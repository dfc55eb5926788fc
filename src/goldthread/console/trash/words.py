"""The trash in plain words: its kinds, what a message is about, what is known of a write in doubt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from goldthread.flow.reply import Json
from goldthread.ports.carried import TrashKind

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    TrashKind.REJECTED: ("rejected", "The data is at fault. Correct it, and let it go on."),
    TrashKind.EXHAUSTED: ("exhausted", "It was tried as often as it may be. See what was answered, then resume."),
    TrashKind.IN_DOUBT: ("in doubt", "A write was sent and its answer was lost. Look there, and say what happened."),
    TrashKind.FAILED: ("failed", "A bug in a node. Have it mended, then resume."),
    TrashKind.ORPHANED: ("orphaned", "Its node is gone from the topology. Resume it before another one, or discard."),
}
"""Kind: its word, and what to do."""
NUMBERS: Final = ("order_number", "number", "tracking_number", "erp_order", "order_id", "label", "id")
"""Where a body says what it is about, the best name first."""

Choice: TypeAlias = Literal["adopt", "never", "voided", "twice", "ask"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One choice about a write in doubt."""

    choice: Choice
    title: str
    does: str
    costs: str
    button: str


def subject(body: str) -> str:
    """What a message is about, by the number that people say; empty when its body doesn't tell."""
    try:
        value: Json = json.loads(body)
    except ValueError:
        return ""
    if not isinstance(value, dict):
        return ""
    found = (value.get(name) for name in NUMBERS)
    return next((str(one) for one in found if isinstance(one, str | int) and not isinstance(one, bool) and one), "")


def ways(installation: str, *, doubt: str, cost: str) -> tuple[Way, ...]:
    """What a person may say of a write in doubt, with what each does and costs."""
    price = f"If you are wrong, it is there twice: {cost}." if cost else "If you are wrong, it is there twice."
    asking = Way(
        choice="ask",
        title=f"Let Goldthread look at {installation}",
        does=f"It asks {installation} by our own reference what became of the write, and goes on with what it finds.",
        costs="One or two reads. Nothing is sent twice.",
        button="Look there and resume",
    )
    said = (
        Way(
            choice="adopt",
            title="It was done",
            does="Goes on with what was made there, as if the answer had come. Nothing is sent again.",
            costs="Nothing.",
            button="It was done, go on",
        ),
        Way(
            choice="never",
            title="It never happened",
            does=f"You looked at {installation}, and nothing is there. It is sent once more.",
            costs=f"What it always costs. {price}",
            button="It never happened, send it",
        ),
        Way(
            choice="voided",
            title="It was done, and is cancelled there",
            does=f"It was made, somebody cancelled it at {installation} since, and a new one is wanted.",
            costs=f"A new one. {price.replace('you are wrong', 'it was not cancelled')}",
            button="It was cancelled, send it",
        ),
        Way(
            choice="twice",
            title="Do it again, whatever happened",
            does="Sent once more knowingly. What may be there already stays there.",
            costs=f"Possibly twice: {cost}." if cost else "Possibly twice.",
            button="Send it again",
        ),
    )
    return said if doubt == "ask" else (asking, *said)
