"""A body as a form, by its schema."""

from __future__ import annotations

from goldthread.console.trash.form import FormField, form_of, humanised, singular
from goldthread.flow.reply import Json

SCHEMA: dict[str, Json] = {
    "$defs": {
        "Address": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "street": {"type": "array", "items": {"type": "string"}},
                "phone": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
            },
        },
        "Weight": {"type": "object", "properties": {"grams": {"type": "integer"}}},
        "Parcel": {"type": "object", "properties": {"id": {"type": "string"}, "weight": {"$ref": "#/$defs/Weight"}}},
    },
    "type": "object",
    "properties": {
        "recipient": {"$ref": "#/$defs/Address"},
        "format": {"enum": ["PDF", "ZPL"]},
        "is_gift": {"type": "boolean"},
        "parcels": {"type": "array", "items": {"$ref": "#/$defs/Parcel"}},
        "cod": {"anyOf": [{"$ref": "#/$defs/Weight"}, {"type": "null"}]},
    },
}
BODY: dict[str, Json] = {
    "recipient": {"name": "Ana", "street": ["Lane 1", "Door 2"]},
    "format": "PDF",
    "is_gift": False,
    "parcels": [{"id": "1", "weight": {"grams": 5}}, {"id": "2", "weight": {"grams": 7}}],
    "cod": None,
    "raw_code": "X-7",
}


def fields() -> dict[str, FormField]:
    """All fields of the form by their pointers."""
    return {one.pointer: one for section in form_of(SCHEMA, BODY).sections for one in section.fields}


def test_fields_are_of_their_kind() -> None:
    """By the schema where it says, by the value where it doesn't."""
    kinds = {pointer: one.kind for pointer, one in fields().items()}
    assert kinds == {
        "/format": "choice",
        "/is_gift": "flag",
        "/raw_code": "text",
        "/recipient/name": "text",
        "/recipient/street": "lines",
        "/recipient/phone": "text",
        "/parcels/0/id": "text",
        "/parcels/0/weight/grams": "integer",
        "/parcels/1/id": "text",
        "/parcels/1/weight/grams": "integer",
    }


def test_what_may_be_null_is_told_apart() -> None:
    """An empty telephone is none; an empty name is an empty name."""
    known = fields()
    assert (known["/recipient/phone"].is_nullable, known["/recipient/name"].is_nullable) == (True, False)
    assert known["/format"].choices == ("PDF", "ZPL")


def test_sections_follow_the_body() -> None:
    """Each part a section, each of several numbered, small parts within their parent."""
    form = form_of(SCHEMA, BODY)
    assert [one.title for one in form.sections] == ["The message", "Recipient", "Parcel 1", "Parcel 2"]
    assert fields()["/parcels/0/weight/grams"].title == "Weight, grams"


def test_what_no_form_holds_is_named() -> None:
    """It is left to the JSON."""
    assert form_of(SCHEMA, BODY).beyond == ("/cod",)
    assert form_of(SCHEMA, ["no", "object"]).beyond == ("",)


def test_a_fault_of_a_line_is_a_fault_of_its_field() -> None:
    """`/recipient/street/0` marks the street, and nothing whose name only begins alike."""
    found = form_of(SCHEMA, BODY).field_of("/recipient/street/0")
    assert found is not None
    assert found.pointer == "/recipient/street"
    assert form_of(SCHEMA, BODY).field_of("/recipient/street_number") is None


def test_names_are_written_for_people() -> None:
    """Abbreviations as they are spoken."""
    assert [humanised(one) for one in ("postal_code", "erp_order", "unitPrice", "hs_code")] == [
        *("Postal code", "ERP order", "Unit price", "HS code")
    ]
    assert (singular("Parcels"), singular("Address")) == ("Parcel", "Address")


def test_a_value_that_is_not_what_the_schema_says_can_still_be_edited() -> None:
    """A number where a text belongs is shown as what it is."""
    (section,) = form_of({"properties": {"code": {"type": "string"}}}, {"code": 7}).sections
    assert (section.fields[0].kind, section.fields[0].value) == ("integer", 7)
