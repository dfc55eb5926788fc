"""What Packeta takes and sends, under its own names; amounts and kilograms are decimal texts."""
# ruff: noqa: N815 - the vendor's own field names

from dataclasses import asdict, dataclass
from datetime import datetime

from goldthread.connectors.packeta.xml import Tree


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketaSize:
    """Outer measures in millimetres."""

    length: str
    width: str
    height: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketaAttributes:
    """One packet to be sent: to a point (`addressId`), to a partner's point, or to the door of an address."""

    number: str
    name: str
    surname: str
    company: str | None
    email: str | None
    phone: str | None
    addressId: str
    currency: str
    cod: str | None
    value: str
    weight: str
    eshop: str
    size: PacketaSize
    carrierPickupPoint: str | None = None
    note: str | None = None
    street: str | None = None
    houseNumber: str | None = None
    city: str | None = None
    zip: str | None = None
    province: str | None = None

    @property
    def tree(self) -> Tree:
        """As it is written."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketaPacket:
    """A packet that was taken on: `4154090000`, on paper and for customers `Z4154090000`."""

    id: str
    barcode: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketaRecord:
    """One thing that happened to a packet; its time has no zone."""

    statusCode: str
    dateTime: str
    codeText: str = ""
    statusText: str = ""
    branchId: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketaPushStatus:
    """A status as push tracking tells it."""

    id: int | str
    barcode: str
    dateTime: datetime
    statusId: int
    statusCode: str = ""
    statusText: str = ""
    branchId: int | str | None = None
    eventId: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketaPushExternalStatus:
    """A status in the words of a partner that carries the packet on."""

    id: int | str
    barcode: str
    dateTime: datetime
    externalStatusId: str
    externalStatusCode: str | None = None
    externalStatusText: str | None = None
    eventId: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketaPush:
    """The payload of push tracking: one of both."""

    status: PacketaPushStatus | None = None
    externalStatus: PacketaPushExternalStatus | None = None
