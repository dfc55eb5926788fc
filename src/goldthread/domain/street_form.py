"""How street lines are written: the patterns by which they are read."""

import re
from typing import Final

LONGEST_LINE: Final = 200
"""In characters; beyond it nobody wrote a street, and reading would take long."""

NUMBER_FIRST_COUNTRIES: Final = frozenset(
    {"AU", "CA", "FR", "GB", "IE", "IN", "LU", "MA", "MC", "MT", "MY", "NZ", "PH", "SG", "TN", "US", "ZA"}
)
ADDRESSES_BY_BLOCK: Final = frozenset({"JP"})

_PREFIX: Final = r"(?<!\w)(?:č\.?\s?p\.?|č\.\s?ev\.?|ev\.\s?č\.?|č\.|s\.?\s?č\.|nr\.?|no\.?|n[°º]|№|\#)\s*"
_RANGE: Final = r"\d+(?:\s*[-\u2013]\s*\d+)?"
_ADDITION: Final = r"""
    (?: \s+\d+/\d+                                         # Kollmitz 1 1/3
      | \s?[^\W\d_](?:\s*[-+\u2013]\s*[^\W\d_\s])?(?![\w.'\u2019])   # 12a, 12 a, 12 a-c
      | \s?(?:bis|ter|quater)(?!\w)                        # 12 bis
    )?
    (?:\s*/\s*\w+)*                                        # 12/34a, 4/1/12, 12/A
"""
_UNIT: Final = r"""
    (?: ap(?:artment|partement|t|p)? | app | unit | suite | ste | fl(?:oor|at)? | room | rm | level
      | top | stiege | stg | tür | stock\w* | etage | og | eg | dg | whg | wohnung | aufgang
      | hinterhaus | vorderhaus | seitenflügel | haus | gebäude | eingang
      | m | lok | lokal | mieszkanie | klatka | byt | patro | poschodie | vchod | dveře
      | em | emelet | ajtó | épület | ép | lph | lépcsőház | fszt | fsz
      | bât | bâtiment | étage | esc | escalier | porte | résidence
    )\b
"""
_REST: Final = rf"(?:\#\s?\w+ | \(.* | c/o\b.* | (?:\d+\.?º?\s+|\d+\.\s*|\w\.?\s+)?{_UNIT}.*)"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


NUMBER_LAST: Final = _form(
    rf"""^(?P<street>.*?[^\W\d_].*?)\s*
         (?P<number>(?:{_PREFIX})?{_RANGE}(?:\.?\s*szám)?)(?P<addition>{_ADDITION})
         (?:\.(?=\s|$))?(?:\s+(?P<rest>{_REST}))?$"""
)
"""Most of Europe: the shortest text with a letter in it, such that only its number and what belongs to it follows."""

NUMBER_FIRST: Final = _form(
    rf"""^(?P<number>{_RANGE}(?:-\d+)*)
         (?P<addition>[^\W\d_](?!\w)|\s?(?:bis|ter|quater)(?!\w)|\s+\d/\d(?!\d)|/\w+)?\s+
         (?P<street>(?!\W*{_UNIT})\S*[^\W\d_].*?)(?:\s+(?P<rest>(?:\#\s?\w+|{_UNIT}.*)))?$"""
)
"""English and French: the number leads, flat or suite may follow."""

BLOCK: Final = _form(
    r"""^(?P<street>[^\d]*[^\W\d_][^\d]*?)\s*
         (?P<number>\d(?:\d|丁目|番地|番|号|の(?=\d)|[-\uff0d\u2212\u2010\u2013ー](?=\d))*)
         \s*(?P<rest>.*)$"""
)
"""Japan: a quarter, then block and building in one chain of numbers, then the building's name and room."""

MANNHEIM_BLOCK: Final = _form(rf"^(?P<street>[A-U]\s?\d{{1,2}}),\s*(?P<number>{_RANGE})(?P<addition>{_ADDITION})$")
"""Mannheim's inner city has squares for streets: `Q7, 24`."""

VILLAGE_NUMBER: Final = _form(rf"^(?P<number>{_PREFIX}\d+)(?P<addition>{_ADDITION})$")
"""A house of a village without streets: `č.p. 12`."""

NUMBER_ALONE: Final = _form(rf"^(?:{_PREFIX})?{_RANGE}{_ADDITION}\.?$")
ENDS_IN_NUMBER: Final = re.compile(r"\d\w?\.?$")
UNIT_ALONE: Final = _form(rf"^(?:(?:\d+\.?|\w\.?)\s+|\d+\.)?{_UNIT}.*$")

POST_BOX: Final = _form(
    r"""(?<!\w)(?: p\.?\s?o\.?\s?b(?:ox)? | post\s?box                      # English
      | postfach | packstation                                              # German
      | bo[iî]te\s+postale | [bc]\.?p\.?(?=\s*\d)                          # French, Italian
      | poštov\w*\s+p[rř]i\w+ | p\.?\s?p\.?(?=\s+\d)                      # Czech, Slovak
      | skrytka\s+poczt\w* | skr\.?\s?poczt\w*                             # Polish
      | postafiók | pf\.?(?=\s*\d)                                         # Hungarian
      | apartado | casella\s+postale )(?!\w)
      | 私書箱"""
)
