"""Draws labels of 100 by 150 mm: the frame once, and then only what differs."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import cast

import segno
from barcode.codex import Code128
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from goldthread.sandbox.swiftpost.lettering import fonts, text

WIDTH, HEIGHT = 100 * mm, 150 * mm


@dataclass(frozen=True, kw_only=True)
class LabelText:
    """What stands on one parcel's label."""

    tracking_number: str
    reference: str
    service: str
    place: str
    """Such as "1 / 3"."""
    weight: str
    lines: tuple[str, ...]
    """The receiver, from the name to the country."""
    route: str
    """Country and the start of the postal code, in large letters."""


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """A label without its text, and where its parts are (ISO 32000-1, 7.5.6 wants to know)."""

    pdf: bytes
    operators: bytes
    content: int
    fonts: tuple[int, int]
    root: int
    size: int
    start: int


def pdf_label(label: LabelText) -> bytes:
    """One page as PDF, under a millisecond: the frame, and an incremental update with this parcel's text."""
    frame = _frame()
    drawn = b"\n".join((frame.operators, *_texts(label), *_code128(label.tracking_number), *_qr(label.tracking_number)))
    plain, bold = fonts()
    objects = {
        frame.fonts[0]: plain,
        frame.fonts[1]: bold,
        frame.content: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    }
    sheet = bytearray(frame.pdf)
    table = bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(sheet))
        sheet += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(sheet)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(sheet + table + trailer % (frame.size, frame.root, frame.start, start))


@cache
def _frame() -> _Frame:
    """Draw the static parts; costs some milliseconds, once."""
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pagesize=(WIDTH, HEIGHT), pageCompression=0, invariant=1)
    canvas.setTitle("Swiftpost label")
    canvas.setLineWidth(1.2)
    canvas.roundRect(3 * mm, 3 * mm, WIDTH - 6 * mm, HEIGHT - 6 * mm, 2 * mm)
    for height in (132, 116, 72, 46):
        canvas.line(3 * mm, height * mm, WIDTH - 3 * mm, height * mm)
    canvas.setFont("Helvetica-Bold", 22)
    canvas.drawString(7 * mm, 137 * mm, "SWIFTPOST")
    canvas.setFont("Helvetica", 7)
    for bottom, line in ((128.0, "FROM"), (111.5, "TO"), (67.5, "WEIGHT"), (60.0, "PARCEL"), (52.5, "REFERENCE")):
        canvas.drawString(7 * mm, bottom * mm, line)
    canvas.drawString(24 * mm, 128 * mm, "Bazaar Goods, Skladová 12")
    canvas.drawString(24 * mm, 124 * mm, "627 00 Brno, Czechia")
    canvas.showPage()
    canvas.save()
    return _take_apart(sheet.getvalue())


def _take_apart(pdf: bytes) -> _Frame:
    reader = PdfReader(io.BytesIO(pdf))
    page = reader.pages[0]
    named = cast("DictionaryObject", cast("DictionaryObject", page["/Resources"])["/Font"])
    content = page.get_contents()
    return _Frame(
        pdf=pdf,
        operators=content.get_data() if content is not None else b"",
        content=_number(page, "/Contents"),
        fonts=(_number(named, "/F1"), _number(named, "/F2")),
        root=_number(reader.trailer, "/Root"),
        size=int(str(reader.trailer["/Size"])),
        start=int(pdf.rsplit(b"startxref", 1)[1].split()[0]),
    )


def _number(holder: DictionaryObject, key: str) -> int:
    """The number of the object that a dictionary refers to."""
    return cast("IndirectObject", holder.raw_get(key)).idnum


def _texts(label: LabelText) -> Iterator[bytes]:
    yield _write(70, 137.5, 12, label.service.upper(), bold=True)
    yield _write(58, 75, 24, label.route, bold=True)
    for place, line in enumerate(label.lines):
        yield _write(12, 106 - 5.2 * place, 12, line, bold=place == 0)
    for height, line in ((67.5, label.weight), (60, label.place), (52.5, label.reference)):
        yield _write(24, height, 10, line)
    yield _write(34, 7.5, 11, label.tracking_number, bold=True)


def _write(left: float, bottom: float, size: int, written: str, *, bold: bool = False) -> bytes:
    font = b"F2" if bold else b"F1"
    return b"BT /%s %d Tf %.2f %.2f Td %s Tj ET" % (font, size, left * mm, bottom * mm, text(written))


def _code128(number: str) -> Iterator[bytes]:
    """The bars of a tracking number, 0.48 mm a module, 28 mm high."""
    yield _grid(13, 14, 0.48, 28)
    place = 0
    for ink, modules in groupby(Code128(number).build()[0]):
        count = len(list(modules))
        if ink == "1":
            yield b"%d 0 %d 1 re" % (place, count)
        place += count
    yield b"f Q"


def _qr(number: str) -> Iterator[bytes]:
    """The same as QR in the middle right; version and mask are given, as finding them costs the most."""
    yield _grid(74, 69, 0.8, -0.8)
    for row, modules in enumerate(segno.make(number, error="m", version=2, mask=3, micro=False).matrix):
        place = 0
        for ink, run in groupby(modules):
            count = len(list(run))
            if ink:
                yield b"%d %d %d 1 re" % (place, row, count)
            place += count
    yield b"f Q"


def _grid(left: float, bottom: float, wide: float, high: float) -> bytes:
    """Draw from there on in modules of that size, in millimetres, until `Q`."""
    return b"q %.4f 0 0 %.4f %.3f %.3f cm" % (wide * mm, high * mm, left * mm, bottom * mm)


def zpl_label(label: LabelText) -> bytes:
    """The same for a thermal printer, in ZPL at 203 dpi."""
    fields = [
        "^XA^CI28^PW812^LL1218^LH0,0",
        "^FO24,24^GB764,1170,3^FS",
        "^FO56,60^A0N,60,60^FDSWIFTPOST^FS",
        f"^FO560,70^A0N,40,40^FD{label.service.upper()}^FS",
        *(f"^FO96,{300 + 44 * place}^A0N,38,38^FD{_zpl(line)}^FS" for place, line in enumerate(label.lines)),
        f"^FO500,560^A0N,80,80^FD{_zpl(label.route)}^FS",
        f"^FO56,680^A0N,32,32^FD{label.weight}   {label.place}   {_zpl(label.reference)}^FS",
        f"^FO560,650^BQN,2,6^FDMA,{label.tracking_number}^FS",
        f"^FO72,900^BY3^BCN,220,Y,N,N^FD{label.tracking_number}^FS",
        "^XZ",
    ]
    return "\n".join(fields).encode()


def _zpl(written: str) -> str:
    """Text without the two characters that ZPL takes for commands."""
    return written.replace("^", " ").replace("~", " ")
