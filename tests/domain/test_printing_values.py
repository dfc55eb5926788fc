"""What may be printed where."""

import pytest
from domain_values import a_label, a_print_job, a_station

from goldthread.domain.entity import Entity
from goldthread.domain.label import LabelFormat
from goldthread.domain.printing import PrinterLanguage
from goldthread.domain.problem import InvalidValueError


def test_a_fitting_label_is_printed() -> None:
    """PDF on a PDF printer, ZPL of the printer's own resolution, ZPL that doesn't say."""
    zpl = a_station(language=PrinterLanguage.ZPL, dpi=203)
    assert a_station().refusal(a_label()) is None
    assert zpl.refusal(a_label(format=LabelFormat.ZPL, dpi=203)) is None
    assert zpl.refusal(a_label(format=LabelFormat.ZPL)) is None


def test_a_void_label_is_refused_everywhere() -> None:
    """The carrier wouldn't take the parcel."""
    assert "is void" in (a_station().refusal(a_label().voided()) or "")


def test_a_label_of_another_language_is_refused() -> None:
    """A ZPL printer prints a PDF as pages of characters."""
    assert "reads ZPL" in (a_station(language=PrinterLanguage.ZPL).refusal(a_label()) or "")


def test_zpl_of_another_resolution_is_refused() -> None:
    """300 dpi on 203 comes out too big, and the barcode is cut."""
    refusal = a_station(language=PrinterLanguage.ZPL).refusal(a_label(format=LabelFormat.ZPL, dpi=300))
    assert refusal == "Label L1 is for 300 dpi, the printer of pack-1 has 203."


@pytest.mark.parametrize("fields", [{"who": ""}, {"who": "  "}, {"why": ""}])
def test_a_reprint_says_who_and_why(fields: dict[str, str]) -> None:
    """It is counted, and somebody will ask."""
    with pytest.raises(InvalidValueError, match="who wants it and why"):
        a_print_job(**({"is_reprint": True, "who": "eva", "why": "jam"} | fields))
    assert a_print_job(is_reprint=True, who="eva", why="jam").is_reprint


def test_a_job_prints_at_least_one_copy() -> None:
    """None would be no job."""
    with pytest.raises(InvalidValueError, match="once at least"):
        a_print_job(copies=0)


def test_a_job_is_found_by_its_label() -> None:
    """The label leads to the order."""
    assert a_print_job().entities() == (Entity.parse("label:L1"),)


def test_a_job_keeps_its_name_over_attempts() -> None:
    """The printer sees the second print as another job than the first, and a retry as the same."""
    assert a_print_job().name == "L1.1"
    assert a_print_job(number=2).name == "L1.2"


def test_a_station_is_found_by_its_name() -> None:
    """Who stands there asks for it."""
    assert a_station().entities() == (Entity.parse("station:pack-1"),)
