"""IPP messages to bytes and back (RFC 8010, section 3)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from goldthread.connectors.ipp.message import Attribute, Content, Group, Message, Tag, Value

END: Final = 0x03
"""After this tag comes the document."""
_LAST_DELIMITER: Final = 0x0F
_OUT_OF_BAND: Final = range(0x10, 0x20)
_NUMBERS: Final = frozenset({Tag.INTEGER, Tag.ENUM})
_TEXTS: Final = range(0x41, 0x4A)
_MEMBER: Final = 0x4A
_END_COLLECTION: Final = 0x37
_DEEPEST: Final = 8


class GarbledError(ValueError):
    """Bytes that aren't a whole IPP message; says where it stops making sense."""


def encode(message: Message) -> bytes:
    """The bytes of a message, its document after them."""
    head = struct.pack(">BBHI", *message.version, message.code, message.number)
    groups = (bytes([group.part]) + b"".join(map(_attribute, group.attributes)) for group in message.groups)
    return head + b"".join(groups) + bytes([END]) + message.document


def decode(content: bytes) -> Message:
    """The message in these bytes. Raises `GarbledError`, whatever they are."""
    reader = _Reader(content)
    version = (reader.byte(), reader.byte())
    code, number = reader.short(), reader.long()
    groups: list[Group] = []
    while (tag := reader.byte()) != END:
        if tag > _LAST_DELIMITER:
            raise reader.garbled(f"a value with tag {tag:#04x} stands before any group")
        groups.append(Group(part=tag, attributes=tuple(_attributes(reader))))
    return Message(code=code, number=number, groups=tuple(groups), document=reader.rest(), version=version)


def _attribute(attribute: Attribute) -> bytes:
    name = attribute.name.encode()
    first, *others = (_value(value) for value in attribute.values)
    return _tagged(name, first) + b"".join(_tagged(b"", other) for other in others)


def _tagged(name: bytes, value: tuple[int, bytes, bytes]) -> bytes:
    tag, content, members = value
    return bytes([tag]) + _sized(name) + _sized(content) + members


def _value(value: Value) -> tuple[int, bytes, bytes]:
    """Tag, content, and what follows of a collection."""
    match value.content:
        case None:
            return value.tag, b"", b""
        case bool(flag):
            return value.tag, bytes([flag]), b""
        case int(number):
            return value.tag, struct.pack(">i", number), b""
        case str(text):
            return value.tag, text.encode(), b""
        case bytes(raw):
            return value.tag, raw, b""
        case members:
            inside = b"".join(map(_member, members))
            return value.tag, b"", inside + _tagged(b"", (_END_COLLECTION, b"", b""))


def _member(member: Attribute) -> bytes:
    named = _tagged(b"", (_MEMBER, member.name.encode(), b""))
    return named + b"".join(_tagged(b"", _value(value)) for value in member.values)


def _sized(content: bytes) -> bytes:
    return struct.pack(">H", len(content)) + content


class _Reader:
    """Takes bytes from the front. Raises `GarbledError` where there are too few."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def byte(self) -> int:
        return self.take(1)[0]

    def short(self) -> int:
        return int.from_bytes(self.take(2))

    def long(self) -> int:
        return int.from_bytes(self.take(4))

    def sized(self) -> bytes:
        return self.take(self.short())

    def take(self, count: int) -> bytes:
        taken = self._content[self._at : self._at + count]
        if len(taken) < count:
            raise self.garbled(f"{count} bytes were announced, {len(taken)} are left")
        self._at += count
        return taken

    def peek(self) -> int:
        """The next byte, which stays."""
        value = self.byte()
        self._at -= 1
        return value

    def rest(self) -> bytes:
        return self._content[self._at :]

    def garbled(self, why: str) -> GarbledError:
        return GarbledError(f"at byte {self._at} {why}")


def _attributes(reader: _Reader) -> Iterator[Attribute]:
    """The attributes up to the next delimiter; a value without a name belongs to the name before it."""
    name, values = "", list[Value]()
    while reader.peek() > _LAST_DELIMITER:
        tag, given = reader.byte(), reader.sized()
        if given:
            if values:
                yield Attribute(name=name, values=tuple(values))
            name, values = _text(given), []
        elif not values:
            raise reader.garbled("the first value has no name")
        values.append(_read(reader, tag, depth=0))
    if values:
        yield Attribute(name=name, values=tuple(values))


def _read(reader: _Reader, tag: int, *, depth: int) -> Value:
    raw = reader.sized()
    if tag == Tag.COLLECTION:
        return Value(tag=tag, content=tuple(_members(reader, depth + 1)))
    return Value(tag=tag, content=_content(reader, tag, raw))


def _content(reader: _Reader, tag: int, raw: bytes) -> Content:
    if tag in _NUMBERS:
        if len(raw) != 4:
            raise reader.garbled(f"a number has {len(raw)} bytes")
        return int.from_bytes(raw, signed=True)
    if tag == Tag.BOOLEAN:
        if raw not in {b"\x00", b"\x01"}:
            raise reader.garbled(f"a boolean is {raw[:4]!r}")
        return raw == b"\x01"
    if tag in _TEXTS:
        return _text(raw)
    return None if tag in _OUT_OF_BAND and not raw else raw


def _members(reader: _Reader, depth: int) -> Iterator[Attribute]:
    """The members of a collection, which may hold collections."""
    if depth > _DEEPEST:
        raise reader.garbled("collections are nested too deep")
    name, values = "", list[Value]()
    while True:
        tag = reader.byte()
        if reader.sized():
            raise reader.garbled("a member has its name in the wrong place")
        if tag in {_MEMBER, _END_COLLECTION}:
            given = reader.sized()
            if values:
                yield Attribute(name=name, values=tuple(values))
            elif name:
                raise reader.garbled(f"the member {name!r} has no value")
            if tag == _END_COLLECTION:
                return
            name, values = _text(given), []
        elif not name:
            raise reader.garbled("the first member has no name")
        else:
            values.append(_read(reader, tag, depth=depth))


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")
