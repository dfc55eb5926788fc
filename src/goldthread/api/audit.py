"""Evidence: what happened, who did it, and whether the ledger is whole."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Query, Security
from fastapi.responses import StreamingResponse
from pydantic import JsonValue

from goldthread.access.scope import Scope
from goldthread.api.door import Through
from goldthread.api.evidence_file import evidence_file
from goldthread.api.guard import READS, Caller, Guard, Reader
from goldthread.api.model import Limit, Shown
from goldthread.api.shape import mask_for
from goldthread.audit.check import check
from goldthread.audit.evidence import verify
from goldthread.audit.story import content_of
from goldthread.flow.entry import Kind

router = APIRouter(prefix="/api/audit", tags=["audit"])
PersonalReader: TypeAlias = Annotated[Caller, Security(Guard(Scope.PERSONAL))]


class EntryModel(Shown):
    """One line of the ledger, with its place in a chain."""

    at: datetime
    kind: str
    trace: str
    run: str
    topology: str
    node: str
    message: str
    actor: str
    content: JsonValue
    chain: int
    seq: int
    hash: str
    is_erased: bool


class FlawModel(Shown):
    """One place where the ledger isn't what was written."""

    chain: int
    seq: int
    what: str


class HeadModel(Shown):
    """Where a chain ends; kept elsewhere, it shows later that nothing was cut off."""

    chain: int
    seq: int
    hash: str


class Verification(Shown):
    """Whether every entry is as it was written, and none is missing."""

    is_sound: bool
    entries: int
    erased: int
    """Contents that were erased; their digests still verify."""
    roots: int
    """Lists of heads that chains vouch for each other with."""
    heads: list[HeadModel]
    flaws: list[FlawModel]


class FindingModel(Shown):
    """One thing that isn't as it should be."""

    about: str
    """`ledger`, `evidence`, `label` or `shipment`."""
    text: str


class CheckModel(Shown):
    """Whether all is well."""

    is_ok: bool
    entries: int
    labels: int
    shipments: int
    parcels: int
    findings: list[FindingModel]


@router.get("/entries", summary="Entries, newest first")
async def list_entries(
    door: Through,
    caller: Reader,
    kind: Annotated[list[Kind] | None, Query(description="Of these kinds; may be given several times.")] = None,
    run: str = "",
    actor: Annotated[str, Query(description="Of this person or token.")] = "",
    since: Annotated[datetime | None, Query(description="Not before this instant, with its zone.")] = None,
    limit: Limit = 100,
) -> list[EntryModel]:
    """Over all traces: who did what."""
    hide = mask_for(caller)
    ledger, kinds = door.house.world.ledger, tuple(kind or ())
    found = await ledger.entries(kinds=kinds, run=run, actor=actor, since=since, limit=limit)
    return [
        EntryModel(
            at=one.entry.at,
            kind=one.entry.kind.value,
            trace=one.entry.trace,
            run=one.entry.run,
            topology=one.entry.topology,
            node=one.entry.node,
            message=one.entry.message,
            actor=one.entry.actor,
            content=hide(content_of(one)) if hide else content_of(one),
            chain=one.chain,
            seq=one.seq,
            hash=one.hash,
            is_erased=one.is_erased,
        )
        for one in found
    ]


@router.get("/verify", summary="Whether the ledger is as it was written", dependencies=READS)
async def run_verification(door: Through) -> Verification:
    """Every hash of every chain is computed again; takes a second for some hundred thousand entries, so ask rarely."""
    return Verification.model_validate(await verify(door.house.world.ledger))


@router.get(
    "/export",
    summary="Signed evidence to be taken away",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
)
async def export_evidence(
    door: Through,
    caller: PersonalReader,
    of: Annotated[str, Query(description="Only the stories of this key: an order, a shipment, an e-mail.")] = "",
) -> StreamingResponse:
    """All entries as JSON lines, how the chains verify, and an Ed25519 signature over all lines before it."""
    return await evidence_file(door, of, actor=caller.name)


@router.get("/check", summary="Whether all is well", dependencies=READS)
async def run_check(door: Through) -> CheckModel:
    """The ledger's invariants, its chains, every label's bytes; reads everything, so ask rarely."""
    world = door.house.world
    return CheckModel.model_validate(await check(world.ledger, world.artifacts, door.now()))
