"""A body as sections of fields, by its JSON Schema; what a form cannot hold is left to the JSON beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

from goldthread.domain.problem import pointer
from goldthread.flow.reply import Json

FieldKind: TypeAlias = Literal["text", "integer", "number", "flag", "choice", "lines"]
Schema: TypeAlias = Mapping[str, Json]

INLINE_MOST: Final = 3
"""A value of so many plain parts (a weight, an amount of money) stands within its parent's section."""
_ACRONYMS: Final = {"id": "id", "erp": "ERP", "sku": "SKU", "gtin": "GTIN", "hs": "HS", "cod": "COD", "url": "URL"}
_KINDS: Final[Mapping[str, FieldKind]] = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "flag",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FormField:
    """One field of a form."""

    pointer: str
    title: str
    kind: FieldKind
    value: Json
    choices: tuple[str, ...] = ()
    is_nullable: bool = False
    """An empty field is null, not an empty text."""

    def is_meant_by(self, place: str) -> bool:
        """Whether a fault at `place` is a fault of this field: of it, or of a line of it."""
        return place == self.pointer or place.startswith(f"{self.pointer}/")


@dataclass(frozen=True, kw_only=True, slots=True)
class FormSection:
    """Fields that belong together."""

    pointer: str
    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """All sections, and what isn't in them."""

    sections: tuple[FormSection, ...]
    beyond: tuple[str, ...]
    """Pointers of what can only be edited as JSON."""

    def field_of(self, place: str) -> FormField | None:
        """The field that a fault at `place` means."""
        return next((one for section in self.sections for one in section.fields if one.is_meant_by(place)), None)


def form_of(schema: Schema, body: Json) -> Form:
    """The form of a body. A body that isn't an object at all is all beyond it."""
    beyond: list[str] = []
    if not isinstance(body, dict):
        return Form(sections=(), beyond=("",))
    walk = _Walk(schema, beyond)
    return Form(sections=tuple(walk.sections(schema, body, "", "")), beyond=tuple(beyond))


def humanised(name: str) -> str:
    """`postal_code` as `Postal code`, `erp_order` as `ERP order`, `unitPrice` as `Unit price`."""
    spaced = "".join(f" {char.lower()}" if char.isupper() else char for char in name.replace("_", " "))
    words = [_ACRONYMS.get(word, word) for word in spaced.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def singular(title: str) -> str:
    """`Parcels` as `Parcel`, for one of a list."""
    return title[:-1] if title.endswith("s") and not title.endswith("ss") else title


class _Walk:
    def __init__(self, root: Schema, beyond: list[str]) -> None:
        self._definitions = cast("Schema", root.get("$defs") or {})
        self._beyond = beyond

    def sections(self, schema: Schema, body: dict[str, Json], place: str, title: str) -> Iterator[FormSection]:
        """The section of an object's own fields, then those of what is within it."""
        fields: list[FormField] = []
        within: list[FormSection] = []
        for name, (said, value) in self._members(schema, body).items():
            there, label = place + pointer(name), humanised(name)
            found = self._field(said, value, there, label)
            if found is not None:
                fields.append(found)
            elif isinstance(value, dict):
                inner = list(
                    self.sections(self._plain(said)[0], value, there, f"{title} / {label}" if title else label)
                )
                if len(inner) == 1 and len(inner[0].fields) <= INLINE_MOST and len(value) == len(inner[0].fields):
                    fields += [_named(one, f"{label}, {one.title.lower()}") for one in inner[0].fields]
                else:
                    within += inner
            elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
                within += self._items(said, value, there, singular(label))
            else:
                self._beyond.append(there)
        if fields:
            yield FormSection(pointer=place, title=title or "The message", fields=tuple(fields))
        yield from within

    def _items(self, said: Schema, value: Sequence[Json], place: str, label: str) -> Iterator[FormSection]:
        items = cast("Schema", self._plain(said)[0].get("items") or {})
        for number, one in enumerate(value):
            if isinstance(one, dict):
                title = f"{label} {number + 1}" if len(value) > 1 else label
                yield from self.sections(self._plain(items)[0], one, place + pointer(number), title)

    def _members(self, schema: Schema, body: dict[str, Json]) -> dict[str, tuple[Schema, Json]]:
        """What the schema knows, in its order, then what only the body has."""
        known = cast("Mapping[str, Schema]", self._plain(schema)[0].get("properties") or {})
        members = {name: (said, body.get(name, said.get("default"))) for name, said in known.items()}
        return members | {name: ({}, value) for name, value in body.items() if name not in known}

    def _field(self, said: Schema, value: Json, place: str, label: str) -> FormField | None:
        schema, is_nullable = self._plain(said)
        kind: FieldKind | None = _KINDS.get(str(schema.get("type") or ""))
        choices: tuple[str, ...] = ()
        if isinstance(schema.get("enum"), list):
            kind, choices = "choice", tuple(str(one) for one in cast("list[Json]", schema["enum"]))
        elif _is_lines(value):
            kind = "lines"
        elif kind is None or not _is_of(kind, value):
            kind = _kind_of(value)
        if kind is None:
            return None
        return FormField(
            pointer=place,
            title=label,
            kind=kind,
            value=value,
            choices=choices,
            is_nullable=is_nullable or value is None,
        )

    def _plain(self, schema: Schema) -> tuple[Schema, bool]:
        """The schema itself, behind references and "or null"; whether it may be null."""
        is_nullable = False
        for _ in range(8):
            if "$ref" in schema:
                schema = cast("Schema", self._definitions.get(str(schema["$ref"]).rpartition("/")[2]) or {})
            elif isinstance(options := schema.get("anyOf") or schema.get("oneOf"), list):
                real = [cast("Schema", one) for one in options if isinstance(one, dict) and one.get("type") != "null"]
                is_nullable = is_nullable or len(real) < len(options)
                schema = real[0] if len(real) == 1 else next((one for one in real if one.get("type") == "string"), {})
            else:
                break
        return schema, is_nullable


def _named(field: FormField, title: str) -> FormField:
    return FormField(
        pointer=field.pointer,
        title=title,
        kind=field.kind,
        value=field.value,
        choices=field.choices,
        is_nullable=field.is_nullable,
    )


def _is_lines(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _is_of(kind: FieldKind, value: Json) -> bool:
    match value:
        case None:
            return True
        case bool():
            return kind == "flag"
        case int():
            return kind in ("integer", "number")
        case float():
            return kind == "number"
        case str():
            return kind == "text"
        case _:
            return False


def _kind_of(value: Json) -> FieldKind | None:
    """By the value alone, where the schema doesn't say or the value isn't what it says."""
    match value:
        case bool():
            return "flag"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "text"
        case _:
            return None
