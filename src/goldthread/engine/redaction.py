"""What may be written down: no credentials ever."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import quote, quote_plus

import orjson

from goldthread.domain.artifact import Artifact
from goldthread.engine.codec import canonical
from goldthread.flow.reply import Json

REDACTED: Final = "[redacted]"
INLINE: Final = 64 * 1024
"""Bodies over this many bytes are kept as artifacts, as they are."""
BINARY_INLINE: Final = 4 * 1024
"""Bodies that aren't text are kept as artifacts from this many bytes on."""

_LONG: Final = 8
_SHORTEST: Final = 4
_SECRET_NAMES: Final = frozenset(
    ("token", "pwd", "passwd", "authtoken", "idtoken", "sessiontoken", "sessionid", "accesskey", "authorization")
)
_SECRET_ENDINGS: Final = (
    *("password", "passphrase", "secret", "apikey", "accesstoken", "refreshtoken", "privatekey", "secretkey"),
)
_HINTS: Final = re.compile(rb"passw|passphrase|pwd|token|secret|session|authorization|apikey|accesskey|privatekey")
"""A body without any of these, folded, has no secret name in it and needn't be looked through."""
_FOLD: Final = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")
_SPACE: Final = re.compile(r'("(?:[^"\\]|\\.)*")|\s+')
"""Space between the parts of JSON; texts are kept."""
_RUN: Final = re.compile(r"[0-9A-Za-z]+")
_PARAMETER: Final = re.compile(r"(?:(?<=[?&\s])|\A)([\w.%\[\]-]+)=([^&\s]+)")
_ELEMENT: Final = re.compile(r"<([\w.:-]+)(\s[^<>]*)?>([^<]+)(?=</)")
_SECRET_HEADER: Final = re.compile(
    r"authori[sz]ation|cookie|token|secret|session|password|api-?key|access-?key|signature|hmac", re.IGNORECASE
)
_MARKS: Final = ('"artifact"', '"base64"', '"text"')


class Redactor:
    """Takes credentials out of what is recorded: by their values, and by the names they stand under.

    A value of 8 characters or more is cut out wherever it stands; a shorter one might be any word (`admin`) and is cut
    out only where it is all of a text. Everything else stays as it was sent, so that a recorded reply can be replayed.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], _Needles] = {}

    def body(self, content: bytes, secrets: Mapping[str, str], *, is_json: bool = False) -> str:
        """The body as JSON: itself where it is JSON, `{"text"}` where it is text, `{"base64"}` else.

        JSON that looks like one of these is written as text, so that every body is read again as it was. `is_json`:
        the caller has read it already.
        """
        if not content:
            return "null"
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return canonical({"base64": base64.b64encode(content).decode()})
        try:
            clean = self._json(text, content, secrets, is_json=is_json)
        except (orjson.JSONDecodeError, RecursionError):
            return canonical({"text": _by_name(self._by_value(text, secrets))})
        return canonical({"text": clean}) if _is_ambiguous(clean) else clean

    def text(self, text: str, secrets: Mapping[str, str]) -> str:
        """JSON of our own (method, path, parameters), with the queries in it, without credentials."""
        clean = self._json(text, text.encode(), secrets)
        return clean if "=" not in clean else orjson.dumps(_in_queries(orjson.loads(clean))).decode()

    def json(self, text: str, secrets: Mapping[str, str]) -> str:
        """A value of our own as JSON, without credentials."""
        return self._json(text, text.encode(), secrets, is_json=True)

    def words(self, text: str, secrets: Mapping[str, str]) -> str:
        """What is said in a sentence, without credentials."""
        return _by_name(self._by_value(text, secrets))

    def headers(self, headers: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
        """The headers without credentials."""
        return {
            name: REDACTED if _SECRET_HEADER.search(name) else self._by_value(value, secrets)
            for name, value in headers.items()
        }

    def _json(self, text: str, content: bytes, secrets: Mapping[str, str], *, is_json: bool = False) -> str:
        folded = content.translate(_FOLD, b"_-")
        is_suspect = _HINTS.search(folded) is not None or any(one in text for one in self._needles(secrets).probes)
        if is_json and not is_suspect and "\n" not in text:
            return text
        value: Json = orjson.loads(content)
        if is_suspect and (clean := self._clean(value, secrets)) != value:
            return orjson.dumps(clean).decode()
        return _SPACE.sub(r"\1", text) if "\n" in text else text  # not by way of its value: 20 digits would change

    def _clean(self, value: Json, secrets: Mapping[str, str]) -> Json:
        match value:
            case dict():
                return {
                    name: REDACTED
                    if each and isinstance(each, str) and _is_secret(name)
                    else self._clean(each, secrets)
                    for name, each in value.items()
                }
            case list():
                return [self._clean(each, secrets) for each in value]
            case str():
                return self._by_value(value, secrets)
            case _:
                return value

    def _by_value(self, text: str, secrets: Mapping[str, str]) -> str:
        for spelling in self._needles(secrets).spellings:
            if len(spelling) >= _LONG:
                text = text.replace(spelling, REDACTED)
            elif text == spelling:
                return REDACTED
        return text

    def _needles(self, secrets: Mapping[str, str]) -> _Needles:
        values = tuple(secrets.values())
        needles = self._known.get(values)
        if needles is None:
            needles = self._known[values] = _needles_of(values)
        return needles


@dataclass(frozen=True, kw_only=True, slots=True)
class _Needles:
    """What is looked for because of one set of credentials."""

    spellings: tuple[str, ...]
    """Every way in which the values may be written, the longest first."""
    probes: tuple[str, ...]
    """Parts of them, of which a text with a credential in it has at least one."""


def _is_ambiguous(text: str) -> bool:
    """Whether JSON from outside looks like one of our own ways to write a body."""
    if not any(mark in text for mark in _MARKS):
        return False
    value: Json = orjson.loads(text)
    return isinstance(value, dict) and ("artifact" in value or value.keys() <= {"base64", "text"})


def is_kept_aside(content: bytes) -> bool:
    """Whether the body is kept as an artifact and only referred to."""
    if len(content) <= BINARY_INLINE:
        return False
    if len(content) > INLINE:
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


def reference(artifact: Artifact) -> str:
    """What stands in the place of a body that was kept: `{"artifact","media_type","size"}`."""
    return canonical({"artifact": artifact.digest, "media_type": artifact.media_type, "size": artifact.size})


def _needles_of(values: tuple[str, ...]) -> _Needles:
    spellings: set[str] = set()
    probes: set[str] = set()
    for value in values:
        if len(value) < _SHORTEST:
            continue
        spelt = _spellings(value)
        spellings |= spelt
        # Letters and digits are written alike everywhere, so the longest run of them is in every spelling.
        run = max(_RUN.findall(value), key=len, default="")
        probes |= {run} if len(run) >= _SHORTEST else spelt
    return _Needles(spellings=tuple(sorted(spellings, key=len, reverse=True)), probes=tuple(probes))


def _spellings(value: str) -> set[str]:
    """The ways in which a value is written: plain, in JSON (three habits), in an address, in XML."""
    escaped, plain = json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]
    slashed = escaped.replace("/", "\\/")
    return {value, escaped, plain, slashed, quote(value, safe=""), quote(value), quote_plus(value), escape(value)}


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _is_secret(name: str) -> bool:
    folded = _folded(name)
    return folded in _SECRET_NAMES or folded.endswith(_SECRET_ENDINGS)


def _by_name(text: str) -> str:
    """A form or XML without the values of secret names."""
    if "=" in text:
        text = _PARAMETER.sub(lambda found: f"{found[1]}={REDACTED}" if _is_secret(found[1]) else found[0], text)
    if "<" in text:
        text = _ELEMENT.sub(_element, text)
    return text


def _element(found: re.Match[str]) -> str:
    name: str = found[1]
    if not _is_secret(name.rpartition(":")[2]):
        return found[0]
    return f"<{name}{found[2] or ''}>{REDACTED}"


def _in_queries(value: Json) -> Json:
    match value:
        case dict():
            return {name: _in_queries(each) for name, each in value.items()}
        case list():
            return [_in_queries(each) for each in value]
        case str():
            return _by_name(value)
        case _:
            return value
