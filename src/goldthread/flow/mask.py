"""Personal data hidden by the names of its fields, so that a body can be shown to who needn't know whose it is."""

from __future__ import annotations

import json
import re
from typing import Final

from goldthread.flow.reply import Json

HIDDEN: Final = "•••"

_PERSONAL_WORDS: Final = (
    "firstname lastname surname fullname customername recipientname contactname company companyname "
    "email emailaddress mail phone phonenumber telephone mobile "
    "street street1 street2 street3 streetname housenumber address address1 address2 address3 addressline "
    "vatid taxid eori birthdate dateofbirth"
)
_PARTLY_WORDS: Final = "email emailaddress mail phone phonenumber telephone mobile"
_WHEREABOUTS_WORDS: Final = "street street1 address1 city postalcode zip zipcode email phone countrycode"
_DOCUMENT_WORDS: Final = "base64 content data document label zpl pdf"

_PERSONAL: Final = frozenset(_PERSONAL_WORDS.split())
"""Field names, in small letters without separators."""
_PARTLY: Final = frozenset(_PARTLY_WORDS.split())
"""Of these the beginning stays, so that somebody on the phone can be asked whether it is theirs."""
_WHEREABOUTS: Final = frozenset(_WHEREABOUTS_WORDS.split())
"""`name` is personal only beside one of these; articles, nodes and files have names too."""
_DOCUMENTS: Final = frozenset(_DOCUMENT_WORDS.split())
_LONG: Final = 200
"""Documents longer than this many characters are hidden: a label is full of personal data."""
_EMAIL: Final = re.compile(r"([\w.+%-]{1,2})[\w.+%-]*@[\w-]+(?:\.[\w-]+)+")


def mask(value: Json) -> Json:
    """The same JSON with personal data hidden: `{"email": "ana@example.com"}` gives `{"email": "an•••"}`."""
    match value:
        case dict():
            is_person = any(_folded(name) in _WHEREABOUTS for name in value)
            changed = _last_step(value.get("field")) if {"before", "after"} & value.keys() else ""
            return {
                name: _under(changed if changed and name in ("before", "after") else name, each, is_person=is_person)
                for name, each in value.items()
            }
        case list():
            return [mask(each) for each in value]
        case str():
            return mask_text(value)
        case _:
            return value


def mask_text(text: str) -> str:
    """A sentence with the e-mail addresses in it hidden; JSON within a text is masked as what it is."""
    if text[:1] in ("{", "["):
        try:
            return json.dumps(mask(json.loads(text)), ensure_ascii=False)
        except json.JSONDecodeError:
            return HIDDEN
    return _EMAIL.sub(rf"\1{HIDDEN}", text)


def _under(name: str, value: Json, *, is_person: bool) -> Json:
    folded = _folded(name)
    is_personal = folded in _PERSONAL or (folded == "name" and is_person)
    match value:
        case str() if is_personal and value:
            return value[:2] + HIDDEN if folded in _PARTLY else HIDDEN
        case str() if folded in _DOCUMENTS and len(value) > _LONG:
            return HIDDEN
        case list() if is_personal:
            return [HIDDEN if isinstance(each, str) else mask(each) for each in value]
        case _:
            return mask(value)


def _folded(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum()).lower()


def _last_step(field: Json) -> str:
    """The name of the field that a JSON Pointer leads to; a `name` counts as a person's, to be safe."""
    if not isinstance(field, str):
        return ""
    steps = [step for step in field.split("/") if step and not step.isdigit()]
    return ("customername" if steps[-1] == "name" else steps[-1]) if steps else ""
