"""What is a label, and what only claims to be one."""

import pytest

from goldthread.domain.label import LabelFormat


@pytest.mark.parametrize(
    ("format_", "content"),
    [
        (LabelFormat.PDF, b"%PDF-1.4\n"),
        (LabelFormat.PDF, b"\r\n%PDF-1.7\n"),
        (LabelFormat.ZPL, b"^XA^FDx^FS^XZ"),
        (LabelFormat.ZPL, b"\r\n^XA^FDx^FS^XZ"),
        (LabelFormat.ZPL, b"CT~~CD,~CC^~CT~\n^XA~TA000^XZ"),
        (LabelFormat.ZPL, b"~DGR:LOGO.GRF,80,10,FFFF\n^XA^XGR:LOGO.GRF^XZ"),
    ],
)
def test_a_label_fits_its_format(format_: LabelFormat, content: bytes) -> None:
    """As carriers send it: with blank lines before it, with a Zebra driver's prologue, with a picture stored first."""
    assert format_.fits(content)


@pytest.mark.parametrize(
    ("format_", "content"),
    [
        (LabelFormat.PDF, b""),
        (LabelFormat.PDF, b"<html>Please wait</html>"),
        (LabelFormat.PDF, b"^XA^XZ"),
        (LabelFormat.ZPL, b""),
        (LabelFormat.ZPL, b"%PDF-1.4 ^XA"),
        (LabelFormat.ZPL, b'{"error": "^XA"}'),
        (LabelFormat.ZPL, b"^FDno beginning^FS"),
    ],
)
def test_what_only_claims_to_be_a_label_does_not(format_: LabelFormat, content: bytes) -> None:
    """A page of a proxy, an error, another format: none of it may reach a printer."""
    assert not format_.fits(content)
