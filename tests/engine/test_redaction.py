"""What is written down and shown."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.domain.artifact import Artifact
from goldthread.engine.redaction import REDACTED, Redactor, is_kept_aside, reference
from goldthread.flow.mask import mask
from goldthread.flow.reply import Json

SECRET = 'käse/"&+ 42x<ü'
SECRETS = {"user": "admin", "password": SECRET, "client_id": "goldthread-7", "pin": "123"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "text", "base64", "artifact", "token", "user_name", "ü"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


def read_again(recorded: str) -> bytes:
    """As the recorder reads a body again."""
    value = json.loads(recorded)
    if isinstance(value, dict) and value.keys() == {"base64"}:
        return base64.b64decode(value["base64"])
    if isinstance(value, dict) and value.keys() == {"text"}:
        text: str = value["text"]
        return text.encode()
    assert not (isinstance(value, dict) and "artifact" in value)
    return json.dumps(value).encode()


@pytest.mark.parametrize("is_json", [True, False])
def test_a_body_without_secrets_is_written_as_it_was_sent(*, is_json: bool) -> None:
    """Numbers keep their spelling, keys their order."""
    body = b'{"total": 19.90, "b": [1, 2], "note": "keyboard"}'
    assert Redactor().body(body, SECRETS, is_json=is_json) == body.decode()


def test_json_over_several_lines_is_made_one() -> None:
    """A line of the ledger is a line."""
    assert Redactor().body(b'{\n  "a": 1\n}\n', {}, is_json=True) == '{"a":1}'


@pytest.mark.parametrize(
    "name",
    ["password", "Password", "apiPassword", "new_password", "token", "access_token", "accessToken", "client-secret",
     "clientSecret", "api_key", "X-Api-Key", "secret", "privateKey", "passwd", "pwd", "sessionId"],
)  # fmt: skip
def test_what_stands_under_a_secret_name_is_cut_out(name: str) -> None:
    """At any depth; the name and everything beside it stay."""
    body = json.dumps({"data": [{name: "whatever", "id": 7}]}).encode()
    assert json.loads(Redactor().body(body, {})) == {"data": [{name: REDACTED, "id": 7}]}


@pytest.mark.parametrize(
    "body",
    [{"nextPageToken": "p2"}, {"tokens_left": "3"}, {"idempotency_key": "k"}, {"token": None}, {"token": 3},
     {"secret": {"id": "x"}}, {"role": "administrator"}, {"station": "station-123"}],
)  # fmt: skip
def test_what_only_sounds_like_a_secret_stays(body: dict[str, Json]) -> None:
    """A recorded reply is replayed, so that nothing is cut out in vain."""
    assert json.loads(Redactor().body(json.dumps(body).encode(), SECRETS)) == body


@pytest.mark.parametrize("ensure_ascii", [True, False])
@pytest.mark.parametrize("is_slashed", [True, False])
def test_a_credential_is_found_wherever_it_stands(*, ensure_ascii: bool, is_slashed: bool) -> None:
    """However JSON escapes it, also inside of longer texts."""
    text = json.dumps({"echo": f"wrong: {SECRET}!", "list": [SECRET], "id": "goldthread-7"}, ensure_ascii=ensure_ascii)
    body = (text.replace("/", "\\/") if is_slashed else text).encode()
    found = json.loads(Redactor().body(body, SECRETS, is_json=True))
    assert found == {"echo": f"wrong: {REDACTED}!", "list": [REDACTED], "id": REDACTED}


def test_a_short_credential_is_cut_out_where_it_is_the_whole_value() -> None:
    """`admin` may be any word within another; three characters are never looked for."""
    body = b'{"user": "admin", "role": "administrator", "pin": "123"}'
    assert json.loads(Redactor().body(body, SECRETS)) == {"user": REDACTED, "role": "administrator", "pin": "123"}


def test_forms_and_xml_lose_their_secrets() -> None:
    """By name, and by value in the spelling of addresses and XML."""
    redactor = Redactor()
    form = f"grant_type=x&client_secret=abc&client_id=goldthread-7&q={quote_plus(SECRET)}&page_token=2".encode()
    assert json.loads(redactor.body(form, SECRETS)) == {
        "text": f"grant_type=x&client_secret={REDACTED}&client_id={REDACTED}&q={REDACTED}&page_token=2"
    }
    xml = "<a><w:apiPassword n='1'>abc</w:apiPassword><name>käse/&quot;&amp;+ 42x&lt;ü</name><token/></a>".encode()
    assert json.loads(redactor.body(xml, SECRETS)) == {
        "text": f"<a><w:apiPassword n='1'>{REDACTED}</w:apiPassword><name>{REDACTED}</name><token/></a>"
    }


def test_what_is_asked_loses_secrets_in_path_and_parameters() -> None:
    """Also those in the query of a path."""
    head = {"method": "GET", "params": {"api_key": "abc", "page": "1"}, "path": f"/a/{quote(SECRET)}?token=t&b=1"}
    assert json.loads(Redactor().text(json.dumps(head), SECRETS)) == {
        "method": "GET",
        "params": {"api_key": REDACTED, "page": "1"},
        "path": f"/a/{REDACTED}?token={REDACTED}&b=1",
    }


def test_headers_lose_their_secrets() -> None:
    """By name in any case, and by value."""
    headers = {
        "AUTHORIZATION": "Basic x",
        "X-Api-Key": "k",
        "Set-Cookie": "a=b",
        "x-session": "t",
        "X-Swift-Signature": "s",
    }
    harmless = {"Content-Type": "application/json", "X-Request-Id": "r"}
    redacted = Redactor().headers({**headers, **harmless, "Referer": f"http://h/{quote(SECRET)}"}, SECRETS)
    assert redacted == {**dict.fromkeys(headers, REDACTED), **harmless, "Referer": f"http://h/{REDACTED}"}


@given(json_values)
def test_every_json_body_without_secrets_is_read_again_as_it_was(value: Json) -> None:
    """Also a body that looks like one of our own ways to write it."""
    body = json.dumps(value, ensure_ascii=False).encode()
    again = json.loads(read_again(Redactor().body(body, {})))
    assert again == _without_tokens(value)


def _without_tokens(value: Json) -> Json:
    if isinstance(value, dict):
        return {
            name: REDACTED if name == "token" and isinstance(each, str) and each else _without_tokens(each)
            for name, each in value.items()
        }
    return [_without_tokens(each) for each in value] if isinstance(value, list) else value


@given(st.binary(min_size=1, max_size=200))
def test_every_other_body_is_read_again_to_the_byte(body: bytes) -> None:
    """Text as text, bytes as base64; JSON at least as the same value."""
    again = read_again(Redactor().body(body, {}))
    assert again == body or json.loads(again) == json.loads(body)


def test_nothing_is_null() -> None:
    """A body that wasn't there."""
    assert Redactor().body(b"", SECRETS) == "null"


def test_a_body_too_deep_to_look_through_is_still_written() -> None:
    """A hostile reply of a thousand brackets is text, without its secrets."""
    body = b'{"token":' * 900 + b'"goldthread-7"' + b"}" * 900
    recorded = Redactor().body(body, SECRETS)
    assert "goldthread-7" not in recorded
    assert json.loads(recorded).keys() <= {"text", "token"}


@pytest.mark.parametrize(
    ("body", "is_aside"),
    [
        (b"^XA" * 20_000, False),
        (b"x" * 65_537, True),
        (b"\xff" * 4_096, False),
        (b"\xff" * 4_097, True),
        (b"", False),
    ],
)
def test_large_and_binary_bodies_are_kept_aside(body: bytes, *, is_aside: bool) -> None:
    """Text up to 64 KiB and bytes up to 4 KiB stand in the ledger."""
    assert is_kept_aside(body) is is_aside


def test_a_body_kept_aside_is_referred_to() -> None:
    """By digest, kind and size."""
    artifact = Artifact(digest="0" * 64, media_type="application/pdf", size=70_000)
    assert json.loads(reference(artifact)) == {"artifact": "0" * 64, "media_type": "application/pdf", "size": 70_000}


# Personal data.


def test_people_are_masked_and_articles_are_not() -> None:
    """Enough stays to work on the case: places, amounts, ids, initials."""
    order: Json = {
        "number": "B-100001",
        "email": "jana.novakova@example.com",
        "customer_name": "Jana Nováková",
        "shipping": {
            "name": "Jana Nováková",
            "street": ["Vinohradská 1511/230", "2. patro"],
            "postal_code": "100 00",
            "city": "Praha 10",
            "phone": "+420601123456",
            "company": None,
        },
        "lines": [{"sku": "MOKA-3", "name": "Moka pot", "quantity": 2}],
        "note": "Write to Jana <jana@example.com>, please",
    }
    assert mask(order) == {
        "number": "B-100001",
        "email": "j…@example.com",
        "customer_name": "J… N…",
        "shipping": {
            "name": "J… N…",
            "street": ["…", "…"],
            "postal_code": "100 00",
            "city": "Praha 10",
            "phone": "…456",
            "company": None,
        },
        "lines": [{"sku": "MOKA-3", "name": "Moka pot", "quantity": 2}],
        "note": "Write to Jana <j…@example.com>, please",
    }


@pytest.mark.parametrize(
    ("body", "masked"),
    [
        ({"firstName": "Jana", "last-name": "Nováková"}, {"firstName": "J…", "last-name": "N…"}),
        ({"recipient": {"name": "Jana", "town": "Praha"}}, {"recipient": {"name": "J…", "town": "Praha"}}),
        ({"addressLine1": "Dlouhá 1", "phone": 601123456}, {"addressLine1": "…", "phone": "…456"}),
        ({"phone": "12", "street": "", "mobile": None}, {"phone": "…", "street": "", "mobile": None}),
        ({"key": "customer:jana@example.com"}, {"key": "customer:j…@example.com"}),
        ({"ok": True, "n": 1}, {"ok": True, "n": 1}),
    ],
)
def test_personal_data_is_known_by_its_keys(body: Json, masked: Json) -> None:
    """In any spelling of the key, at any depth."""
    assert mask(body) == masked
