"""IPP messages become bytes and the same messages again; whatever else comes is called garbled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.connectors.ipp import ask
from goldthread.connectors.ipp.codec import GarbledError, decode, encode
from goldthread.connectors.ipp.message import Attribute, Content, Group, Message, Part, Tag, Value, many, one

NAMES = st.text(min_size=1, max_size=20)
TEXTS = st.text(max_size=40)
SIMPLE: st.SearchStrategy[Value] = st.one_of(
    st.builds(
        lambda tag, content: Value(tag=tag, content=content),
        st.sampled_from([Tag.INTEGER, Tag.ENUM]),
        st.integers(min_value=-(2**31), max_value=2**31 - 1),
    ),
    st.builds(lambda content: Value(tag=Tag.BOOLEAN, content=content), st.booleans()),
    st.builds(
        lambda tag, content: Value(tag=tag, content=content),
        st.sampled_from([Tag.TEXT, Tag.NAME, Tag.KEYWORD, Tag.URI, Tag.MEDIA_TYPE]),
        TEXTS,
    ),
    st.builds(lambda content: Value(tag=Tag.OCTETS, content=content), st.binary(max_size=40)),
    st.just(Value(tag=Tag.UNSUPPORTED, content=None)),
)


def attributes(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Attribute]:
    """Attributes of one value or more."""
    return st.builds(
        lambda name, values: Attribute(name=name, values=tuple(values)), NAMES, st.lists(values, min_size=1, max_size=3)
    )


def collections(inside: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    """Collections of such values."""
    members = st.lists(attributes(inside), max_size=2)
    return st.builds(lambda members: Value(tag=Tag.COLLECTION, content=tuple(members)), members)


VALUES = st.recursive(SIMPLE, collections, max_leaves=5)
GROUPS = st.builds(
    lambda part, attributes: Group(part=part, attributes=tuple(attributes)),
    st.sampled_from(list(Part)),
    st.lists(attributes(VALUES), max_size=4),
)
MESSAGES = st.builds(
    lambda code, number, groups, document: Message(code=code, number=number, groups=tuple(groups), document=document),
    st.integers(min_value=0, max_value=0xFFFF),
    st.integers(min_value=0, max_value=0xFFFFFFFF),
    st.lists(GROUPS, max_size=3),
    st.binary(max_size=30),
)


def read(content: bytes) -> Message | None:
    """The message, or none where the bytes are garbled; nothing else may happen."""
    try:
        return decode(content)
    except GarbledError:
        return None


@given(MESSAGES)
def test_a_message_survives_its_bytes(message: Message) -> None:
    """Groups, several values, collections in collections, and the document after them."""
    assert decode(encode(message)) == message


@given(MESSAGES, st.data())
def test_a_message_that_was_cut_is_garbled(message: Message, data: st.DataObject) -> None:
    """Half a message is never taken for a whole one, wherever it ends."""
    whole = encode(message)
    kept = data.draw(st.integers(min_value=0, max_value=len(whole) - len(message.document) - 1))
    with pytest.raises(GarbledError):
        decode(whole[:kept])


@given(st.binary(max_size=200))
def test_noise_is_a_message_or_garbled(noise: bytes) -> None:
    """Nothing that anybody sends does more than that, and what is read can be written."""
    message = read(noise)
    assert message is None or decode(encode(message)) == message


@given(MESSAGES, st.integers(min_value=0), st.integers(min_value=0, max_value=255))
def test_a_flipped_byte_is_a_message_or_garbled(message: Message, place: int, byte: int) -> None:
    """Lengths, tags and depths that lie end in the same two ways."""
    content = bytearray(encode(message))
    content[place % len(content)] = byte
    flipped = read(bytes(content))
    assert flipped is None or decode(encode(flipped)) == flipped


def nested(depth: int) -> Content:
    """A collection in a collection, so many times."""
    content: Content = (one("x", Tag.INTEGER, 1),)
    for _ in range(depth):
        content = (one("x", Tag.COLLECTION, content),)
    return content


def test_collections_without_end_are_garbled() -> None:
    """A hundred collections in each other don't use up the stack."""
    deep = Group(part=Part.PRINTER, attributes=(one("media-col", Tag.COLLECTION, nested(100)),))
    with pytest.raises(GarbledError, match="too deep"):
        decode(encode(Message(code=0, number=1, groups=(deep,))))


def test_a_print_job_has_the_bytes_that_cups_took() -> None:
    """The request as it was recorded, byte by byte."""
    asked = ask.print_job("ipp://localhost/ipp/print", "L-1.1", "application/pdf", b"%PDF")
    assert asked == (
        b"\x01\x01\x00\x02\x00\x00\x00\x02\x01"
        b"G\x00\x12attributes-charset\x00\x05utf-8"
        b"H\x00\x1battributes-natural-language\x00\x02en"
        b"E\x00\x0bprinter-uri\x00\x19ipp://localhost/ipp/print"
        b"B\x00\x14requesting-user-name\x00\ngoldthread"
        b"B\x00\x08job-name\x00\x05L-1.1"
        b"I\x00\x0fdocument-format\x00\x0fapplication/pdf"
        b"\x03%PDF"
    )


def test_several_values_are_read_as_one_attribute() -> None:
    """The reasons of a printer that CUPS 2.4.2 stopped, as they came."""
    content = (
        b"\x01\x01\x00\x00\x00\x00\x00\x0b\x01G\x00\x12attributes-charset\x00\x05utf-8\x04"
        b"D\x00\x15printer-state-reasons\x00\x0fmedia-jam-errorD\x00\x00\x00\x06paused\x03"
    )
    reasons = many("printer-state-reasons", Tag.KEYWORD, ("media-jam-error", "paused"))
    assert decode(content).first(Part.PRINTER).attributes == (reasons,)
