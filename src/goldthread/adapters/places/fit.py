"""An address as one carrier takes it, with everything that was changed on the way."""

from dataclasses import dataclass, field, replace

from goldthread.adapters.places.country import country
from goldthread.adapters.places.letters import UnreadableError, in_charset, writes_german
from goldthread.adapters.places.lines import fit_lines
from goldthread.adapters.places.postal_code import canonical_postal_code
from goldthread.domain.address import Address
from goldthread.domain.problem import Problem
from goldthread.domain.transliteration import Charset, FittedAddress, TextProfile, Transliterated


def fit_address(address: Address, profile: TextProfile) -> FittedAddress:
    """The address in the profile's letters and lengths.

    What cannot be made to fit stays as it was and is a problem: the carrier would cut it or print junk.
    """
    fitting = _Fitting(profile=profile, country_code=address.country_code)
    fitted = replace(
        address,
        name=fitting.text("/name", address.name, profile.name_length),
        company=fitting.text("/company", address.company, profile.name_length) if address.company else None,
        street=fitting.street(address.street),
        postal_code=fitting.postal_code(address.postal_code),
        city=fitting.text("/city", address.city, profile.city_length),
        region=fitting.region(address.region),
    )
    return FittedAddress(address=fitted, changes=tuple(fitting.changes), problems=tuple(fitting.problems))


@dataclass(kw_only=True, slots=True)
class _Fitting:
    """One address under way, collecting what is said about it."""

    profile: TextProfile
    country_code: str
    changes: list[Transliterated] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def text(self, pointer: str, before: str, length: int) -> str:
        """The text in the profile's letters; unchanged, with a problem, where that is impossible."""
        after = self._in_letters(pointer, before)
        if len(after) > length:
            message = f"{after!r} has {len(after)} characters, the carrier takes {length}; shorten it."
            self._refuse(pointer, "text.length", message, before, after)
            return before
        return self._note(pointer, before, after)

    def street(self, before: tuple[str, ...]) -> tuple[str, ...]:
        """The street lines, broken anew where they are too long or too many."""
        length, count = self.profile.street_length, self.profile.street_lines
        lines = tuple(self._in_letters(f"/street/{place}", line) for place, line in enumerate(before))
        after = fit_lines(tuple(line for line in lines if line), length=length, count=count)
        if after is None:
            message = f"{', '.join(lines)!r} does not go into {count} lines of {length} characters; shorten it."
            self._refuse("/street", "street.length", message, "\n".join(before), "\n".join(lines))
            return before
        if len(after) == len(before):
            for place, (old, new) in enumerate(zip(before, after, strict=True)):
                self._note(f"/street/{place}", old, new)
        else:
            self._note("/street", "\n".join(before), "\n".join(after))
        return after

    def postal_code(self, before: str) -> str:
        """The postal code in its country's own spelling, or as it is where it has none."""
        rules = country(self.country_code)
        after = (canonical_postal_code(before, rules) if rules else None) or before
        if not self.profile.spaced_postal_code:
            after = after.replace(" ", "")
        return self._note("/postal_code", before, after)

    def region(self, before: str | None) -> str | None:
        """The region as the carrier can print it: `California` as `CA`, in ASCII `東京都` as `Tokyo`."""
        if not before:
            return None
        rules = country(self.country_code)
        key = rules.regions.get(before.strip().casefold()) if rules else None
        if rules is None or key is None:
            return self.text("/region", before, self.profile.city_length)
        if not key.isascii() and self.profile.charset is Charset.UNICODE:
            return before
        return self._note("/region", before, rules.latin_regions.get(key, before))

    def _in_letters(self, pointer: str, before: str) -> str:
        german = self.profile.german_umlauts and writes_german(self.country_code)
        try:
            return in_charset(before, self.profile.charset, german_umlauts=german)
        except UnreadableError as error:
            self._refuse(pointer, "text.letters", f"{error} Write it in Latin letters.", before, None)
            return before

    def _note(self, pointer: str, before: str, after: str) -> str:
        if before != after:
            self.changes.append(Transliterated(field=pointer, before=before, after=after))
        return after

    def _refuse(self, pointer: str, code: str, message: str, before: str, after: str | None) -> None:
        self.problems.append(Problem(field=pointer, code=code, message=message, before=before, after=after))
