"""The seam to the world's rules for addresses and telephones, which are kept by others."""

from typing import Protocol

from goldthread.domain.address import Address
from goldthread.domain.problem import Problem
from goldthread.domain.transliteration import FittedAddress, TextProfile


class PlaceRules(Protocol):
    """What is known of the countries' addresses; pure, and the same for the same question."""

    def problems(self, address: Address) -> tuple[Problem, ...]:
        """What is wrong with an address by its country's rules; fields point into the address."""
        ...

    def phone(self, number: str, country_code: str) -> str | Problem:
        """The number in E.164, `+420601123456`, read as people of that country write it, or what is wrong."""
        ...

    def fitted(self, address: Address, profile: TextProfile) -> FittedAddress:
        """The address in the characters and line lengths of a carrier, with all that was changed."""
        ...


class NoPlaceRulesError(RuntimeError):
    """Nobody said whose rules count."""


_registered: list[PlaceRules] = []


def use_place_rules(rules: PlaceRules) -> None:
    """Have `place_rules()` answer with these from now on; the composition root calls it once."""
    _registered[:] = [rules]


def place_rules() -> PlaceRules:
    """The rules in use.

    Raises:
        NoPlaceRulesError: none are; the composition root has to call `use_place_rules` before work starts.

    """
    if not _registered:
        raise NoPlaceRulesError("No place rules are in use: call use_place_rules(…) before addresses are checked.")
    return _registered[0]
