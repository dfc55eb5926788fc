"""Latin-1 and Latin-2 in one single-byte font encoding, so that a label needs no embedded font."""

import unicodedata
from functools import cache

_BASES = ("Helvetica", "Helvetica-Bold")
_ACCENTS = {
    "ACUTE": "acute",
    "CARON": "caron",
    "OGONEK": "ogonek",
    "BREVE": "breve",
    "DOUBLE ACUTE": "hungarumlaut",
    "RING ABOVE": "ring",
    "DOT ABOVE": "dotaccent",
    "CEDILLA": "commaaccent",
}
_OWN_NAMES = {"Ł": "Lslash", "ł": "lslash", "Đ": "Dcroat", "đ": "dcroat", "Ş": "Scedilla", "ş": "scedilla"}


def _glyph(letter: str) -> str | None:
    """The name that fonts give a letter with an accent; None for what isn't one."""
    if letter in _OWN_NAMES:
        return _OWN_NAMES[letter]
    base, _, accent = unicodedata.name(letter, "").partition(" WITH ")
    if accent not in _ACCENTS:
        return None
    plain = base.rpartition(" ")[2]
    return (plain if "CAPITAL" in base else plain.lower()) + _ACCENTS[accent]


def _slots() -> dict[str, tuple[int, str]]:
    """Every letter of Latin-2 that Latin-1 lacks, with a byte that Latin-1 doesn't print and its glyph."""
    free = [code for code in (*range(0x80, 0xA0), *range(0x01, 0x20)) if code not in {0x09, 0x0A, 0x0D}]
    letters = [letter for letter in bytes(range(0xA1, 0x100)).decode("iso8859-2") if ord(letter) > 0xFF]
    named = [(letter, glyph) for letter in letters if (glyph := _glyph(letter))]
    return {letter: (code, glyph) for (letter, glyph), code in zip(named, free, strict=False)}


_SLOTS = _slots()
_CODES = {ord(letter): code for letter, (code, _) in _SLOTS.items()}

DIFFERENCES = " ".join(f"{code} /{glyph}" for code, glyph in sorted(_SLOTS.values()))
"""For the font's `/Encoding` (ISO 32000-1, 9.6.6)."""


@cache
def fonts() -> tuple[bytes, bytes]:
    """The font dictionaries: plain and bold."""
    encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [ {DIFFERENCES} ] >>"
    plain, bold = (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding {encoding} >>".encode() for base in _BASES
    )
    return plain, bold


def text(written: str) -> bytes:
    """A PDF string in that encoding; what it lacks becomes a question mark."""
    coded = bytes(_CODES.get(ord(letter), ord(letter) if ord(letter) < 0x100 else 0x3F) for letter in written)
    return b"<" + coded.hex().encode() + b">"
