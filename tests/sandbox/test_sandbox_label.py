"""Labels that a scanner can read."""

import io
from itertools import pairwise

import pytest
import zxingcpp
from pypdf import PdfReader

from goldthread.sandbox.swiftpost.label import LabelText, pdf_label, zpl_label

NUMBER = "SW473124829CZ"
SCALE = 6


def a_text(**changes: str) -> LabelText:
    lines = (changes.get("name", "Řehoř Łącki"), "Vinohradská 1511/230", "100 00 Praha 10", "Czechia")
    return LabelText(
        tracking_number=NUMBER,
        reference="S-100001",
        service="standard",
        place="1 / 2",
        weight="1.187 kg",
        lines=lines,
        route="CZ 100",
    )


def drawn(pdf: bytes) -> memoryview:
    """The barcodes of a label as a grey picture, drawn from the PDF's own operators."""
    page = PdfReader(io.BytesIO(pdf), strict=True).pages[0]
    width, height = (int(float(side) * SCALE) for side in (page.mediabox.width, page.mediabox.height))
    picture = bytearray(b"\xff" * (width * height))
    content = page.get_contents()
    assert content is not None
    wide = high = left = bottom = 0.0
    for line in content.get_data().decode("latin-1").split("\n"):
        words = line.split()
        if words[:1] == ["q"] and words[-1:] == ["cm"]:
            wide, high, left, bottom = (float(words[place]) * SCALE for place in (1, 4, 5, 6))
        elif words[-1:] == ["re"] and wide:
            column, row, columns, rows = map(float, words[:4])
            x0, x1 = (round(left + wide * place) for place in (column, column + columns))
            y0, y1 = sorted(round(height - bottom - high * place) for place in (row, row + rows))
            for y in range(y0, y1):
                picture[y * width + x0 : y * width + x1] = bytes(x1 - x0)
        elif line == "f Q":
            wide = 0.0
    return memoryview(picture).cast("B", shape=[height, width])


def test_a_label_is_one_page_of_100_by_150_mm() -> None:
    (page,) = PdfReader(io.BytesIO(pdf_label(a_text())), strict=True).pages
    assert (round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) == (100, 150)


@pytest.mark.parametrize("name", ["Řehoř Łącki", "Ődön Šťastný", "Ľubomír Ďuriš", "Björn Weiß", "Żaneta Śliwińska"])
def test_names_of_both_latin_alphabets_stand_on_the_label(name: str) -> None:
    text = PdfReader(io.BytesIO(pdf_label(a_text(name=name)))).pages[0].extract_text()
    for word in (name, "SWIFTPOST", "CZ 100", NUMBER, "1.187 kg"):
        assert word in text


def test_scanners_read_both_codes() -> None:
    found = {str(code.format): code.text for code in zxingcpp.read_barcodes(drawn(pdf_label(a_text())))}
    assert len(found) == 2
    assert set(found.values()) == {NUMBER}


def test_a_label_is_always_the_same_bytes() -> None:
    assert pdf_label(a_text()) == pdf_label(a_text())
    assert zpl_label(a_text()) == zpl_label(a_text())


def test_text_cannot_give_commands_to_a_zpl_printer() -> None:
    zpl = zpl_label(a_text(name="^XZ~JA")).decode()
    assert zpl.count("^XZ") == 1
    assert "~" not in zpl


def test_zpl_carries_the_number_as_code_128_and_qr() -> None:
    zpl = zpl_label(a_text()).decode().split("\n")
    assert any("^BC" in line and NUMBER in line for line in zpl)
    assert any("^BQ" in line and NUMBER in line for line in zpl)


def test_cross_references_stand_in_order() -> None:
    pdf = pdf_label(a_text())
    starts = [int(line) for line in pdf.split(b"startxref\n")[1:] for line in [line.split()[0]]]
    assert all(before < after for before, after in pairwise(starts))
    assert all(pdf[start:].startswith(b"xref") for start in starts)
