"""How entries hang on each other: the hashes of the ledger's chains."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from goldthread.flow.entry import Entry

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Head(NamedTuple):
    """Where a chain ends; `seq` is -1 and `hash` its genesis while it is empty."""

    chain: int
    seq: int
    hash: str


def micros(at: datetime) -> int:
    """An aware instant as microseconds since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def instant(at: int) -> datetime:
    """The aware instant, in UTC, of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=at)


def digest(salt: str, content: str) -> str:
    """What the chain covers of a content: without the salt nobody can guess it back."""
    return sha256(f"{salt}{content}".encode("utf-8", "surrogatepass")).hexdigest()


def follow(head: Head, entry: Entry, content_digest: str) -> Head:
    """The chain's new end after an entry."""
    seq = head.seq + 1
    return Head(head.chain, seq, entry_hash(head.chain, seq, head.hash, micros(entry.at), entry, content_digest))


def entry_hash(chain: int, seq: int, previous: str, at: int, entry: Entry, content_digest: str) -> str:
    """SHA-256 over a header, the content's digest and the hash before.

    The header has the lengths of all texts first and then the texts, so that no two entries share one:
    `1 17 1735689600000000 7 26 …` newline `settled0kx3…`.
    """
    kind, trace, run, topology = str(entry.kind), entry.trace, entry.run, entry.topology
    node, message, actor = entry.node, entry.message, entry.actor
    header = (
        f"{chain} {seq} {at} {len(kind)} {len(trace)} {len(run)} {len(topology)} {len(node)}"
        f" {len(message)} {len(actor)}\n{kind}{trace}{run}{topology}{node}{message}{actor}{content_digest}{previous}"
    )
    return sha256(header.encode("utf-8", "surrogatepass")).hexdigest()


def genesis(chain: int, name: str, heads: Sequence[Head]) -> str:
    """The hash a new chain begins with: it covers the ends of the chains before it, as its first entry lists them."""
    text = f"goldthread chain {chain} {len(name)} {name}\n{listed(heads)}"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def listed(heads: Sequence[Head]) -> str:
    """Ends of chains as the content of a `rooted` entry: `{"heads":[[1,17,"9f…"]]}`."""
    return json.dumps({"heads": [list(head) for head in heads]}, separators=(",", ":"))


def heads_of(content: str) -> tuple[Head, ...]:
    """The ends of chains that a `rooted` entry lists. Raises ValueError when the content isn't such a list."""
    try:
        return tuple(Head(int(chain), int(seq), str(hash_)) for chain, seq, hash_ in json.loads(content)["heads"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"This is no list of heads: {content[:80]!r}.") from error
