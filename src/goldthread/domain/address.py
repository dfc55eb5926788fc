"""Where a parcel goes, as its writer wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A postal address as it came; it may be wrong, since it must be kept to be repaired.

    Whether it is right is asked of `place_rules()`, which answers with problems by field.
    """

    name: str
    street: tuple[str, ...]
    """The lines between name and city, most of them one: street with house number, floor, post office box."""
    postal_code: str
    city: str
    country_code: str
    """ISO 3166-1 alpha-2, capital letters."""
    company: str | None = None
    region: str | None = None
    """State, county or prefecture where the country writes one: `CA`, `東京都`."""
    phone: str | None = None
    """E.164 once `place_rules().phone` has seen it, before that as written."""
    email: str | None = None

    @property
    def one_line(self) -> str:
        """The address for a list or a log: `Dlouhá 12/34a, 110 00 Praha, CZ`."""
        place = f"{self.postal_code} {self.city}".strip()
        return ", ".join(part for part in (*self.street, place, self.region, self.country_code) if part)
