"""Evidence: whether the ledger still says what was written, entry by entry, chain by chain."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

from goldthread.flow.chain import Head, digest, follow, genesis, heads_of
from goldthread.flow.entry import Kind
from goldthread.ports.ledger import Ledger
from goldthread.ports.view import Sealed

PAGE = 5000


@dataclass(frozen=True, kw_only=True, slots=True)
class Flaw:
    """One place where the ledger isn't what was written."""

    chain: int
    seq: int
    what: str

    def __str__(self) -> str:
        return f"Chain {self.chain}, entry {self.seq}: {self.what}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What a verification found."""

    entries: int
    erased: int
    """Contents that were erased; their digests still verify."""
    roots: int
    """Lists of heads that chains vouch for each other with."""
    heads: tuple[Head, ...]
    """Where the chains end. Kept elsewhere, they show later that nothing was cut off."""
    flaws: tuple[Flaw, ...]

    @property
    def is_sound(self) -> bool:
        """Whether everything verifies."""
        return not self.flaws


@dataclass(kw_only=True, slots=True)
class _Findings:
    entries: int = 0
    erased: int = 0
    roots: int = 0
    heads: list[Head] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    claims: list[tuple[Head, Head]] = field(default_factory=list)
    """A head that was listed, and where."""


async def verify(
    ledger: Ledger, *, known: tuple[Head, ...] = (), progress: Callable[[int], None] | None = None
) -> Evidence:
    """Walk all chains and recompute every hash.

    An entry that was changed, removed or put in between breaks its chain; a chain that was cut at its end, or removed,
    contradicts the roots in other chains and the heads `known` from elsewhere. `progress` is told how many entries were
    walked, page by page.
    """
    findings = _Findings()
    for number, name, start in await ledger.chains():
        head = Head(number, -1, start)
        async for page in _pages(ledger, number):
            for sealed in page:
                head = _check(findings, head, sealed, name)
            if progress is not None:
                progress(findings.entries)
        findings.heads.append(head)
    outside = Head(0, -1, "")
    findings.claims.extend((head, outside) for head in known)
    findings.flaws.extend([flaw async for flaw in _broken_claims(ledger, findings)])
    return Evidence(
        entries=findings.entries,
        erased=findings.erased,
        roots=findings.roots,
        heads=tuple(findings.heads),
        flaws=tuple(findings.flaws),
    )


async def _pages(ledger: Ledger, chain: int) -> AsyncIterator[list[Sealed]]:
    after = -1
    while page := list(await ledger.chain(chain, after=after, limit=PAGE)):
        yield page
        after = page[-1].seq


def _check(findings: _Findings, head: Head, sealed: Sealed, name: str) -> Head:
    """Compare the entry with what follows from the one before; go on from what it says of itself."""
    findings.entries += 1
    findings.erased += sealed.is_erased
    findings.flaws.extend(Flaw(chain=sealed.chain, seq=sealed.seq, what=what) for what in _faults(head, sealed))
    if sealed.entry.kind is Kind.ROOTED and not sealed.is_erased:
        _root(findings, sealed, name)
    return Head(sealed.chain, sealed.seq, sealed.hash)


def _faults(head: Head, sealed: Sealed) -> Iterator[str]:
    if sealed.seq != head.seq + 1:
        missing = (
            f"entries {head.seq + 1} to {sealed.seq - 1}" if sealed.seq > head.seq + 2 else f"entry {head.seq + 1}"
        )
        yield f"{missing} before it was removed."
        return
    if not sealed.is_erased and digest(sealed.salt, sealed.entry.content) != sealed.digest:
        yield "its content was changed."
    if follow(head, sealed.entry, sealed.digest).hash != sealed.hash:
        yield "it was changed, or something before it was."


def _root(findings: _Findings, sealed: Sealed, name: str) -> None:
    findings.roots += 1
    place = Head(sealed.chain, sealed.seq, sealed.hash)
    try:
        heads = heads_of(sealed.entry.content)
    except ValueError as error:
        findings.flaws.append(Flaw(chain=sealed.chain, seq=sealed.seq, what=str(error)))
        return
    if sealed.seq == 0 and genesis(sealed.chain, name, heads) != sealed.previous:
        findings.flaws.append(Flaw(chain=sealed.chain, seq=0, what="the chain doesn't begin with what it lists."))
    findings.claims.extend((head, place) for head in heads)


async def _broken_claims(ledger: Ledger, findings: _Findings) -> AsyncIterator[Flaw]:
    walked = {head.chain for head in findings.heads}
    for claim, place in findings.claims:
        source = f"chain {place.chain}, entry {place.seq}" if place.chain else "who kept it elsewhere"
        # Asked of the ledger as it is now: what was written since the walk is no flaw.
        found = await ledger.chain(claim.chain, after=claim.seq - 1, limit=1) if claim.seq >= 0 else ()
        if claim.chain not in walked and not found:
            yield Flaw(chain=claim.chain, seq=claim.seq, what=f"the whole chain is gone, says {source}.")
        elif claim.seq >= 0 and not found:
            yield Flaw(chain=claim.chain, seq=claim.seq, what=f"it was cut off with all that followed, says {source}.")
        elif found and found[0].seq == claim.seq and found[0].hash != claim.hash:
            yield Flaw(chain=claim.chain, seq=claim.seq, what=f"the chain was written anew, says {source}.")
