"""A text in the letters that a carrier takes."""

import unicodedata
from typing import Final

from anyascii import anyascii

from goldthread.domain.transliteration import Charset

_GERMAN: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
_GERMAN_COUNTRIES: Final = frozenset({"AT", "CH", "DE", "LI"})
_READABLE_SCRIPTS: Final = ("LATIN ", "GREEK ", "CYRILLIC ", "FULLWIDTH LATIN ", "MODIFIER LETTER ")
"""Scripts whose letters have one Latin spelling each. Han, kana, Hangul, Arabic, Thai do not."""
_READABLE_SIGNS: Final = frozenset("№°ºª™©®€£")
_SILENT: Final = frozenset({"Mn", "Cf"})
"""Accents that stand alone and joiners: no letter is lost with them."""


class UnreadableError(ValueError):
    """A text that nobody can write in other letters without knowing how it's read."""


def in_charset(text: str, charset: Charset, *, german_umlauts: bool) -> str:
    """The text in the charset: `Žluťoučký` is `Zlutoucky` in ASCII, `Žluťoučký` in Latin 2.

    White space becomes single blanks. With `german_umlauts` ä is `ae` where it has to be rewritten.

    Raises:
        UnreadableError: a letter has no spelling that isn't a guess; the message names it.

    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    written: list[str] = []
    for place, letter in enumerate(composed):
        if _fits(letter, charset):
            written.append(letter)
        elif german_umlauts and letter in _GERMAN:
            written.append(_cased(_GERMAN[letter], composed, place))
        else:
            written.append(_latin(letter, composed))
    return "".join(written)


def writes_german(country_code: str) -> bool:
    """Whether an ä in that country's addresses is a German one; in Slovakia and Finland it isn't."""
    return country_code in _GERMAN_COUNTRIES


def _fits(letter: str, charset: Charset) -> bool:
    match charset:
        case Charset.UNICODE:
            return True
        case Charset.ASCII | Charset.LATIN1 | Charset.LATIN2:
            try:
                letter.encode(charset.value)
            except UnicodeEncodeError:
                return False
            return True


def _cased(spelling: str, text: str, place: int) -> str:
    """`MÜLLER` gives `MUELLER`, `Müller` gives `Mueller`."""
    neighbours = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    is_shouted = text[place].isupper() and any(n.isupper() for n in neighbours)
    return spelling.upper() if is_shouted and not any(n.islower() for n in neighbours) else spelling


def _latin(letter: str, text: str) -> str:
    category = unicodedata.category(letter)
    if category in _SILENT:
        return ""
    is_letter_or_sign = category[0] in {"L", "S"}
    name = unicodedata.name(letter, "")
    if is_letter_or_sign and not (name.startswith(_READABLE_SCRIPTS) or letter in _READABLE_SIGNS):
        raise UnreadableError(f"{text!r} has {letter!r}, which has no spelling in other letters that isn't a guess.")
    spelling = anyascii(letter)
    if not spelling:
        raise UnreadableError(f"{text!r} has {letter!r}, which cannot be written in other letters.")
    return spelling
