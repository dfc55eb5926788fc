"""Bodies and sentences for people who may not see personal data."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final

from goldthread.flow.reply import Json

HIDDEN: Final = "…"

_EMAIL: Final = re.compile(r"([^\s@<>:,;\"'()])[^\s@<>:,;\"'()]*@([\w.-]+)")
_PERSON: Final = frozenset(
    (
        *("firstname", "middlename", "lastname", "surname", "givenname", "familyname", "fullname", "personname"),
        *("customername", "recipient", "recipientname", "receivername", "consigneename", "sendername"),
        *("contactname", "contactperson", "attention", "holder"),
    )
)
_STREET: Final = frozenset(
    (
        *("street", "street1", "street2", "street3", "streetname", "streetnumber", "streetline", "housenumber"),
        *("address1", "address2", "address3", "addressline", "addressline1", "addressline2", "addressline3"),
        *("line1", "line2"),
    )
)
_PHONE: Final = frozenset(
    ("phone", "phonenumber", "mobile", "mobilenumber", "mobilephone", "telephone", "tel", "cell", "fax")
)
_BESIDE_A_PERSON: Final = frozenset(
    (*_STREET, *_PHONE, "email", "city", "town", "zip", "zipcode", "postcode", "postalcode", "countrycode")
)
"""A `name` beside one of these is a person's; else it may be an article's."""
_DOCUMENT: Final = frozenset(("base64", "content", "data", "document", "label", "labels", "zpl", "pdf"))
_LONG: Final = 200
"""A document of so many characters is hidden whole: labels are full of personal data."""


def mask(value: Json) -> Json:
    """The JSON for people who may not see personal data: `J… N…`, `j…@example.com`, `…456`, `…`.

    Names, streets and phones are known by their keys, e-mail addresses wherever they stand. Places, amounts and ids
    stay, so that the case can still be worked on. JSON within a text is masked as what it is; of a change
    (`field`, `before`, `after`) the values are masked by the name of the field.
    """
    match value:
        case dict():
            is_person = any(_folded(name) in _BESIDE_A_PERSON for name in value)
            changed = _changed_name(value)
            return {
                name: _masked(changed if changed and name in ("before", "after") else _folded(name), each, is_person)
                for name, each in value.items()
            }
        case list():
            return [mask(each) for each in value]
        case str():
            return mask_text(value)
        case _:
            return value


def mask_text(text: str) -> str:
    """A sentence without e-mail addresses; a text that is JSON, masked."""
    if text[:1] in ("{", "["):
        try:
            return json.dumps(mask(json.loads(text)), ensure_ascii=False)
        except json.JSONDecodeError:
            pass  # a sentence that begins with a bracket
    return _EMAIL.sub(r"\1…@\2", text) if "@" in text else text


def _masked(name: str, value: Json, is_person: bool) -> Json:
    if isinstance(value, list) and name in _STREET | _PERSON | _PHONE:
        return [_masked(name, each, is_person) for each in value]
    if not value or isinstance(value, dict | list | bool):
        return mask(value)
    text = str(value)
    if name in _PERSON or (name == "name" and is_person):
        return " ".join(f"{word[0]}…" for word in text.split())
    if name in _PHONE:
        return f"…{text[-3:]}" if len(text) > 6 else HIDDEN
    if name in _STREET or (name in _DOCUMENT and len(text) > _LONG):
        return HIDDEN
    return mask(value)


def _changed_name(value: dict[str, Json]) -> str:
    """The field that a change is about, folded; a `name` counts as a person's, since nobody sees what is beside it."""
    field = value.get("field")
    if not isinstance(field, str) or not {"before", "after"} & value.keys():
        return ""
    steps = [step for step in field.split("/") if step and not step.isdigit()]
    name = _folded(steps[-1]) if steps else ""
    return "fullname" if name == "name" else name


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())
