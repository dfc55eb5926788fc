"""The carrier as its API describes it."""

import base64
from random import Random

import pytest
from callers import Hand, a_parcel, a_receiver, a_shipment, visiting

from goldthread.sandbox.exchange import Json
from goldthread.sandbox.numbering import numbered
from goldthread.sandbox.swiftpost.records import price_cents, s10
from goldthread.sandbox.swiftpost.refusals import violations
from goldthread.sandbox.swiftpost.stories import story


async def test_a_token_lives_a_minute() -> None:
    hand = Hand()
    async with visiting(clock=hand) as (_, call):
        assert (await call.carrier("/v1/shipments?reference=S-1")).status == 200
        hand.at += 61
        reply = await call.carrier("/v1/shipments?reference=S-1")
        assert (reply.status, reply.content["error"]) == (401, "invalid_token")


async def test_a_wrong_secret_gets_no_token_and_basic_is_as_good_as_a_form() -> None:
    async with visiting() as (sandbox, call):
        url = f"{sandbox.swiftpost.url}/oauth/token"
        login = sandbox.credentials.swiftpost
        wrong = {"grant_type": "client_credentials", "client_id": login.client_id, "client_secret": "wrong"}
        assert (await call.send(url, "POST", data=wrong)).content["error"] == "invalid_client"
        coded = base64.b64encode(f"{login.client_id}:{login.client_secret}".encode()).decode()
        basic = await call.send(
            url, "POST", data={"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {coded}"}
        )
        assert basic.content["token_type"] == "Bearer"
        assert (await call.send(url, "POST", data={"grant_type": "password"})).status == 400


@pytest.mark.parametrize(("label_format", "start"), [("PDF", b"%PDF"), ("ZPL", b"^XA")])
async def test_a_shipment_gives_a_number_and_a_label_for_every_parcel(label_format: str, start: bytes) -> None:
    async with visiting() as (sandbox, call):
        reply = await call.carrier("/v1/shipments", "POST", a_shipment(count=3, label_format=label_format))
        assert reply.status == 201
        parcels = reply.content["parcels"]
        assert [parcel["sequence"] for parcel in parcels] == [1, 2, 3]
        assert len({parcel["tracking_number"] for parcel in parcels}) == 3
        assert all(base64.b64decode(parcel["label"]["data"]).startswith(start) for parcel in parcels)
        books = sandbox.swiftpost.books()
        assert books["billed_parcels"] == 3
        assert books["billed"]["EUR"] == reply.content["total"]["amount"] == "13.20"


async def test_the_same_twice_is_billed_twice_and_found_by_its_reference() -> None:
    async with visiting() as (sandbox, call):
        numbers = [
            (await call.carrier("/v1/shipments", "POST", a_shipment())).content["shipment_number"] for _ in range(2)
        ]
        found = (await call.carrier("/v1/shipments?reference=S-1")).content
        assert [shipment["shipment_number"] for shipment in found["shipments"]] == numbers
        assert "data" not in found["shipments"][0]["parcels"][0]["label"]
        books = sandbox.swiftpost.books()
        assert (books["billed_parcels"], books["duplicates"]) == (2, {"S-1": numbers})


async def test_a_dry_run_judges_and_books_nothing() -> None:
    async with visiting() as (sandbox, call):
        good = await call.carrier("/v1/shipments?dry_run=true", "POST", a_shipment())
        assert (good.status, good.content["valid"]) == (200, True)
        bad = a_shipment(receiver=a_receiver(zip="1"))
        assert (await call.carrier("/v1/shipments?dry_run=true", "POST", bad)).status == 422
        assert sandbox.swiftpost.books()["billed_parcels"] == 0


async def test_a_label_comes_again_byte_for_byte_and_is_counted() -> None:
    async with visiting() as (sandbox, call):
        made = (await call.carrier("/v1/shipments", "POST", a_shipment())).content
        path = f"/v1/shipments/{made['shipment_number']}/label"
        again = (await call.carrier(path)).content["labels"][0]
        assert again["data"] == made["parcels"][0]["label"]["data"]
        assert (await call.carrier(f"{path}?format=GIF")).status == 422
        assert sandbox.swiftpost.books()["label_fetches"] == 1


async def test_a_shipment_is_voided_and_credited_until_its_first_scan() -> None:
    async with visiting() as (sandbox, call):
        one = (await call.carrier("/v1/shipments", "POST", a_shipment())).content["shipment_number"]
        two = (await call.carrier("/v1/shipments", "POST", a_shipment(reference="S-2"))).content["shipment_number"]
        for _ in range(2):
            assert (await call.carrier(f"/v1/shipments/{one}", "DELETE")).status == 204
        assert (await call.carrier(f"/v1/shipments/{one}/label")).status == 409
        await sandbox.advance(steps=2)
        assert (await call.carrier(f"/v1/shipments/{two}", "DELETE")).status == 409
        assert (await call.carrier("/v1/shipments/SP0", "DELETE")).status == 404
        books = sandbox.swiftpost.books()
        assert (books["billed_parcels"], books["voided_parcels"], books["credited"]) == (1, 1, {"EUR": "4.40"})


async def test_a_refusal_names_every_field_at_once() -> None:
    async with visiting() as (sandbox, call):
        receiver = a_receiver(zip="1000", street="Nádražní {2}", city="")
        reply = await call.carrier("/v1/shipments", "POST", a_shipment(receiver=receiver))
        assert reply.status == 422
        told = {(found["path"], found["code"]) for found in reply.content["violations"]}
        assert told == {("receiver.zip", "ZIP_FORMAT"), ("receiver.street", "CHARSET"), ("receiver.city", "REQUIRED")}
        assert sandbox.swiftpost.books()["billed_parcels"] == 0


A_CUSTOMS_ITEM = {
    "description": "Moka pot",
    "hs_code": "761510",
    "origin": "IT",
    "quantity": 1,
    "unit_value": {"amount": "19.90", "currency": "EUR"},
}
OVERSEAS = a_receiver(country="US", zip="10001", state="NY", city="New York", phone="+12125550100")


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"reference": ""}, "reference", "REQUIRED"),
        ({"reference": "S" * 36}, "reference", "TOO_LONG"),
        ({"label_format": "GIF"}, "label_format", "LABEL_FORMAT"),
        ({"service": "slow"}, "service", "SERVICE"),
        ({"receiver": None}, "receiver", "REQUIRED"),
        ({"receiver": a_receiver(name="A" * 36)}, "receiver.name", "TOO_LONG"),
        ({"receiver": a_receiver(name="佐藤")}, "receiver.name", "CHARSET"),
        ({"receiver": a_receiver(house_number="1" * 11)}, "receiver.house_number", "TOO_LONG"),
        ({"receiver": a_receiver(street="P. O. Box 12")}, "receiver.street", "PO_BOX"),
        ({"receiver": a_receiver(zip="920 00")}, "receiver.zip", "ZIP_UNKNOWN"),
        ({"receiver": a_receiver(country="XX")}, "receiver.country", "COUNTRY"),
        ({"receiver": a_receiver(phone="601 123 456")}, "receiver.phone", "PHONE_FORMAT"),
        ({"receiver": OVERSEAS | {"phone": None}}, "receiver.phone", "PHONE_REQUIRED"),
        ({"receiver": OVERSEAS | {"state": None}}, "receiver.state", "REQUIRED"),
        ({"receiver": OVERSEAS}, "customs", "CUSTOMS_REQUIRED"),
        (
            {"receiver": OVERSEAS, "customs": {"items": [A_CUSTOMS_ITEM | {"hs_code": "76"}]}},
            "customs.items.0.hs_code",
            "CUSTOMS_FIELD",
        ),
        ({"parcels": []}, "parcels", "REQUIRED"),
        ({"parcels": [a_parcel()] * 11}, "parcels", "PARCELS"),
        ({"parcels": [a_parcel(weight_kg=1.2)]}, "parcels.0.weight_kg", "WEIGHT"),
        ({"parcels": [a_parcel(weight_kg="32")]}, "parcels.0.weight_kg", "WEIGHT"),
        ({"parcels": [a_parcel(height_cm="0")]}, "parcels.0.height_cm", "SIZE"),
        ({"parcels": [a_parcel(height_cm=None)]}, "parcels.0.height_cm", "REQUIRED"),
    ],
)
def test_every_rule_refuses_with_its_path_and_code(changes: Json, path: str, code: str) -> None:
    assert (path, code) in {(found.path, found.code) for found in violations(a_shipment(**changes))}


@pytest.mark.parametrize("name", ["Řehoř Łącki", "François Œuvrard"[:9], "Ődön Šťastný", "Björn Weiß"])
def test_latin_letters_of_both_parts_are_taken(name: str) -> None:
    assert violations(a_shipment(receiver=a_receiver(name=name))) == []


def test_overseas_with_customs_is_taken() -> None:
    assert violations(a_shipment(receiver=OVERSEAS, customs={"items": [A_CUSTOMS_ITEM]})) == []


def test_tracking_numbers_have_the_check_digit_of_the_upu() -> None:
    assert s10("47312482") == "SW473124829CZ"


async def test_parcels_move_scan_by_scan_until_they_are_delivered() -> None:
    async with visiting() as (sandbox, call):
        made = (await call.carrier("/v1/shipments", "POST", a_shipment(count=2))).content
        one, two = (parcel["tracking_number"] for parcel in made["parcels"])
        assert await sandbox.advance(tracking_number=one) == {"moved": 1, "remaining": 2}
        tracked = (await call.carrier(f"/v1/tracking?numbers={one},{two},SW0")).content
        assert [len(parcel["events"]) for parcel in tracked["parcels"]] == [1, 0]
        assert tracked["unknown"] == ["SW0"]
        while (await sandbox.advance())["remaining"]:
            pass
        tracked = (await call.carrier(f"/v1/tracking?numbers={one},{two}")).content
        for parcel in tracked["parcels"]:
            times = [event["at"] for event in parcel["events"]]
            assert times == sorted(times)
            assert parcel["events"][-1]["code"] in {"DLV", "COL"}
        assert sandbox.swiftpost.books()["delivered_parcels"] == 2


async def test_stories_are_there_for_the_asking() -> None:
    async with visiting() as (sandbox, call):
        sandbox.set_stories({"returned": 1})
        await call.carrier("/v1/shipments", "POST", a_shipment())
        while (await sandbox.advance())["remaining"]:
            pass
        books = sandbox.swiftpost.books()
        assert list(books["last_codes"].values()) == ["RTD"]
        assert books["delivered_parcels"] == 0


async def test_tracking_takes_fifty_numbers_and_answers_in_pages_of_twenty() -> None:
    async with visiting() as (_, call):
        numbers: list[str] = []
        for place in range(3):
            made = (await call.carrier("/v1/shipments", "POST", a_shipment(reference=f"S-{place}", count=10))).content
            numbers += [parcel["tracking_number"] for parcel in made["parcels"]]
        joined = ",".join(numbers)
        pages = [(await call.carrier(f"/v1/tracking?numbers={joined}&page={page}")).content for page in (1, 2)]
        assert [len(page["parcels"]) for page in pages] == [20, 10]
        assert [parcel["tracking_number"] for page in pages for parcel in page["parcels"]] == numbers
        assert (await call.carrier(f"/v1/tracking?numbers={joined}&page=3")).status == 422
        many = ",".join(f"SW{place}" for place in range(51))
        assert (await call.carrier(f"/v1/tracking?numbers={many}")).content["violations"][0]["code"] == "TOO_MANY"
        assert (await call.carrier("/v1/tracking")).status == 422


async def test_the_carrier_tells_when_its_window_ends_as_an_epoch() -> None:
    hand = Hand()
    async with visiting(clock=hand) as (_, call):
        headers = (await call.carrier("/v1/shipments?reference=S-1")).headers
        assert headers["X-RateLimit-Limit"] == "100000"
        assert int(headers["X-RateLimit-Reset"]) == int(hand.at) + 4 + 1


def test_parcels_from_overseas_wait_at_customs_and_abroad_they_arrive_first() -> None:
    dice = Random(1)  # noqa: S311 - a parcel's fate, no secret
    assert {"CUS", "CLR"} <= set(story(dice, "US", {"delivered": 1}))
    assert "IMP" in story(dice, "DE", {"delivered": 1})
    assert story(dice, "CZ", {"pickup": 1})[-2:] == ("SHP", "COL")


def test_prices_hang_on_zone_begun_kilograms_and_service() -> None:
    assert price_cents("CZ", "standard", "1.000") == 320 + 60
    assert price_cents("CZ", "standard", "1.001") == 320 + 120
    assert price_cents("JP", "express", "0.500") == 2450 + 60 + 300


def test_a_taken_number_gives_way_to_the_next() -> None:
    first = numbered("C-{}", 2, (), "who")
    assert numbered("C-{}", 2, (first,), "who") != first
