"""The seam to the rules of places."""

from collections.abc import Iterator

import pytest
from domain_values import an_address

from goldthread.domain import place_rules as seam
from goldthread.domain.address import Address
from goldthread.domain.place_rules import NoPlaceRulesError, place_rules, use_place_rules
from goldthread.domain.problem import Problem
from goldthread.domain.transliteration import FittedAddress, TextProfile


class NoRules:
    """A place where everything is right."""

    def problems(self, address: Address) -> tuple[Problem, ...]:
        del address
        return ()

    def phone(self, number: str, country_code: str) -> str | Problem:
        return f"{country_code}{number}"

    def fitted(self, address: Address, profile: TextProfile) -> FittedAddress:
        del profile
        return FittedAddress(address=address, changes=(), problems=())


@pytest.fixture(autouse=True)
def _nothing_registered() -> Iterator[None]:
    """Each test begins with no rules, and leaves those that were there."""
    before = list(seam._registered)
    seam._registered.clear()
    yield
    seam._registered[:] = before


def test_without_rules_the_error_says_what_to_call() -> None:
    """Addresses aren't silently taken for right."""
    with pytest.raises(NoPlaceRulesError, match="use_place_rules"):
        place_rules()


def test_the_registered_rules_answer() -> None:
    """Connectors ask whatever the composition root registered."""
    use_place_rules(NoRules())
    assert place_rules().problems(an_address()) == ()
    assert place_rules().phone("1", "CZ") == "CZ1"


def test_the_last_registration_counts() -> None:
    """A test kit may put its own rules in place."""
    first, second = NoRules(), NoRules()
    use_place_rules(first)
    use_place_rules(second)
    assert place_rules() is second
