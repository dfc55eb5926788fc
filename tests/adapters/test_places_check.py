"""Addresses are checked by the rules of their country."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.adapters.places import LibraryPlaceRules
from goldthread.adapters.places.country import code_of, country, region_postal_code
from goldthread.adapters.places.postal_code import canonical_postal_code
from goldthread.domain.address import Address
from goldthread.domain.place_rules import PlaceRules
from goldthread.domain.problem import Problem

RULES: PlaceRules = LibraryPlaceRules()

RIGHT = [
    Address(name="Ana Nováková", street=("Dlouhá 12/34a",), postal_code="110 00", city="Praha", country_code="CZ"),
    Address(name="Ján Kováč", street=("Hlavná 12/A",), postal_code="811 01", city="Bratislava", country_code="SK"),
    Address(name="Jörg Groß", street=("Musterstraße 12",), postal_code="10115", city="Berlin", country_code="DE"),
    Address(name="Eva Huber", street=("Hauptstraße 4/1",), postal_code="1010", city="Wien", country_code="AT"),
    Address(name="Łukasz Żak", street=("ul. Długa 12/34",), postal_code="00-950", city="Warszawa", country_code="PL"),
    Address(name="Szűcs Ödön", street=("Fő utca 12.",), postal_code="1037", city="Budapest", country_code="HU"),
    Address(name="Zoé Œuvrard", street=("12 bis rue X",), postal_code="75002", city="Paris", country_code="FR"),
    Address(name="Kim Low", street=("Flat 3", "12 High St"), postal_code="SW1A 1AA", city="London", country_code="GB"),
    Address(name="Sam Doe", street=("1 A St",), postal_code="95014", city="Cupertino", region="CA", country_code="US"),
    Address(
        name="山田 太郎",
        street=("丸の内1-9-2",),
        postal_code="100-0005",
        city="千代田区",
        region="東京都",
        country_code="JP",
    ),
]
BY_COUNTRY = {address.country_code: address for address in RIGHT}


def an_address(code: str, **fields: Any) -> Address:
    right = BY_COUNTRY[code]
    given = {name: getattr(right, name) for name in Address.__dataclass_fields__}
    return Address(**(given | fields))


def only_problem(address: Address) -> Problem:
    problems = RULES.problems(address)
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize("address", RIGHT, ids=lambda address: address.country_code)
def test_a_right_address_has_no_problem(address: Address) -> None:
    """Ten countries, as their people write."""
    assert RULES.problems(address) == ()


@pytest.mark.parametrize("address", RIGHT, ids=lambda address: address.country_code)
def test_what_is_missing_is_named_by_its_field(address: Address) -> None:
    """Name, street and postal code are asked for everywhere."""
    empty = an_address(address.country_code, name=" ", street=("", " "), postal_code="")
    assert [problem.field for problem in RULES.problems(empty)] == ["/name", "/street", "/postal_code"]


def test_a_company_is_somebody() -> None:
    """A parcel for a company needs no person's name."""
    assert RULES.problems(an_address("CZ", name="", company="Čaj s.r.o.")) == ()


@pytest.mark.parametrize(
    ("code", "written", "suggestion"),
    [
        ("CZ", "110-00", "110 00"),
        ("CZ", "CZ-110 00", "110 00"),
        ("CZ", "1 1 0 0 0", "110 00"),
        ("CZ", "1100", None),
        ("SK", "811 01.", "811 01"),
        ("SK", "SK81101", "811 01"),
        ("DE", "D-10115", "10115"),
        ("DE", "10 115", "10115"),
        ("DE", "1011", None),
        ("AT", "A-1010", "1010"),
        ("AT", "10100", None),
        ("PL", "00950", "00-950"),
        ("PL", "00 950", "00-950"),
        ("HU", "H-1037", "1037"),
        ("FR", "F-75002", "75002"),
        ("FR", "7500", None),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", "n1-9gu", "N1 9GU"),
        ("GB", "XX1 1AA", None),
        ("US", "950141010", "95014-1010"),
        ("US", "9501", None),
        ("JP", "100 0005", "100-0005"),
        ("JP", "〒100-0005", "100-0005"),
    ],
)
def test_a_wrong_postal_code_has_a_suggestion_where_one_follows(
    code: str, written: str, suggestion: str | None
) -> None:
    """Signs are put right; digits are never made up."""
    problem = only_problem(an_address(code, postal_code=written))
    assert (problem.field, problem.code) == ("/postal_code", "postal_code.form")
    assert (problem.suggestion, problem.before) == (suggestion, written)


@pytest.mark.parametrize(("code", "written"), [("CZ", "11000"), ("FR", "75 002"), ("GB", "SW1A1AA"), ("JP", "1000005")])
def test_a_code_that_the_post_reads_is_no_problem(code: str, written: str) -> None:
    """A missing blank doesn't send an order to a person."""
    assert RULES.problems(an_address(code, postal_code=written)) == ()


def test_the_message_says_what_postal_codes_look_like() -> None:
    """So that a person can correct it without looking it up."""
    problem = only_problem(an_address("DE", postal_code="1011"))
    assert problem.message == "'1011' is no postal code of Germany; they look like 26133 or 53225."


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("cz", "CZ"),
        (" CZ ", "CZ"),
        ("UK", "GB"),
        ("Germany", "DE"),
        ("XX", None),
        ("", None),
        ("ZZ", None),
        ("../x", None),
    ],
)
def test_an_unknown_country_has_a_suggestion_where_one_follows(written: str, suggestion: str | None) -> None:
    """Small letters, common other codes and English names."""
    problem = only_problem(an_address("CZ", country_code=written))
    assert (problem.field, problem.code, problem.suggestion) == ("/country_code", "country.unknown", suggestion)


@pytest.mark.parametrize("region", ["CA", "ca", "California", " california "])
def test_a_state_may_be_written_out(region: str) -> None:
    """By code or by name, in any case."""
    assert RULES.problems(an_address("US", region=region)) == ()


def test_a_region_that_does_not_exist_is_a_problem() -> None:
    """Where the country's post needs one."""
    problem = only_problem(an_address("US", region="Kalifornien"))
    assert (problem.field, problem.code) == ("/region", "region.unknown")


def test_a_region_is_ignored_where_the_post_ignores_it() -> None:
    """Shops fill in what they like."""
    assert RULES.problems(an_address("CZ", region="Středočeský kraj")) == ()


@pytest.mark.parametrize(
    ("code", "city", "suggestion"),
    [
        ("US", "Cupertino, CA", "CA"),
        ("US", "Cupertino", None),
        ("JP", "東京都千代田区", "東京都"),
        ("JP", "Chiyoda-ku, Tokyo", "東京都"),
        ("JP", "Tokyo or Osaka", None),
    ],
)
def test_a_missing_region_is_suggested_where_the_city_says_it(code: str, city: str, suggestion: str | None) -> None:
    """Exactly one region named in the city line is the one that was meant."""
    problem = only_problem(an_address(code, city=city, region=None))
    assert (problem.code, problem.suggestion) == ("region.required", suggestion)


def test_a_postal_code_lies_in_its_region() -> None:
    """New York's code in California: one of the two is wrong."""
    problem = only_problem(an_address("US", postal_code="10001"))
    assert (problem.field, problem.code) == ("/postal_code", "postal_code.region")


@pytest.mark.parametrize(
    ("code", "number", "written"),
    [
        ("CZ", "601 123 456", "+420601123456"),
        ("CZ", "00420 601 123 456", "+420601123456"),
        ("SK", "0905 123 456", "+421905123456"),
        ("DE", "030/901820", "+4930901820"),
        ("AT", "0664 1234567", "+436641234567"),
        ("PL", "512-345-678", "+48512345678"),
        ("HU", "06 30 123 4567", "+36301234567"),
        ("FR", "06 12 34 56 78", "+33612345678"),
        ("GB", "07911 123456", "+447911123456"),
        ("US", "(415) 555-2671", "+14155552671"),
        ("JP", "090-1234-5678", "+819012345678"),
        ("DE", "+44 7911 123456", "+447911123456"),
        ("XX", "+44 7911 123456", "+447911123456"),
    ],
)
def test_phones_become_e164(code: str, number: str, written: str) -> None:
    """Read as people of the country write them; a number with a plus says its own country."""
    assert RULES.phone(number, code) == written


@pytest.mark.parametrize(
    ("number", "code", "suggestion"),
    [
        ("call me", "phone.form", None),
        ("12", "phone.length", None),
        ("601 123 456 789 000", "phone.length", None),
        ("+1 415 555 2671 ext. 5", "phone.extension", "+14155552671"),
    ],
)
def test_what_is_no_phone_is_a_problem_of_the_address(number: str, code: str, suggestion: str | None) -> None:
    """With its field, and the number itself where only the extension is too much."""
    problem = only_problem(an_address("CZ", phone=number))
    assert (problem.field, problem.code, problem.suggestion) == ("/phone", code, suggestion)
    assert problem.before == number


@settings(deadline=None, max_examples=150)
@given(digits=st.from_regex(r"[0-9]{5}", fullmatch=True), dressing=st.sampled_from(["", " ", "-", "CZ-", "."]))
def test_a_canonical_code_keeps_every_digit(digits: str, dressing: str) -> None:
    """Five digits, however dressed, are the same five digits with the blank in its place."""
    rules = country("CZ")
    assert rules is not None
    canonical = canonical_postal_code(f"{dressing}{digits}", rules)
    assert canonical == f"{digits[:3]} {digits[3:]}"
    assert canonical_postal_code(canonical, rules) == canonical


def test_a_country_without_postal_codes_takes_any() -> None:
    """Hong Kong has none; what was written is left alone."""
    rules = country("HK")
    assert rules is not None
    assert rules.postal_code is None
    assert canonical_postal_code("whatever", rules) == "whatever"


def test_countries_are_known_by_capital_codes_only() -> None:
    """Everything else goes through a suggestion."""
    assert country("cz") is None
    assert country("CZE") is None
    assert country("ZZ") is None
    assert code_of("czech rep.") == "CZ"


def test_regions_tell_their_postal_codes_where_the_country_does() -> None:
    """The States do, Japan's begin with digits too, Ireland doesn't say."""
    california = region_postal_code("US", "CA")
    assert california is not None
    assert california.match("95014")
    assert region_postal_code("IE", "Co. Dublin") is None
