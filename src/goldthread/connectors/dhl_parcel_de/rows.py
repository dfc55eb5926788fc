"""What DHL sends, under its own names."""
# ruff: noqa: N815 - the vendor's own field names

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class DhlDocument:
    """A document: a PDF in base64, or ZPL as text."""

    b64: str | None = None
    zpl2: str | None = None
    fileFormat: str = ""
    printFormat: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DhlStatus:
    """What became of one shipment; the code stands under either name."""

    title: str = ""
    detail: str | None = None
    statusCode: int | None = None
    status: int | None = None

    @property
    def is_done(self) -> bool:
        return 200 <= (self.statusCode or self.status or 0) < 300


@dataclass(frozen=True, kw_only=True, slots=True)
class DhlMessage:
    """What DHL says about one property: an `Error`, or a `Warning` beside a label."""

    validationMessage: str
    property: str | None = None
    validationState: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DhlItem:
    """One shipment of several, in the order they were asked for; its number may come as text or as number."""

    sstatus: DhlStatus
    shipmentNo: str | int | None = None
    label: DhlDocument | None = None
    customsDoc: DhlDocument | None = None
    codLabel: DhlDocument | None = None
    validationMessages: tuple[DhlMessage, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DhlAnswer:
    """The answer of every call about shipments."""

    items: tuple[DhlItem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DhlEvent:
    """One event of a parcel; its time is Germany's, without a zone: `18.03.2016 10:02`."""

    timestamp: str
    standard: str
    ice: str
    ric: str
    text: str
    location: str
    country: str
    is_return: bool

    @property
    def code(self) -> str:
        """`ZN/NTDEL/NHOME`: DHL's class of the event, the event, and the reason."""
        return f"{self.standard}/{self.ice}/{self.ric}"
