"""The one right spelling of a postal code, where it follows from what was written."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from goldthread.adapters.places.country import Country

_VEHICLE_CODES: Final = {"AT": "A", "BE": "B", "DE": "D", "FR": "F", "HU": "H", "IT": "I", "LU": "L"}
"""What people still put before a postal code: `D-10115` (CEPT, abolished)."""
_NOT_CODE: Final = re.compile(r"[^0-9A-Z]")


def canonical_postal_code(written: str, country: Country) -> str | None:
    """The code as the country's post writes it: CZ `11000` gives `110 00`; none where no spelling is right.

    Letters and digits stay as they are: nothing is added, nothing left out but a country code (`D-10115`).
    """
    if country.postal_code is None:
        return written
    code = _NOT_CODE.sub("", unicodedata.normalize("NFKC", written).upper())
    bare = (code, code.removeprefix(country.code), code.removeprefix(_VEHICLE_CODES.get(country.code, "")))
    spellings = (spelling for code in bare for spelling in _spellings(code, country))
    return next((spelling for spelling in spellings if country.postal_code.fullmatch(spelling)), None)


def _spellings(code: str, country: Country) -> Iterator[str]:
    for example in country.postal_code_examples:
        if len(_NOT_CODE.sub("", example)) == len(code):
            characters = iter(code)
            yield "".join(next(characters) if mark.isalnum() else mark for mark in example)
    for gap in range(len(code) - 1, 0, -1):
        yield f"{code[:gap]} {code[gap:]}"
        yield f"{code[:gap]}-{code[gap:]}"
    yield code
