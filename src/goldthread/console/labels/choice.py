"""What a scanner's letters mean, which printers can print a label, and which of several labels are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from goldthread.audit.labels import LabelView
from goldthread.audit.stations import StationLabel
from goldthread.domain.printing import PrinterLanguage, StationProfile

REASONS: Final[Mapping[str, str]] = {
    "F1": "unreadable",
    "F2": "torn",
    "F3": "lost",
    "F4": "printer jammed",
}
"""Why a label is wanted again, by the key that prints it."""
LONGEST: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Labels that are looked at together."""

    title: object
    """What they have in common, as text or markup."""
    labels: tuple[StationLabel, ...]

    @property
    def free(self) -> tuple[StationLabel, ...]:
        """Those that nothing stands against."""
        return tuple(one for one in self.labels if not one.obstacle)

    def printed(self, *, is_insisted: bool) -> tuple[StationLabel, ...]:
        """Those that are printed; a person who insists has scanned ones printed as well."""
        return tuple(one for one in self.labels if not one.obstacle or (is_insisted and one.is_scanned))


def scanned(text: str) -> str:
    """What was scanned, without what scanners add: a symbology's mark (`]C1`), control letters, spaces around."""
    said = "".join(letter for letter in text if letter.isprintable()).strip()
    if said.startswith("]") and len(said) > 3:
        said = said[3:].strip()
    return said[:LONGEST]


def narrowed(found: Sequence[LabelView], text: str) -> list[LabelView]:
    """Of the labels of a whole order the one whose own number was scanned; all where an order's number was."""
    sought = text.removeprefix("label:").rpartition("/")[2].casefold()
    own = [one for one in found if sought in (one.tracking_number.casefold(), one.id.casefold())]
    return own or list(found)


def printers(stations: Iterable[StationProfile], labels: Iterable[LabelView]) -> dict[str, StationProfile]:
    """The printers that can print all of the labels, by name, each once."""
    wanted = list(labels)
    able = [one for one in stations if all(_prints(one, label) for label in wanted)]
    return {one.printer: one for one in reversed(able)}


def target(label: LabelView, printer: str, stations: Mapping[str, StationProfile]) -> str | None:
    """The printer that a reprint names: none where it is that of the label's own station."""
    at = stations.get(label.station)
    return None if at is not None and at.printer == printer else printer


def _prints(station: StationProfile, label: LabelView) -> bool:
    is_read = station.language.value == label.format
    return is_read and (station.language is not PrinterLanguage.ZPL or label.dpi in (None, station.dpi))
