"""What is wrong with an address by the rules of its country."""

from collections.abc import Iterator

from goldthread.adapters.places.country import Country, code_of, country, region_postal_code
from goldthread.adapters.places.phone import phone_e164
from goldthread.adapters.places.postal_code import canonical_postal_code
from goldthread.domain.address import Address
from goldthread.domain.problem import Problem


def address_problems(address: Address) -> tuple[Problem, ...]:
    """Every problem of an address, in the order of its fields; pointers are into the address."""
    rules = country(address.country_code)
    if rules is None:
        return (*_nobody(address), _no_country(address.country_code))
    return (
        *_nobody(address),
        *_missing(address, rules),
        *_region(address, rules),
        *_postal_code(address, rules),
        *_phone(address),
    )


def _nobody(address: Address) -> Iterator[Problem]:
    if not (address.name.strip() or (address.company or "").strip()):
        yield Problem(field="/name", code="name.required", message="Nobody is named; carriers ask for whom it is.")


def _no_country(written: str) -> Problem:
    return Problem(
        field="/country_code",
        code="country.unknown",
        message=f"{written!r} is no country; two capital letters are expected, as CZ (ISO 3166-1).",
        suggestion=code_of(written),
        before=written,
    )


def _missing(address: Address, rules: Country) -> Iterator[Problem]:
    given = {"street": "".join(address.street), "city": address.city, "postal_code": address.postal_code}
    for field, value in given.items():
        if field in rules.required and not value.strip():
            message = f"The {field.replace('_', ' ')} is missing; addresses in {rules.name} have one."
            yield Problem(field=f"/{field}", code=f"{field}.required", message=message)


def _region(address: Address, rules: Country) -> Iterator[Problem]:
    written = (address.region or "").strip()
    if "region" not in rules.required or written.casefold() in rules.regions:
        return
    if written and rules.regions:
        message = f"{written!r} is no region of {rules.name} that its post knows."
        yield Problem(field="/region", code="region.unknown", message=message, before=written)
    elif not written:
        message = f"The region is missing; addresses in {rules.name} have one."
        yield Problem(
            field="/region", code="region.required", message=message, suggestion=_region_within(address, rules)
        )


def _region_within(address: Address, rules: Country) -> str | None:
    """The region that the city line says: `千代田区, 東京都` or `Chiyoda, Tokyo`, if it says exactly one."""
    words = address.city.casefold()
    said = {key for spelling, key in rules.regions.items() if _says(words, spelling)}
    return said.pop() if len(said) == 1 else None


def _says(words: str, spelling: str) -> bool:
    if spelling.isascii():
        return spelling in words.replace(",", " ").split()
    return spelling in words


def _postal_code(address: Address, rules: Country) -> Iterator[Problem]:
    written = address.postal_code
    if rules.postal_code is None or not written.strip():
        return
    if not rules.postal_code.fullmatch(written):
        like = " or ".join(rules.postal_code_examples[:2])
        yield Problem(
            field="/postal_code",
            code="postal_code.form",
            message=f"{written!r} is no postal code of {rules.name}; they look like {like}.",
            suggestion=canonical_postal_code(written, rules),
            before=written,
        )
        return
    region = rules.regions.get((address.region or "").strip().casefold())
    begins = region_postal_code(rules.code, region) if region else None
    if begins and not begins.match(written):
        message = f"Postal code {written!r} does not lie in {address.region}; one of the two is wrong."
        yield Problem(field="/postal_code", code="postal_code.region", message=message, before=written)


def _phone(address: Address) -> Iterator[Problem]:
    if address.phone:
        answer = phone_e164(address.phone, address.country_code)
        if isinstance(answer, Problem):
            yield answer
