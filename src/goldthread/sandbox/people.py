"""Who buys: names in their own script, addresses as they are written there, phones and e-mails."""

import unicodedata
from dataclasses import dataclass
from random import Random

from goldthread.sandbox.places import TOWNS, Town

COUNTRIES = ("CZ", "SK", "DE", "AT", "PL", "HU", "FR", "GB", "US", "JP")
_SHARES = (24, 12, 16, 8, 10, 7, 9, 6, 5, 3)
CURRENCY = {"CZ": "CZK", "PL": "PLN", "HU": "HUF", "GB": "GBP", "US": "USD", "JP": "JPY"}

_GIVEN = {
    "CZ": "Jana Petr Tereza Ondřej Kateřina Jiří Zdeňka Matěj Markéta Šimon",
    "SK": "Zuzana Ľubomír Mária Ján Katarína Michal Soňa Štefan",
    "DE": "Jürgen Anna Björn Käthe Lukas Sophie Günther Zoë",
    "AT": "Maximilian Johanna Florian Theresa Jörg Elfriede",
    "PL": "Agnieszka Łukasz Małgorzata Paweł Żaneta Grzegorz Kinga Michał",
    "HU": "László Zsófia Gergő Ágnes Bálint Erzsébet Ődön Réka",
    "FR": "Chloé François Hélène Jérôme Maëlle Benoît Noémie Loïc",
    "GB": "Oliver Charlotte Harry Siân Callum Imogen",
    "US": "Emily James Zoë Michael Renée Tyler",
    "JP": "さくら|Sakura 健一|Kenichi 美咲|Misaki 大輔|Daisuke 陽子|Yoko",
}
_FAMILY = {
    "CZ": "Nováková Svoboda Dvořáková Černý Procházková Kučera Říhová Žižka Šťastná Novotný",
    "SK": "Horváthová Kováč Ďuricová Molnár Ľuptáková Štefánik Hruškovič Vlčková",
    "DE": "Müller Schäfer Weiß Köhler Strauß Großmann Böhm Schröder-Lüders",
    "AT": "Gruber Hofstätter Öllinger Pichler Rößler Wögerbauer",
    "PL": "Wiśniewska Wójcik Kowalczyk Dąbrowska Śliwiński Łęcka Żak Gołębiewska",
    "HU": "Nagy Szűcs Kővári Tóth Őze Vörös Hegedűs Kisgergely",
    "FR": "Lefèvre Dubois Garçon D'Angély Bérenger Noël Le Gall Œuvrard",
    "GB": "Smith O'Neill MacLeod Hughes Featherstone-Haugh Patel",
    "US": "Johnson Muñoz O'Brien Washington Lindström Nguyen",
    "JP": "佐藤|Sato 鈴木|Suzuki 高橋|Takahashi 田中|Tanaka 渡辺|Watanabe",
}
_PHONE = {
    "CZ": ("+420", "", "60{1-8} {000} {000}"),
    "SK": ("+421", "0", "90{5-8} {000} {000}"),
    "DE": ("+49", "0", "151 2{000}{0000}"),
    "AT": ("+43", "0", "664 {1-9}{00}{0000}"),
    "PL": ("+48", "", "60{1-9} {000} {000}"),
    "HU": ("+36", "06 ", "30 {1-9}{00} {0000}"),
    "FR": ("+33", "0", "6 {10-38} {00} {00} {00}"),
    "GB": ("+44", "0", "7911 1{00}{000}"),
    "US": ("+1", "", "212 555 {0000}"),
    "JP": ("+81", "0", "90-{1000-9999}-{0000}"),
}
_COMPANIES = ("Kavárna Pod Lipou s.r.o.", "Atelier Blau GmbH", "Les Petits Pains SARL", "Northern Brew Ltd")
_FOLDS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "ß": "ss", "œ": "oe", "Œ": "Oe", "'": "", "-": "", " ": ""})


@dataclass(frozen=True, kw_only=True)
class Latin:
    """A name and an address again, in Latin script."""

    name: str
    street: str
    city: str
    region: str | None


@dataclass(frozen=True, kw_only=True)
class Shopper:
    """Somebody who buys, and where it goes."""

    given: str
    family: str
    name: str
    """As it's written there: family first in Hungary and Japan."""
    company: str | None
    email: str
    phone: str | None
    country: str
    street: str
    city: str
    region: str | None
    zip: str
    latin: Latin | None

    @property
    def currency(self) -> str:
        return CURRENCY.get(self.country, "EUR")


def shopper(seed: int, number: int) -> Shopper:
    """The n-th person of a seeded crowd; no two have one e-mail."""
    dice = Random(f"{seed}:person:{number}")  # noqa: S311 - a crowd, no secret
    country = dice.choices(COUNTRIES, _SHARES)[0]
    given, given_latin = _both(dice.choice(_GIVEN[country].split()))
    family, family_latin = _both(dice.choice(_FAMILY[country].split()))
    town = dice.choice(TOWNS[country])
    pattern = dice.randrange(len(town.streets))
    house = {"n": dice.randint(101, 2400), "m": dice.randint(1, 60)}
    if country == "JP":
        house = {"n": dice.randint(1, 30), "m": dice.randint(1, 6)}
    needs_phone = country in {"GB", "US", "JP"}
    return Shopper(
        given=given,
        family=family,
        name=f"{family} {given}" if country in {"HU", "JP"} else f"{given} {family}",
        company=dice.choice(_COMPANIES) if country != "JP" and dice.random() < 0.06 else None,
        email=f"{_plain(given_latin)}.{_plain(family_latin)}{number}@example.{dice.choice(('com', 'net', 'org'))}",
        phone=_phone(dice, country) if needs_phone or dice.random() < 0.9 else None,
        country=country,
        street=town.streets[pattern].format(**house),
        city=town.city,
        region=town.region,
        zip=town.zip,
        latin=_latin(town.latin, f"{given_latin} {family_latin}", pattern, house),
    )


def _both(written: str) -> tuple[str, str]:
    """A name in its own script and in Latin."""
    own, _, latin = written.partition("|")
    return own, latin or own


def _latin(town: Town | None, name: str, pattern: int, house: dict[str, int]) -> Latin | None:
    if town is None:
        return None
    return Latin(name=name, street=town.streets[pattern].format(**house), city=town.city, region=town.region)


def _plain(name: str) -> str:
    """A name as it stands in an e-mail."""
    folded = unicodedata.normalize("NFKD", name.translate(_FOLDS))
    return "".join(letter for letter in folded if letter.isascii()).lower()


def _phone(dice: Random, country: str) -> str:
    """A mobile number, as people type it: with the country's code or, often, without."""
    code, trunk, pattern = _PHONE[country]
    number = ""
    for piece in pattern.replace("}", "{").split("{"):
        low, dash, high = piece.partition("-")
        if dash and low.isdigit() and high.isdigit():
            number += str(dice.randint(int(low), int(high)))
        elif piece and set(piece) == {"0"}:
            number += f"{dice.randrange(10 ** len(piece)):0{len(piece)}d}"
        else:
            number += piece
    return f"{code} {number}" if dice.random() < 0.65 else f"{trunk}{number}"
