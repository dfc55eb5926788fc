"""Webhooks: the rows of bad input that come through this door, and the good ones."""

from __future__ import annotations

import pytest
from api_client import Api
from api_flow import an_order, as_bytes, signed

from goldthread.flow.entry import Kind


async def test_a_webhook_starts_a_run(api: Api) -> None:
    """202 with the run, where it can be looked at."""
    answer = await api.hook(an_order())
    assert answer.status == 202
    run = answer.json["runs"][0]["run"]
    assert answer.headers["Location"] == f"/api/runs/{run}"
    done = await api.until(f"/api/runs/{run}", lambda seen: bool(seen.json["state"] == "done"))
    assert done.json["topology"] == "order.take"


async def test_a_duplicate_is_answered_with_the_run_that_exists(api: Api) -> None:
    """200, and no second run."""
    first = await api.hook(an_order(), delivery="d-1")
    second = await api.hook(an_order(), delivery="d-1")
    assert (first.status, second.status) == (202, 200)
    assert second.json["runs"][0]["run"] == first.json["runs"][0]["run"]
    assert second.json["runs"][0]["is_duplicate"]
    assert len((await api.get("/api/runs")).json["items"]) == 1


@pytest.mark.parametrize("headers", [{}, signed(as_bytes(an_order()), secret="guessed"), signed(b"another body")])
async def test_a_wrong_signature_starts_nothing(api: Api, headers: dict[str, str]) -> None:
    """401 as a problem, counted, and an entry."""
    answer = await api.call("POST", "/hooks/helios/order.placed", content=as_bytes(an_order()), headers=headers)
    assert (answer.status, answer.is_problem) == (401, True)
    assert (await api.get("/api/runs")).json["items"] == []
    refused = await api.house.world.ledger.entries(kinds=(Kind.REFUSED,))
    assert len(refused) == 1
    assert (
        b'goldthread_intake_total{installation="helios",outcome="unsigned"} 1.0' in (await api.get("/metrics")).content
    )


@pytest.mark.parametrize(
    ("path", "named"), [("/hooks/selene/order.placed", "helios"), ("/hooks/helios/order.eaten", "order.placed")]
)
async def test_what_does_not_exist_is_told_with_what_does(api: Api, path: str, named: str) -> None:
    """404 naming the installations or the events there are."""
    content = as_bytes(an_order())
    answer = await api.call("POST", path, content=content, headers=signed(content))
    assert (answer.status, answer.is_problem) == (404, True)
    assert named in answer.json["detail"]


@pytest.mark.parametrize("is_streamed", [False, True])
async def test_a_body_over_the_limit_stores_nothing(api: Api, is_streamed: bool) -> None:
    """413, whether its length was declared or not."""
    content = as_bytes({**an_order(), "note": "x" * 5000})

    async def pieces() -> object:
        for start in range(0, len(content), 1000):
            yield content[start : start + 1000]

    data = pieces() if is_streamed else content
    async with api.session.post(api.url + "/hooks/helios/order.placed", data=data, headers=signed(content)) as answer:
        assert answer.status == 413
        assert answer.content_type == "application/problem+json"
    assert (await api.get("/api/runs")).json["items"] == []


@pytest.mark.parametrize(
    ("content", "field"),
    [(b"{not json", ""), (b"\xff\xfe", ""), (as_bytes({"id": "1"}), "/postal_code"), (b"[]", "")],
)
async def test_what_is_signed_but_unreadable_waits_for_a_person(api: Api, content: bytes, field: str) -> None:
    """202, and in the trash with the field and the reason."""
    answer = await api.call("POST", "/hooks/helios/order.placed", content=content, headers=signed(content))
    assert (answer.status, answer.json["in_trash"]) == (202, True)
    card = await api.trashed()
    assert (card["field"], card["node"], card["kind"]) == (field, "start", "rejected")
    assert card["reason"]


async def test_an_unwritable_ledger_acknowledges_nothing(api: Api) -> None:
    """503 with Retry-After, and readiness is off."""
    assert (await api.get("/readyz")).status == 200
    await api.house.world.ledger.close()
    answer = await api.hook(an_order())
    assert (answer.status, answer.is_problem) == (503, True)
    assert int(answer.headers["Retry-After"]) > 0
    ready = await api.until("/readyz", lambda seen: seen.status != 200)
    assert (ready.status, ready.is_problem) == (503, True)
    assert (await api.get("/healthz")).status == 200
