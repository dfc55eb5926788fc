"""Evidence over HTTP: by whom, of whom, and taken away."""

from __future__ import annotations

from api_client import Api
from api_flow import an_order

from goldthread.audit.exported import check_export


async def ordered(api: Api, id_: str) -> None:
    """An order that went all the way."""
    run = (await api.post("/api/topologies/order.check/runs", an_order(id_=id_))).json["run"]
    await api.until(f"/api/runs/{run}", lambda seen: bool(seen.json["state"] == "done"))


async def test_evidence_is_taken_away_signed(api: Api) -> None:
    """Of everything, or of one key; it holds personal data, so reading isn't enough."""
    await ordered(api, "1")
    await ordered(api, "2")
    answer = await api.get("/api/audit/export")
    every = check_export(answer.content.decode().splitlines(keepends=True))
    assert (answer.status, every.is_sound) == (200, True)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="goldthread-evidence-')
    one = (await api.get("/api/audit/export?of=helios/1")).content.decode()
    found = check_export(one.splitlines(keepends=True))
    assert found.is_sound
    assert 0 < found.entries < every.entries
    assert (await (await api.with_scopes("read")).get("/api/audit/export")).status == 403
    assert (await api.get("/api/audit/export?of=nobody")).status == 404


async def test_entries_are_listed_by_who_acted(api: Api) -> None:
    """A token's name is an actor as a person's is."""
    await api.post("/api/installations/helios/pause", {"why": "stocktaking"})
    found = (await api.get("/api/audit/entries?actor=ada&kind=changed")).json
    assert {one["actor"] for one in found} == {"ada"}
    assert (await api.get("/api/audit/entries?actor=ben")).json == []
