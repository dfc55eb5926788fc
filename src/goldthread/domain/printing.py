"""What a printer is asked to print, and what it can."""

from dataclasses import dataclass
from enum import StrEnum

from goldthread.domain.artifact import Artifact
from goldthread.domain.entity import Entity
from goldthread.domain.ids import LabelId
from goldthread.domain.label import Label, LabelFormat
from goldthread.domain.problem import invalid


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintJob:
    """One request to print one label; it is recorded whether paper comes or not."""

    label: LabelId
    artifact: Artifact
    format: LabelFormat
    printer: str
    """The name of the printer's installation."""
    station: str
    copies: int
    who: str
    """A person, or the topology that printed by itself."""
    why: str
    is_reprint: bool
    number: int = 1
    """Which print of the label it is, counted from 1 over all printers."""

    def __post_init__(self) -> None:
        if self.copies < 1:
            message = f"Label {self.label!r} is printed once at least, not {self.copies} times."
            raise invalid("/copies", "print.copies", message, before=self.copies)
        if self.is_reprint and not (self.who.strip() and self.why.strip()):
            message = f"A reprint of label {self.label!r} says who wants it and why."
            raise invalid("/why", "print.reprint", message)

    @property
    def name(self) -> str:
        """The job's name at the printer, the same on every attempt: `swiftpost-SP17-1.2` is a second print."""
        return f"{self.label}.{self.number}"

    def entities(self) -> tuple[Entity, ...]:
        return (Entity(kind="label", key=self.label),)


class PrinterLanguage(StrEnum):
    """What a printer understands."""

    PDF = "PDF"
    ZPL = "ZPL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    """The paper in a printer, in millimetres."""

    width: int
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StationProfile:
    """The printer of one packing station."""

    station: str
    printer: str
    """The name of the printer's installation."""
    language: PrinterLanguage
    dpi: int
    media: Media

    def entities(self) -> tuple[Entity, ...]:
        return (Entity(kind="station", key=self.station),)

    def refusal(self, label: Label) -> str | None:
        """Why the label may not be printed here, in words; none where it may.

        A void label is refused everywhere. ZPL counts in dots, so that a label of another resolution comes
        out in another size.
        """
        if label.is_void:
            return f"Label {label.id} is void: the carrier cancelled it and would refuse the parcel."
        if label.format.value != self.language.value:
            return f"Label {label.id} is {label.format}, the printer of {self.station} reads {self.language}."
        if label.format is LabelFormat.ZPL and label.dpi not in {None, self.dpi}:
            return f"Label {label.id} is for {label.dpi} dpi, the printer of {self.station} has {self.dpi}."
        return None
