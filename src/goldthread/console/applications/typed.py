"""What was typed into the form of an installation, made into what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from goldthread.flow.application import Field
from goldthread.flow.errors import Misuse

SCHEMES = frozenset({"http", "https", "tcp", "ipp", "ipps"})


@dataclass(kw_only=True, slots=True)
class Typed:
    """The fields of the form as they stand."""

    name: str = ""
    base_url: str = ""
    values: dict[str, str] = field(default_factory=dict)
    """Settings and credentials by their names."""
    is_default: bool = False
    is_on: bool = True


def read_settings(fields: tuple[Field, ...], typed: Typed, former: Mapping[str, str]) -> dict[str, str]:
    """The settings; an empty field takes its setting away, one that the form doesn't have stays."""
    asked = {one.name for one in fields}
    kept = {name: value for name, value in former.items() if name not in asked}
    plain = {one.name: typed.values.get(one.name, "").strip() for one in fields if not one.is_secret}
    return {**kept, **{name: value for name, value in plain.items() if value}}


def read_secrets(fields: tuple[Field, ...], typed: Typed, former: Mapping[str, str]) -> dict[str, str] | None:
    """All credentials, those left empty as they were; None when none was typed."""
    new = {one.name: value for one in fields if one.is_secret and (value := typed.values.get(one.name, "").strip())}
    return {**former, **new} if new else None


def read_address(text: str) -> str:
    """The address without what surrounds it. Raises `Misuse` when it is none, or carries a password."""
    said = text.strip()
    try:
        parts = urlsplit(said)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise Misuse(f"{said!r} is no address; write it whole, as https://shop.example or tcp://10.0.0.9:9100.")
    if parts.password or parts.username:
        raise Misuse("An address carries no login; the credentials have fields of their own.")
    return said


def missing(fields: tuple[Field, ...], typed: Typed, credentials: frozenset[str]) -> list[str]:
    """The names of required fields that would stay empty; `credentials` are those that are set."""
    return [
        one.name
        for one in fields
        if one.is_required
        and not typed.values.get(one.name, "").strip()
        and not (one.is_secret and one.name in credentials)
    ]
