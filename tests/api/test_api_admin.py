"""Installations, limits, schedules and tokens over HTTP."""

from __future__ import annotations

from aiohttp import web
from aiohttp.test_utils import TestServer
from api_client import Api

from goldthread.flow.reply import Json


def an_installation(**changes: Json) -> dict[str, Json]:
    """A second account at Helios."""
    return {
        "application": "helios",
        "base_url": "http://127.0.0.1:9",
        "credentials": {"webhook_secret": "psst"},
        **changes,
    }


async def deny(request: web.Request) -> web.Response:
    """Helios, when it doesn't know us."""
    return web.Response(status=401, text=f"not you at {request.path}")


async def test_credentials_go_in_and_never_come_out(api: Api) -> None:
    """Set up with 201, changed with 200; only their names are told, in the ledger they are sealed."""
    made = await api.call("PUT", "/api/installations/helios-2", an_installation())
    assert (made.status, made.json["credentials"]) == (201, ["webhook_secret"])
    changed = await api.call("PUT", "/api/installations/helios-2", an_installation(credentials=None, is_on=False))
    assert (changed.status, changed.json["is_on"], changed.json["credentials"]) == (200, False, ["webhook_secret"])
    for path in ("/api/installations", "/api/installations/helios-2", "/api/audit/entries"):
        assert b"psst" not in (await api.get(path)).content
    assert b"psst" not in api.house.settings.ledger.read_bytes()


async def test_a_missing_credential_is_named(api: Api) -> None:
    """422 with the field and what it is for; nothing is set up."""
    answer = await api.call("PUT", "/api/installations/helios-2", an_installation(credentials={}))
    assert (answer.status, answer.is_problem) == (422, True)
    assert "webhook_secret" in answer.json["detail"]
    assert (await api.get("/api/installations/helios-2")).status == 404


async def test_an_unknown_application_is_told_with_those_there_are(api: Api) -> None:
    """404 naming them."""
    answer = await api.call("PUT", "/api/installations/x", an_installation(application="selene"))
    assert (answer.status, "helios" in answer.json["detail"]) == (404, True)


async def test_an_installation_is_forgotten(api: Api) -> None:
    """204, then it isn't there."""
    await api.call("PUT", "/api/installations/helios-2", an_installation())
    assert (await api.call("DELETE", "/api/installations/helios-2")).status == 204
    assert [one["name"] for one in (await api.get("/api/installations")).json] == ["helios"]
    assert (await api.call("DELETE", "/api/installations/helios-2")).status == 404


async def test_an_installation_is_paused_and_resumed(api: Api) -> None:
    """With who and why; the dashboard and the metrics say so."""
    paused = await api.post("/api/installations/helios/pause", {"why": "stocktaking"})
    assert paused.json["pause"]["by"] == "ada"
    states = (await api.get("/api/dashboard")).json["installations"]
    assert [(one["name"], one["state"], one["reason"]) for one in states] == [("helios", "paused", "stocktaking")]
    assert b'goldthread_installation_up{installation="helios"} 0.0' in (await api.get("/metrics")).content
    assert (await api.post("/api/installations/helios/resume")).json["pause"] is None
    changes = (await api.get("/api/audit/entries?kind=changed")).json
    assert {"ada"} == {one["actor"] for one in changes if "installation" in one["content"]}


async def test_limits_are_changed_at_once(api: Api) -> None:
    """The limiter goes by them; null gives back the application's."""
    changed = await api.call(
        "PUT", "/api/installations/helios/limits", {"limits": [{"count": 5, "per_s": 60}], "concurrency": 2}
    )
    assert changed.json["limits"] == [{"count": 5, "per_s": 60, "burst": None}]
    budget = (await api.get("/api/limiter")).json[0]
    assert (budget["limits"], budget["concurrency"]) == (["5 per 60 s"], 2)
    await api.call("PUT", "/api/installations/helios/limits", {"limits": None})
    assert (await api.get("/api/limiter")).json[0]["limits"] == ["1000 per 1 s"]


async def test_a_connection_is_tested(api: Api) -> None:
    """Whether anything answers, and what it thinks of us."""
    dead = (await api.post("/api/installations/helios/test")).json
    assert (dead["is_reachable"], dead["status"]) == (False, None)
    app = web.Application()
    app.router.add_get("/", deny)
    async with TestServer(app) as server:
        body = an_installation(base_url=str(server.make_url("/")))
        await api.call("PUT", "/api/installations/helios", body)
        answer = (await api.post("/api/installations/helios/test")).json
    assert (answer["is_reachable"], answer["status"], answer["verdict"]) == (True, 401, "denied")


async def test_schedules_are_switched_changed_and_run(api: Api) -> None:
    """By operators, not by readers."""
    listed = (await api.get("/api/schedules")).json
    assert [(one["topology"], one["expression"], one["is_on"]) for one in listed] == [
        ("night.watch", "0 3 * * *", True)
    ]
    assert not (await api.post("/api/schedules/night.watch/off")).json["is_on"]
    assert (await api.post("/api/schedules/night.watch/on")).json["next"].endswith("03:00:00Z")
    changed = await api.call("PUT", "/api/schedules/night.watch", {"expression": "5 4 * * *"})
    assert changed.json["override"] == "5 4 * * *"
    wrong = await api.call("PUT", "/api/schedules/night.watch", {"expression": "whenever"})
    assert (wrong.status, wrong.is_problem) == (422, True)
    assert (await api.post("/api/schedules/night.watch/run")).status == 202
    ran = await api.until("/api/runs?topology=night.watch", lambda seen: bool(seen.json["items"]))
    assert len(ran.json["items"]) == 1
    assert (await api.post("/api/schedules/order.check/run")).status == 404


async def test_a_token_is_shown_once_and_revoked_for_good(api: Api) -> None:
    """Its secret opens the door until it is revoked, and is told nowhere else."""
    made = await api.post("/api/tokens", {"name": "robot", "scopes": ["read"], "lifetime_days": 1})
    assert made.status == 201
    secret = made.json["secret"]
    headers = {"Authorization": f"Bearer {secret}"}
    assert (await api.anonymous().call("GET", "/api/runs", headers=headers)).status == 200
    assert secret.encode() not in (await api.get("/api/tokens")).content
    assert secret.encode() not in api.house.settings.ledger.read_bytes()
    assert (await api.post("/api/tokens", {"name": "robot", "scopes": ["read"]})).status == 409
    assert (await api.call("DELETE", "/api/tokens/robot")).json["revoked_at"]
    assert (await api.anonymous().call("GET", "/api/runs", headers=headers)).status == 401
    assert (await api.post("/api/tokens", {"name": "x", "scopes": ["everything"]})).status == 422


async def test_figures_are_told_to_prometheus(api: Api) -> None:
    """Without a token, in its text form."""
    await api.hook({"id": "1", "postal_code": "11000"})
    page = await api.anonymous().get("/metrics")
    text = page.content.decode()
    assert page.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'goldthread_intake_total{installation="helios",outcome="started"} 1.0' in text
    assert "goldthread_runs_accepted_total 1.0" in text
    for name in ("messages", "oldest_pending_seconds", "limiter_used", "installation_up", "intake_seconds_bucket"):
        assert f"goldthread_{name}" in text


async def test_subscriptions_are_listed_with_what_was_missed(api: Api) -> None:
    """Events that something listens to, by installation; nobody said where we are reached, so no vendor is asked."""
    [helios] = (await api.get("/api/subscriptions")).json
    assert (helios["installation"], helios["missed"], helios["checked_at"]) == ("helios", 0, None)
    assert [one["address"] for one in helios["subscriptions"]] == [""]
