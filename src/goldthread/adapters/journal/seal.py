"""Sealing: entries get their places in this writer's chain."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from goldthread.adapters.journal.row import RARE, ContentRow, EntryRow
from goldthread.adapters.journal.store import Sealing
from goldthread.flow.chain import Head, digest, entry_hash, micros
from goldthread.flow.entry import Entry

SALT_BYTES = 16
MINUTE = 60_000_000


def seal(head: Head, entries: Sequence[Entry]) -> Sealing:
    """Hang the entries on the chain, one after another."""
    salts = os.urandom(SALT_BYTES * len(entries)).hex()
    rows, contents, minutes = [], [], Counter[tuple[int, str, str]]()
    width = 2 * SALT_BYTES
    chain, seq, previous = head
    for index, entry in enumerate(entries):
        salt = salts[index * width : (index + 1) * width]
        seq += 1
        kind, at, topology = str(entry.kind), micros(entry.at), entry.topology
        covered = digest(salt, entry.content)
        previous = entry_hash(chain, seq, previous, at, entry, covered)
        rows.append(
            EntryRow(
                chain,
                seq,
                kind,
                at,
                entry.trace,
                entry.run,
                topology,
                entry.node,
                entry.message,
                entry.actor,
                covered,
                previous,
                int(kind in RARE),
            )
        )
        contents.append(ContentRow(chain, seq, salt, entry.content))
        minutes[at // MINUTE, topology, kind] += 1
    return Sealing(entries=rows, contents=contents, head=Head(chain, seq, previous), minutes=minutes)
