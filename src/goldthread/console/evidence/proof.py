"""The walk over all chains, with what it found."""

from __future__ import annotations

import json
from typing import Any, Final

from markupsafe import Markup

from goldthread.audit.evidence import Evidence, Flaw
from goldthread.console.parts.json_view import folded, json_view
from goldthread.console.parts.markup import joined, tag
from goldthread.console.parts.table import Column, table_markup
from goldthread.console.parts.words import figure, figures
from goldthread.flow.chain import Head
from goldthread.flow.errors import Misuse

MOST_FLAWS: Final = 200
LONGEST: Final = 200_000


def read_heads(text: str) -> tuple[Head, ...]:
    """Ends of chains that were kept elsewhere, as this page and `goldthread audit verify --json` tell them.

    Raises `Misuse`.
    """
    if not text.strip():
        return ()
    if len(text) > LONGEST:
        raise Misuse("These are more ends of chains than there can be; paste what was kept, and nothing else.")
    try:
        said: Any = json.loads(text)
        heads = said["heads"] if isinstance(said, dict) else said
        return tuple(Head(int(chain), int(seq), str(hash_)) for chain, seq, hash_ in heads)
    except (KeyError, TypeError, ValueError) as error:
        raise Misuse('These are no ends of chains; they look like {"heads": [[1, 4711, "9f…"]]}.') from error


def heads_text(found: Evidence) -> str:
    """The ends, to be kept elsewhere."""
    return json.dumps({"heads": [list(head) for head in found.heads]})


def evidence_markup(found: Evidence, seconds: float) -> Markup:
    """What the walk found."""
    verdict = "sound" if found.is_sound else "broken"
    words = {
        "sound": "Every entry is as it was written, and none is missing.",
        "broken": "Not everything is as it was written.",
    }
    seen = figures(
        figure("Ledger", verdict, note=words[verdict], tone="" if found.is_sound else "bad"),
        figure("Entries", f"{found.entries:,}", note=f"walked in {seconds:.1f} s"),
        figure("Chains", len(found.heads), note=f"vouched for {found.roots} times"),
        figure("Erased contents", found.erased, note="their digests still verify"),
        figure("Flaws", len(found.flaws), tone="bad" if found.flaws else ""),
    )
    flaws = ""
    if found.flaws:
        head = tag("div", tag("h2", "Flaws"), cls="panel-head")
        flaws = tag("section", head, table_markup(FLAWS, found.flaws[:MOST_FLAWS]), cls="panel")
    ends = folded("Ends of all chains: keep them elsewhere, and nothing can be cut off unseen", _ends(found))
    return joined(
        [seen, flaws, Markup('<section class="panel"><div class="panel-body">{}</div></section>').format(ends)]
    )


def _ends(found: Evidence) -> Markup:
    text = heads_text(found)
    copy = tag("button", "Copy", cls="button small", type="button", data_copy=text)
    return joined([copy, json_view(json.loads(text))])


FLAWS: Final[tuple[Column[Flaw], ...]] = (
    Column(title="Chain", cell=lambda one: one.chain, is_right=True),
    Column(title="Entry", cell=lambda one: one.seq, is_right=True),
    Column(title="What is wrong", cell=lambda one: one.what),
)
