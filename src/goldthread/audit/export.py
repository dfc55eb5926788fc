"""Evidence to be taken away: entries as JSON lines, the ends of all chains, and a signature over it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Collection
from typing import Final

from goldthread.audit.evidence import Evidence, verify
from goldthread.audit.signer import Signer
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import Sealed

PAGE: Final = 2000


async def entries_of(ledger: Ledger, traces: Collection[str] | None = None) -> AsyncIterator[Sealed]:
    """All entries chain by chain, or those of some traces."""
    for chain, _, _ in await ledger.chains():
        after = -1
        while page := await ledger.chain(chain, after=after, limit=PAGE):
            for sealed in page:
                if traces is None or sealed.entry.trace in traces:
                    yield sealed
            after = page[-1].seq


async def signed_export(ledger: Ledger, signer: Signer, traces: Collection[str] | None = None) -> AsyncIterator[str]:
    """Lines of a file that can be checked elsewhere: the entries, then how the chains verify, then the signature.

    `{"signed":{"algorithm":"ed25519","sha256":"…","signature":"…","key":"…"}}` covers the SHA-256 of all lines before
    it. Whoever keeps the key beside shows later that a file came from here, and wasn't changed.
    """
    covered = hashlib.sha256()
    async for sealed in entries_of(ledger, traces):
        line = entry_line(sealed)
        covered.update(line.encode())
        yield line
    ends = f"{json.dumps(evidence_facts(await verify(ledger)))}\n"
    covered.update(ends.encode())
    yield ends
    signature = await signer.sign(covered.digest())
    said = {"algorithm": "ed25519", "sha256": covered.hexdigest()}
    yield f"{json.dumps({'signed': {**said, 'signature': signature.signature, 'key': signature.key}})}\n"


def entry_line(sealed: Sealed) -> str:
    """An entry with its place in its chain, and all that its hash is made of."""
    entry = sealed.entry
    said = {
        "chain": sealed.chain,
        "seq": sealed.seq,
        "kind": entry.kind.value,
        "at": entry.at.isoformat(),
        "trace": entry.trace,
        "run": entry.run,
        "topology": entry.topology,
        "node": entry.node,
        "message": entry.message,
        "actor": entry.actor,
        "content": None if sealed.is_erased else entry.content,
        "salt": sealed.salt,
        "digest": sealed.digest,
        "previous": sealed.previous,
        "hash": sealed.hash,
    }
    return f"{json.dumps(said, ensure_ascii=False)}\n"


def evidence_facts(found: Evidence) -> dict[str, object]:
    """What a verification found, with the ends of all chains."""
    return {
        "is_sound": found.is_sound,
        "entries": found.entries,
        "erased": found.erased,
        "roots": found.roots,
        "heads": [list(head) for head in found.heads],
        "flaws": [{"chain": flaw.chain, "seq": flaw.seq, "what": flaw.what} for flaw in found.flaws],
    }
