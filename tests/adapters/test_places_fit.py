"""Addresses are written in the letters and lengths of a carrier, and what changed is told."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.adapters.places import LibraryPlaceRules
from goldthread.adapters.places.letters import UnreadableError, in_charset
from goldthread.adapters.places.lines import fit_lines
from goldthread.domain.address import Address
from goldthread.domain.transliteration import Charset, TextProfile, Transliterated

RULES = LibraryPlaceRules()
ASCII = TextProfile(charset=Charset.ASCII)


def an_address(**fields: Any) -> Address:
    defaults: dict[str, Any] = {
        "name": "Jan Novak",
        "street": ("Dlouha 12",),
        "postal_code": "110 00",
        "city": "Praha",
        "country_code": "CZ",
    }
    return Address(**(defaults | fields))


@pytest.mark.parametrize(
    ("text", "charset", "written"),
    [
        ("Žluťoučký kůň", Charset.ASCII, "Zlutoucky kun"),
        ("Žluťoučký kůň", Charset.LATIN2, "Žluťoučký kůň"),
        ("Žluťoučký kůň", Charset.LATIN1, "Zlutoucký kun"),
        ("Łódź, Gdańsk", Charset.ASCII, "Lodz, Gdansk"),
        ("Ödön Szűcs, Győr", Charset.ASCII, "Odon Szucs, Gyor"),
        ("Œuvre de l\u2019été", Charset.ASCII, "OEuvre de l'ete"),
        ("Ďuriš, Mäsiarska", Charset.ASCII, "Duris, Masiarska"),
        ("Ærøskøbing", Charset.ASCII, "AEroskobing"),
        ("Straße", Charset.ASCII, "Strasse"),
        ("Straße", Charset.LATIN1, "Straße"),
        ("Москва", Charset.ASCII, "Moskva"),
        ("Αθήνα", Charset.ASCII, "Athina"),
        ("№ 5 \u2013 7", Charset.ASCII, "No 5 - 7"),
        ("\uff11\uff12\uff21", Charset.ASCII, "12A"),
        ("山田 太郎", Charset.UNICODE, "山田 太郎"),
        ("two   blanks\tand\nlines ", Charset.ASCII, "two blanks and lines"),
        ("Jose\u0301", Charset.LATIN1, "José"),
        ("x\u0323\u200b", Charset.ASCII, "x"),
    ],
)
def test_letters_become_those_of_the_charset(text: str, charset: Charset, written: str) -> None:
    """What the charset has stays, the rest is spelt."""
    assert in_charset(text, charset, german_umlauts=False).casefold() == written.casefold()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Müller", "Mueller"),
        ("MÜLLER", "MUELLER"),
        ("Österreich", "Oesterreich"),
        ("ÖBB", "OEBB"),
        ("Größe", "Groesse"),
        ("Ä", "Ae"),
        ("GROẞ", "GROSS"),
    ],
)
def test_german_umlauts_are_written_as_germans_do(text: str, written: str) -> None:
    """With an e, capital among capitals."""
    assert in_charset(text, Charset.ASCII, german_umlauts=True) == written


@pytest.mark.parametrize(
    "text", ["山田 太郎", "ひらがな", "カタカナ", "서울", "القاهرة", "ירושלים", "กรุงเทพ", "Ana 🎉", "李 Wei"]
)
def test_what_can_only_be_guessed_is_refused(text: str) -> None:
    """Syllables that nobody reads so are worse than a question; the letter is named."""
    with pytest.raises(UnreadableError, match="isn't a guess"):
        in_charset(text, Charset.ASCII, german_umlauts=True)


@settings(deadline=None, max_examples=300)
@given(text=st.text(max_size=40), charset=st.sampled_from([Charset.ASCII, Charset.LATIN1, Charset.LATIN2]))
def test_what_is_written_can_be_encoded(text: str, charset: Charset) -> None:
    """Whatever comes out, the carrier can take; writing it again changes nothing."""
    try:
        written = in_charset(text, charset, german_umlauts=True)
    except UnreadableError:
        return
    written.encode(charset.value)
    assert in_charset(written, charset, german_umlauts=True) == written


@pytest.mark.parametrize(
    ("code", "name", "written"),
    [("DE", "Jörg Groß", "Joerg Gross"), ("AT", "Jörg", "Joerg"), ("HU", "Ödön", "Odon"), ("SK", "Mäsiar", "Masiar")],
)
def test_an_umlaut_is_german_where_german_is_written(code: str, name: str, written: str) -> None:
    """A Hungarian ö is no oe."""
    assert RULES.fitted(an_address(name=name, country_code=code, postal_code="1"), ASCII).address.name == written


def test_a_carrier_may_want_umlauts_without_e() -> None:
    """As its profile says."""
    plain = TextProfile(charset=Charset.ASCII, german_umlauts=False)
    assert RULES.fitted(an_address(name="Jörg", country_code="DE"), plain).address.name == "Jorg"


def test_every_change_is_told_before_and_after() -> None:
    """Field by field; what stayed isn't listed."""
    fitted = RULES.fitted(an_address(name="Ana Nováková", company="Čaj", street=("Dlouhá 12",), city="Brno"), ASCII)
    assert fitted.changes == (
        Transliterated(field="/name", before="Ana Nováková", after="Ana Novakova"),
        Transliterated(field="/company", before="Čaj", after="Caj"),
        Transliterated(field="/street/0", before="Dlouhá 12", after="Dlouha 12"),
    )
    assert fitted.problems == ()
    assert fitted.address.company == "Caj"


def test_what_fits_is_left_alone() -> None:
    """No change, no problem, the same address."""
    fitted = RULES.fitted(an_address(), ASCII)
    assert (fitted.address, fitted.changes, fitted.problems) == (an_address(), (), ())


def test_what_cannot_be_read_stays_and_is_a_problem() -> None:
    """The carrier gets no junk, the person the field and the text."""
    address = an_address(name="山田 太郎", country_code="JP", postal_code="1000005", region="東京都")
    fitted = RULES.fitted(address, ASCII)
    assert fitted.address.name == "山田 太郎"
    problem = fitted.problems[0]
    assert (problem.field, problem.code, problem.before) == ("/name", "text.letters", "山田 太郎")
    assert problem.suggestion is None
    assert len(fitted.problems) == 1


def test_a_line_is_named_by_its_place() -> None:
    """The second street line is the one to look at."""
    fitted = RULES.fitted(an_address(street=("Dlouha 12", "山")), ASCII)
    assert [problem.field for problem in fitted.problems] == ["/street/1"]


@pytest.mark.parametrize(
    ("code", "before", "charset", "after"),
    [
        ("US", "California", Charset.ASCII, "CA"),
        ("US", "CA", Charset.ASCII, "CA"),
        ("JP", "東京都", Charset.ASCII, "Tokyo"),
        ("JP", "東京都", Charset.UNICODE, "東京都"),
        ("JP", "Tokyo", Charset.ASCII, "Tokyo"),
        ("CZ", "Středočeský", Charset.ASCII, "Stredocesky"),
        ("XX", "Středočeský", Charset.ASCII, "Stredocesky"),
        ("CZ", None, Charset.ASCII, None),
    ],
)
def test_regions_are_written_as_carriers_read_them(
    code: str, before: str | None, charset: Charset, after: str | None
) -> None:
    """By their key where it's Latin, else by the Latin name that the post itself uses."""
    address = an_address(country_code=code, region=before)
    assert RULES.fitted(address, TextProfile(charset=charset)).address.region == after


@pytest.mark.parametrize(
    ("code", "before", "after", "bare"),
    [
        ("CZ", "11000", "110 00", "11000"),
        ("CZ", "CZ-110 00", "110 00", "11000"),
        ("GB", "sw1a1aa", "SW1A 1AA", "SW1A1AA"),
        ("PL", "00950", "00-950", "00-950"),
        ("JP", "\uff11\uff10\uff10\uff10\uff10\uff10\uff15", "100-0005", "100-0005"),
        ("DE", "wrong", "wrong", "wrong"),
        ("XX", "1", "1", "1"),
    ],
)
def test_postal_codes_are_written_as_the_post_does(code: str, before: str, after: str, bare: str) -> None:
    """With the blank, or without for carriers that want none; a wrong one isn't touched."""
    address = an_address(country_code=code, postal_code=before)
    compact = TextProfile(spaced_postal_code=False)
    assert RULES.fitted(address, TextProfile()).address.postal_code == after
    assert RULES.fitted(address, compact).address.postal_code == bare


@pytest.mark.parametrize(
    ("field", "profile"), [("name", TextProfile(name_length=5)), ("city", TextProfile(city_length=4))]
)
def test_a_text_too_long_is_a_problem_and_not_cut(field: str, profile: TextProfile) -> None:
    """The carrier would cut it without a word."""
    fitted = RULES.fitted(an_address(), profile)
    assert fitted.address == an_address()
    assert [(problem.field, problem.code) for problem in fitted.problems] == [(f"/{field}", "text.length")]


def test_a_text_grows_before_it_is_measured() -> None:
    """ß counts for two where it's written ss."""
    profile = TextProfile(charset=Charset.ASCII, name_length=4)
    fitted = RULES.fitted(an_address(name="Groß", country_code="DE", postal_code="10115"), profile)
    assert fitted.problems[0].after == "Gross"


@pytest.mark.parametrize(
    ("lines", "length", "fitting"),
    [
        (("Dlouha 12",), 35, ("Dlouha 12",)),
        (("Dlouha 12", "byt 5"), 35, ("Dlouha 12", "byt 5")),
        (("Berliner Strasse 12, Hinterhaus", "3. OG"), 20, ("Berliner Strasse 12", "Hinterhaus, 3. OG")),
        (
            ("Donaudampfschifffahrtsgesellschaft Lange Gasse 12",),
            36,
            ("Donaudampfschifffahrtsgesellschaft", "Lange Gasse 12"),
        ),
        (("Namesti Krale Jiriho z Podebrad 12",), 31, ("Namesti Krale Jiriho z", "Podebrad 12")),
        (("1234 Boulevard Of Broken Dreams",), 14, None),
        (("1234 Boulevard Of Broken Dreams",), 19, ("1234 Boulevard Of", "Broken Dreams")),
        (("Donaudampfschifffahrtsgesellschaftsweg 1",), 30, None),
        (("a", "b", "c"), 35, ("a, b, c",)),
        (("Velmi Dlouha Ulice, 12, byt 5",), 22, ("Velmi Dlouha Ulice, 12", "byt 5")),
        (("Velmi Dlouha Ulice, 12, byt 5",), 20, ("Velmi Dlouha", "Ulice, 12, byt 5")),
        (("Velmi Dlouha Ulice 12, zadni trakt vlevo",), 20, None),
        (("Dlouha Ulice 12, zadni trakt vlevo",), 17, ("Dlouha Ulice 12", "zadni trakt vlevo")),
        (("12, rue de la Grande Paix, Bat. B",), 28, ("12, rue de la Grande Paix", "Bat. B")),
        ((), 35, ()),
    ],
)
def test_lines_break_where_a_reader_would(lines: tuple[str, ...], length: int, fitting: tuple[str, ...] | None) -> None:
    """After a comma, or between words, and never between a street and its number."""
    assert fit_lines(lines, length=length, count=2) == fitting


LINES = st.lists(
    st.from_regex(r"[A-Z][a-z]{1,9}( [A-Z][a-z]{1,9}){0,3}( [0-9]{1,3})?(, [A-Z][a-z]{1,6})?", fullmatch=True),
    max_size=3,
).map(tuple)


@settings(deadline=None, max_examples=300)
@given(lines=LINES, length=st.integers(8, 40), count=st.integers(1, 3))
def test_breaking_lines_loses_no_word(lines: tuple[str, ...], length: int, count: int) -> None:
    """Every word stays, in its order, within the limits; and a number stays beside its street."""
    fitting = fit_lines(lines, length=length, count=count)
    if fitting is None:
        return
    assert re.findall(r"\w+", " ".join(fitting)) == re.findall(r"\w+", " ".join(lines))
    assert len(fitting) <= count
    assert all(len(line) <= length for line in fitting)
    assert not any(line[0].isdigit() for line in fitting)


def test_a_street_broken_anew_is_told_as_one_change() -> None:
    """The lines before and after, since they no longer pair."""
    address = an_address(street=("Namesti Krale Jiriho z Podebrad 12",))
    fitted = RULES.fitted(address, TextProfile(street_length=31))
    assert fitted.address.street == ("Namesti Krale Jiriho z", "Podebrad 12")
    assert fitted.changes == (
        Transliterated(
            field="/street",
            before="Namesti Krale Jiriho z Podebrad 12",
            after="Namesti Krale Jiriho z\nPodebrad 12",
        ),
    )


def test_a_street_that_does_not_fit_is_a_problem_and_not_cut() -> None:
    """It stays as it was, and the message says what room there is."""
    address = an_address(street=("Donaudampfschifffahrtsgesellschaftsweg 1",))
    fitted = RULES.fitted(address, TextProfile(street_length=30))
    assert fitted.address == address
    assert fitted.problems[0].field == "/street"
    assert "2 lines of 30 characters" in fitted.problems[0].message
