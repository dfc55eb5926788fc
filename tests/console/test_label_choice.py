"""What a scanner's letters mean, which printers can print a label, and what is said of a print."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from goldthread.audit.labels import LabelView
from goldthread.audit.printing import Paper, Progress
from goldthread.audit.stations import StationLabel
from goldthread.console.labels.bench import read_texts
from goldthread.console.labels.choice import Batch, narrowed, printers, scanned, target
from goldthread.console.labels.look import zpl_texts
from goldthread.console.labels.press import Asked, told
from goldthread.domain.printing import Media, PrinterLanguage, StationProfile

LABEL = LabelView(
    id="swift-S1-1",
    carrier="swift",
    shipment="S1",
    parcel="1",
    tracking_number="SW1",
    order="shop/1",
    order_number="N-1",
    station="one",
    format="PDF",
    dpi=None,
    size=4,
    digest="d",
    expires_at=datetime(2099, 1, 1, tzinfo=UTC),
    cost="",
    is_void=False,
    is_expired=False,
    prints=(),
)
COMING, PRINTED = Progress(paper=Paper.COMING), Progress(paper=Paper.PRINTED)


def a_profile(station: str, printer: str, *, language: str = "PDF", dpi: int = 203) -> StationProfile:
    """A station and its printer."""
    return StationProfile(
        station=station,
        printer=printer,
        language=PrinterLanguage(language),
        dpi=dpi,
        media=Media(width=100, height=150),
    )


def seen(*, obstacle: str = "", is_scanned: bool = False) -> StationLabel:
    """The label, at a station."""
    return StationLabel(label=LABEL, status="label_created", since=None, obstacle=obstacle, is_scanned=is_scanned)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("  SW1\r\n", "SW1"),
        ("]C1SW1", "SW1"),
        ("SW\x1d1", "SW1"),
        ("]x", "]x"),
        ("\t\n", ""),
        ("N-1001 ", "N-1001"),
        ("x" * 500, "x" * 200),
    ],
)
def test_what_scanners_add_is_left_out(given: str, meant: str) -> None:
    """A symbology's mark, control letters, spaces around, and no end."""
    assert scanned(given) == meant


def test_a_parcels_own_number_finds_its_label_alone() -> None:
    """In any case, with or without its carrier; an order's number finds all of its labels."""
    other = replace(LABEL, id="swift-S1-2", tracking_number="SW2")
    assert narrowed([LABEL, other], "sw2") == [other]
    assert narrowed([LABEL, other], "tracking:swift/SW2") == [other]
    assert narrowed([LABEL, other], "label:swift-S1-1") == [LABEL]
    assert narrowed([LABEL, other], "N-1") == [LABEL, other]


def test_only_printers_that_read_a_label_are_offered() -> None:
    """Of its language, and for ZPL of its resolution; each once."""
    zpl = replace(LABEL, format="ZPL", dpi=203)
    stations = [
        a_profile("one", "press-1"),
        a_profile("two", "press-1"),
        a_profile("three", "zebra", language="ZPL"),
        a_profile("four", "fine", language="ZPL", dpi=300),
    ]
    assert list(printers(stations, [LABEL])) == ["press-1"]
    assert printers(stations, [LABEL])["press-1"].station == "one"
    assert list(printers(stations, [zpl])) == ["zebra"]
    assert printers(stations, [LABEL, zpl]) == {}


def test_a_reprint_names_a_printer_only_where_it_is_another_one() -> None:
    """At the label's own station the engine finds it by itself."""
    stations = {"one": a_profile("one", "press-1")}
    assert target(LABEL, "press-1", stations) is None
    assert target(LABEL, "press-2", stations) == "press-2"
    assert target(replace(LABEL, station="gone"), "press-1", stations) == "press-1"


def test_somebody_who_insists_prints_scanned_labels_but_no_void_ones() -> None:
    """Void is void."""
    void, taken, free = seen(obstacle="Void"), seen(obstacle="Scanned", is_scanned=True), seen()
    batch = Batch(title="three", labels=(void, taken, free))
    assert batch.free == (free,)
    assert batch.printed(is_insisted=False) == (free,)
    assert batch.printed(is_insisted=True) == (taken, free)


@pytest.mark.parametrize(
    ("standing", "refused", "words", "tone"),
    [
        ([PRINTED], [], "Printed at press-1.", "good"),
        ([PRINTED, PRINTED], [], "All 2 printed at press-1.", "good"),
        ([PRINTED, COMING], [], "press-1 prints: 1 of 2 done.", "info"),
        (
            [Progress(paper=Paper.WAITING, reason="It jams.")],
            [],
            "press-1 is asked and waits. It jams. It prints by itself as soon as it can.",
            "warn",
        ),
        (
            [Progress(paper=Paper.TRASHED, reason="It is gone.")],
            [],
            "It did not print at press-1. It is gone.",
            "bad",
        ),
        ([PRINTED], [Asked(label="b", refusal="Void.")], "1 of 2 did not print at press-1. Void.", "bad"),
    ],
)
def test_what_became_of_a_print_is_one_sentence(
    standing: list[Progress], refused: list[Asked], words: str, tone: str
) -> None:
    """What went wrong comes first, with its reason."""
    assert told(standing, refused, "press-1") == (words, tone)


def test_a_zpl_label_is_read_by_its_fields() -> None:
    """And what stands in them is no markup."""
    drawn = zpl_texts(b"^XA^FO0,0^FDPrague <b>^FS^FO0,9^FDSW1^FS^XZ")
    assert "<div>Prague &lt;b&gt;</div><div>SW1</div>" in drawn
    assert "nothing in words" in zpl_texts(b"^XA^XZ")


def test_whatever_a_browser_sends_becomes_texts() -> None:
    """Numbers, objects and far too many are passed over."""
    assert read_texts(["a", 1, {"b": 2}, "c"]) == ["a", "c"]
    assert read_texts("a") == ["a"]
    assert read_texts(None) == []
    assert len(read_texts(["x"] * 900)) == 50
