"""What shoppers of the real shop want: forty people with names of many scripts, and their baskets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Place = tuple[str, str, str, str]
"""Street, postal code, city, country."""

PRAGUE: Final[Place] = ("Dlouhá 12", "110 00", "Praha", "CZ")
BERLIN: Final[Place] = ("Straße des 17. Juni 135", "10623", "Berlin", "DE")
VIENNA: Final[Place] = ("Kärntner Ring 1", "1010", "Wien", "AT")
PARIS: Final[Place] = ("12 rue de l'Échaudé", "75006", "Paris", "FR")
ATHENS: Final[Place] = ("Ερμού 15", "105 63", "Αθήνα", "GR")
SOFIA: Final[Place] = ("ул. Граф Игнатиев 10", "1000", "София", "BG")
WARSAW: Final[Place] = ("ul. Świętokrzyska 31/33", "00-049", "Warszawa", "PL")
TOKYO: Final[Place] = ("1-1 Chiyoda", "100-8111", "Tokyo", "JP")

PEOPLE: Final[tuple[tuple[str, str, Place], ...]] = (
    ("Jana", "Nováková", PRAGUE),
    ("Žofie", "Příhodová", PRAGUE),
    ("Jürgen", "Großmann", BERLIN),
    ("Seán", "O'Connor-Ní Bhriain", BERLIN),
    ("Anne-Lise", "D'Hérouville", PARIS),
    ("Γιώργος", "Παπαδόπουλος", ATHENS),
    ("Мария", "Иванова", SOFIA),
    ("山田", "太郎", TOKYO),
    ("Łucja", "Żółć-Wąsik", WARSAW),
    ("Zoë", "Åkerström", VIENNA),
)
BASKETS: Final = (
    (("TEA-1", 2),),
    (("MOKA-3", 1), ("CUP-KUN", 4)),
    (("TEA-1", 1), ("MOKA-3", 1)),
    (("CUP-KUN", 2),),
    (("MOKA-3", 3),),
)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One order that somebody is going to place."""

    first: str
    last: str
    email: str
    street: str
    postal_code: str
    city: str
    country_code: str
    basket: tuple[tuple[str, int], ...] = (("TEA-1", 2),)
    """Articles and their quantities."""
    service: str = "standard"
    """`standard` or `express`."""
    payment: str = "card"
    """`card` is paid at once, `cash-on-delivery` when the parcel comes."""
    phone: str = "+420601123456"
    password: str = ""
    """Of the account that is made for the order; empty: a guest."""

    @property
    def address(self) -> dict[str, str]:
        """As the storefront sends it."""
        return {
            "fullName": f"{self.first} {self.last}",
            "streetLine1": self.street,
            "postalCode": self.postal_code,
            "city": self.city,
            "countryCode": self.country_code,
            "phoneNumber": self.phone,
        }


def wishes(orders: int = 50, people: int = 40) -> tuple[Wish, ...]:
    """So many orders of so many people: the first people order twice, one right after the other."""
    again = orders - people
    buyers = [person for person in range(people) for _ in range(2 if person < again else 1)]
    return tuple(_wish(person, place) for place, person in enumerate(buyers[:orders]))


def _wish(person: int, place: int) -> Wish:
    first, last, (street, postal_code, city, country_code) = PEOPLE[person % len(PEOPLE)]
    round_ = person // len(PEOPLE)
    return Wish(
        first=first,
        last=last if not round_ else f"{last} {'I' * (round_ + 1)}",
        email=f"shopper{person + 1}@example.com",
        street=street,
        postal_code=postal_code,
        city=city,
        country_code=country_code,
        basket=BASKETS[place % len(BASKETS)],
        service="express" if place % 4 == 3 else "standard",
    )
