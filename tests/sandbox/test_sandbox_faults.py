"""Every fault, and that it strikes the same way in every run."""

import asyncio
import json
from email.utils import parsedate_to_datetime

import pytest
from aiohttp import ClientConnectionError, ClientError, ServerDisconnectedError
from callers import Caller, Hand, Reply, a_shipment, until, visiting

from goldthread.sandbox import PRESETS, Budget, Kind, Rule
from goldthread.sandbox.exchange import Json
from goldthread.sandbox.rules import TWICE, Judge

SHIPMENTS = "/v1/shipments"


def at_first(kind: Kind, **parameters: object) -> dict[str, tuple[Rule, ...]]:
    """A fault at the first booking."""
    return {"swiftpost": (Rule(kind=kind, method="POST", route=SHIPMENTS, count=1, parameters=parameters),)}


async def book(call: Caller, reference: str = "S-1") -> Reply:
    return await call.carrier(SHIPMENTS, "POST", a_shipment(reference=reference))


@pytest.mark.parametrize(
    ("kind", "billed"), [(Kind.DROP_AFTER, 1), (Kind.DROP_BEFORE, 0)], ids=["committed", "not committed"]
)
async def test_a_dropped_connection_tells_nothing(kind: Kind, billed: int) -> None:
    async with visiting(faults=at_first(kind)) as (sandbox, call):
        with pytest.raises(ClientConnectionError):
            await book(call)
        assert sandbox.swiftpost.books()["billed_parcels"] == billed
        assert (await book(call)).status == 201


@pytest.mark.parametrize(
    ("kind", "status", "billed"), [(Kind.ERROR_BEFORE, 500, 0), (Kind.ERROR_AFTER, 502, 1)], ids=["before", "after"]
)
async def test_an_error_may_come_before_or_after_the_work(kind: Kind, status: int, billed: int) -> None:
    async with visiting(faults=at_first(kind)) as (sandbox, call):
        reply = await book(call)
        assert (reply.status, reply.content["error"]) == (status, "internal")
        assert sandbox.swiftpost.books()["billed_parcels"] == billed


async def test_spoilt_answers_come_after_the_work() -> None:
    rules = tuple(
        Rule(kind=kind, method="POST", nth=(place,))
        for place, kind in enumerate((Kind.TRUNCATED, Kind.EMPTY, Kind.HTML, Kind.WRONG_TYPE), start=1)
    )
    async with visiting(faults={"bazaar": rules}) as (sandbox, call):
        await sandbox.place_orders(1)
        key = (await call.shop("/api/orders")).content["orders"][0]["id"]
        path = f"/api/orders/{key}/notes"
        cut, empty = [await call.shop(path, "POST", {"text": f"{place}"}) for place in range(2)]
        with pytest.raises(json.JSONDecodeError):
            json.loads(cut.body)
        assert (cut.status, empty.status, empty.body) == (201, 201, b"")
        page = await call.shop(path, "POST", {"text": "2"})
        assert page.headers["Content-Type"].startswith("text/html")
        plain = await call.shop(path, "POST", {"text": "3"})
        assert plain.headers["Content-Type"] == "text/plain"
        assert plain.content["text"] == "3"
        assert len((await call.shop(path)).content["notes"]) == 4


async def test_429_comes_in_every_form() -> None:
    hand = Hand()
    forms = ("seconds", "http-date", "delta", "epoch", "none")
    rules = tuple(
        Rule(
            kind=Kind.RATE_LIMIT, method="POST", nth=(place,), route=SHIPMENTS, parameters={"form": form, "seconds": 3}
        )
        for place, form in enumerate(forms, start=1)
    )
    async with visiting(faults={"swiftpost": rules}, clock=hand) as (sandbox, call):
        replies = {form: await book(call) for form in forms}
        assert {reply.status for reply in replies.values()} == {429}
        assert replies["seconds"].headers["Retry-After"] == "3"
        date = parsedate_to_datetime(replies["http-date"].headers["Date"])
        until = parsedate_to_datetime(replies["http-date"].headers["Retry-After"])
        assert (until - date).total_seconds() == 3
        assert replies["delta"].headers["RateLimit-Reset"] == "3"
        assert int(replies["epoch"].headers["X-RateLimit-Reset"]) == int(hand.at) + 4 + 3
        assert "Retry-After" not in replies["none"].headers
        assert sandbox.swiftpost.books()["billed_parcels"] == 0


async def test_an_expired_token_is_refused_and_a_new_one_taken() -> None:
    async with visiting(faults=at_first(Kind.EXPIRED_TOKEN)) as (_, call):
        assert (await book(call)).status == 401
        await call.log_in_carrier()
        assert (await book(call)).status == 201


async def test_latency_goes_along_with_another_fault() -> None:
    rules = (
        Rule(kind=Kind.LATENCY, count=1, route=SHIPMENTS, parameters={"seconds": 0.05}),
        Rule(kind=Kind.ERROR_BEFORE, count=1, route=SHIPMENTS),
    )
    async with visiting(faults={"swiftpost": rules}) as (sandbox, call):
        await call.log_in_carrier()
        begun = asyncio.get_running_loop().time()
        assert (await book(call)).status == 500
        assert asyncio.get_running_loop().time() - begun >= 0.05
        assert sandbox.swiftpost.books()["faults"] == {"error_before": 1, "latency": 1}


async def test_a_system_that_is_down_refuses_and_comes_back_at_its_address() -> None:
    async with visiting() as (sandbox, call):
        await call.log_in_carrier()
        url = sandbox.swiftpost.url
        await sandbox.take_down("swiftpost")
        with pytest.raises(ClientError):
            await book(call)
        await sandbox.bring_up("swiftpost")
        assert sandbox.swiftpost.url == url
        assert (await book(call)).status == 201


async def test_a_system_may_be_down_for_a_time_with_503() -> None:
    hand = Hand()
    async with visiting(clock=hand) as (sandbox, call):
        await call.log_in_carrier()
        await sandbox.take_down("swiftpost", mode="503", seconds=30)
        assert (await book(call)).status == 503
        hand.at += 30
        assert (await book(call)).status == 201


async def test_a_rule_takes_a_whole_system_down() -> None:
    async with visiting(faults=at_first(Kind.DOWN, mode="503")) as (sandbox, call):
        with pytest.raises(ServerDisconnectedError):
            await book(call)
        assert (await call.carrier("/v1/tracking?numbers=SW1")).status == 503
        await sandbox.bring_up("swiftpost")
        assert (await book(call)).status == 201


async def test_a_rule_takes_the_port_away_for_a_time() -> None:
    async with visiting(faults=at_first(Kind.DOWN, mode="refused", seconds=0.05)) as (sandbox, call):
        with pytest.raises(ClientError):
            await book(call)
        with pytest.raises(ClientError):
            await call.send(sandbox.swiftpost.url)
        await until(lambda: sandbox.swiftpost.listener.is_open)
        assert (await book(call)).status == 201


async def test_a_budget_is_kept_in_any_window_and_the_peak_is_in_the_books() -> None:
    hand = Hand()
    async with visiting(budgets={"stockhouse": Budget(requests=3)}, clock=hand) as (sandbox, call):
        await call.log_in_erp()
        statuses = [(await call.erp("/customers")).status for _ in range(3)]
        assert statuses == [200, 200, 429]
        refused = await call.erp("/customers")
        until = parsedate_to_datetime(refused.headers["Retry-After"]).timestamp()
        assert until >= hand.at - 7 + 1
        hand.at += 1
        assert (await call.erp("/customers")).status == 200
        books = sandbox.stockhouse.books()
        assert (books["peak_in_window"], books["refused_by_limit"]) == (5, 2)


def strikes(judge: Judge, references: list[str]) -> Json:
    """What happens to three attempts of each, one reference after another."""
    return {
        reference: [
            [rule.kind for rule in judge.of_request(method="POST", path=SHIPMENTS, door=SHIPMENTS, entity=reference)]
            for _ in range(3)
        ]
        for reference in references
    }


def test_chance_hangs_on_the_entity_and_not_on_the_order_of_arrival() -> None:
    rules = (Rule(kind=Kind.DROP_AFTER, probability=0.4), Rule(kind=Kind.ERROR_BEFORE, probability=0.3))
    references = [f"S-{place}" for place in range(40)]
    forwards = strikes(Judge(1, rules), references)
    assert strikes(Judge(1, rules), references[::-1]) == forwards
    assert strikes(Judge(2, rules), references) != forwards


def test_chance_strikes_one_entity_twice_at_most() -> None:
    judge = Judge(1, (Rule(kind=Kind.ERROR_BEFORE, probability=1),))
    told = [judge.of_request(method="POST", path="/a", door="/a", entity="x") for _ in range(5)]
    assert [bool(rules) for rules in told] == [True] * TWICE + [False] * 3


def test_a_lost_webhook_suffers_nothing_else() -> None:
    rules = (Rule(kind=Kind.WEBHOOK_FORGED, probability=1), Rule(kind=Kind.WEBHOOK_LOST, probability=1))
    judge = Judge(1, rules)
    assert [rule.kind for rule in judge.of_webhook(event="order.placed", entity="x")] == [Kind.WEBHOOK_LOST]
    assert judge.struck == {Kind.WEBHOOK_LOST: 1}


def test_a_rule_covers_its_method_and_route_only() -> None:
    judge = Judge(1, (Rule(kind=Kind.DROP_AFTER, method="POST", route="/orders", probability=1),))
    assert judge.of_request(method="GET", path="/orders", door="/orders", entity="x") == []
    assert judge.of_request(method="POST", path="/orders/1", door="/orders/{id}", entity="x") == []
    assert judge.of_request(method="POST", path="/orders", door="/orders", entity="x")


async def test_one_seed_gives_one_run_and_another_seed_another() -> None:
    seen = []
    for seed in (5, 5, 6):
        async with visiting(seed=seed, faults="hostile") as (sandbox, _):
            await sandbox.place_orders(5)
            seen.append(
                (
                    await sandbox.repairs(),
                    sandbox.credentials,
                    list(sandbox.bazaar.books()["orders_by_reference"].values()),
                )
            )
    assert seen[0] == seen[1]
    assert seen[0][1:] != seen[2][1:]


def test_presets_name_systems_and_kinds_that_exist() -> None:
    assert set(PRESETS) == {"none", "default", "hostile"}
    for preset in PRESETS.values():
        assert set(preset) <= {"bazaar", "stockhouse", "swiftpost", "press-1", "press-2"}
    kinds = {rule.kind for rules in PRESETS["hostile"].values() for rule in rules}
    assert kinds == set(Kind)
