"""Whether all is well: what `goldthread check` looks at."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from goldthread.audit.evidence import verify
from goldthread.audit.record import LABEL, SHIPMENT, every
from goldthread.domain.record import LabelRecord
from goldthread.ports.artifacts import Artifacts
from goldthread.ports.ledger import Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that isn't as it should be."""

    about: str
    """`ledger`, `evidence`, `label` or `shipment`."""
    text: str
    """A sentence with what it is about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What was found."""

    findings: tuple[Finding, ...]
    entries: int
    labels: int
    shipments: int
    parcels: int
    """Those that hold a label that isn't void."""

    @property
    def is_ok(self) -> bool:
        """Nothing was found."""
        return not self.findings


async def check(ledger: Ledger, artifacts: Artifacts, now: datetime) -> Report:
    """Look at everything: the ledger's invariants, its chains, every label's bytes, every parcel's label.

    Reads everything there is; takes seconds for tens of thousands of labels.
    """
    findings = [Finding(about="ledger", text=text) for text in await ledger.problems()]
    evidence = await verify(ledger)
    findings += [Finding(about="evidence", text=str(flaw)) for flaw in evidence.flaws]
    seen = _Seen()
    async for id_, record in every(ledger, "label", LABEL):
        seen.labels += 1
        seen.see(id_, record)
        findings += [finding async for finding in _bytes_of(artifacts, id_, record, now)]
    shipments: dict[tuple[str, str], str] = {}
    async for key, shipment in every(ledger, "shipment", SHIPMENT):
        seen.shipments += 1
        known = shipments.setdefault((shipment.carrier, shipment.reference), key) if not shipment.is_void else key
        if known != key:
            words = f"{shipment.reference} was sent twice with {shipment.carrier}: as {known} and as {key}."
            findings.append(Finding(about="shipment", text=words))
    findings += [
        Finding(about="label", text=f"Parcel {parcel} of {shipment} has several labels: {', '.join(labels)}.")
        for (shipment, parcel), labels in seen.parcels.items()
        if len(labels) > 1
    ]
    return Report(
        findings=tuple(findings),
        entries=evidence.entries,
        labels=seen.labels,
        shipments=seen.shipments,
        parcels=len(seen.parcels),
    )


class _Seen:
    """What was come across."""

    def __init__(self) -> None:
        self.labels = 0
        self.shipments = 0
        self.parcels: dict[tuple[str, str], list[str]] = {}

    def see(self, id_: str, record: LabelRecord) -> None:
        if not record.label.is_void:
            self.parcels.setdefault((record.shipment, record.label.parcel), []).append(id_)


async def _bytes_of(artifacts: Artifacts, id_: str, record: LabelRecord, now: datetime) -> AsyncIterator[Finding]:
    """What is wrong with a label's bytes."""
    artifact = record.label.artifact
    content = await artifacts.read(artifact.digest)
    if content is None:
        if not record.label.is_void and not record.label.is_expired(now):
            yield Finding(about="label", text=f"The bytes of label {id_} are missing; they were to be kept longer.")
        return
    digest = await asyncio.to_thread(lambda: hashlib.sha256(content).hexdigest())
    if digest != artifact.digest or len(content) != artifact.size:
        yield Finding(about="label", text=f"The bytes of label {id_} aren't those that the carrier sent.")
