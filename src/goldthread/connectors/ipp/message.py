"""IPP messages as values (RFC 8010): groups of attributes, each with one value or more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias


class Operation(IntEnum):
    """What is asked of a printer; used as the request's number too, so that an answer says what it answers."""

    PRINT_JOB = 0x0002
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Part(IntEnum):
    """The kinds of groups."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """The kinds of values that we write or look into; others are carried as they are."""

    UNSUPPORTED = 0x10
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    COLLECTION = 0x34
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MEDIA_TYPE = 0x49


Content: TypeAlias = "int | bool | str | bytes | tuple[Attribute, ...] | None"
VERSION: Final = (1, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One value with its tag; what has no type of ours stays bytes, what says "no value" is None."""

    tag: int
    content: Content


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribute:
    """A name with its values, at least one."""

    name: str
    values: tuple[Value, ...]

    def texts(self) -> tuple[str, ...]:
        """Those of its values that are texts."""
        return tuple(value.content for value in self.values if isinstance(value.content, str))

    def number(self) -> int | None:
        """Its first value, where that is a number."""
        first = self.values[0].content
        return first if isinstance(first, int) and not isinstance(first, bool) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Attributes of one thing: of the operation, of one job, of the printer."""

    part: int
    attributes: tuple[Attribute, ...] = ()

    def find(self, name: str) -> Attribute | None:
        """The attribute of this name."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of an attribute; none where it isn't there."""
        found = self.find(name)
        return found.texts() if found else ()

    def text(self, name: str) -> str:
        """The first text of an attribute; empty where it isn't there."""
        return next(iter(self.texts(name)), "")

    def number(self, name: str) -> int | None:
        """The number in an attribute."""
        found = self.find(name)
        return found.number() if found else None

    def is_true(self, name: str, *, otherwise: bool) -> bool:
        """What a boolean attribute says, or `otherwise` where it isn't there."""
        found = self.find(name)
        content = found.values[0].content if found else otherwise
        return content if isinstance(content, bool) else otherwise


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A request or an answer; `code` is the operation of the one, the status of the other."""

    code: int
    number: int
    groups: tuple[Group, ...] = ()
    document: bytes = b""
    version: tuple[int, int] = VERSION

    def of(self, part: Part) -> Iterator[Group]:
        """The groups of one kind: every job is one."""
        return (group for group in self.groups if group.part == part)

    def first(self, part: Part) -> Group:
        """The first group of a kind; an empty one where there is none."""
        return next(self.of(part), Group(part=part))


def one(name: str, tag: Tag, content: Content) -> Attribute:
    """An attribute with one value."""
    return Attribute(name=name, values=(Value(tag=tag, content=content),))


def many(name: str, tag: Tag, contents: tuple[str, ...]) -> Attribute:
    """An attribute with several texts."""
    return Attribute(name=name, values=tuple(Value(tag=tag, content=content) for content in contents))
