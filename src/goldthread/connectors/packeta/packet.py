"""Calls about one packet."""

import base64
import binascii
from datetime import datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element

from goldthread.connectors.packeta.rows import PacketaAttributes, PacketaPacket, PacketaRecord
from goldthread.connectors.packeta.statuses import NO_PACKET
from goldthread.connectors.packeta.xml import Tree, answer_in, document
from goldthread.domain.label import LabelFormat
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask, Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.exact import mark_of
from goldthread.flow.reply import Reply

PATH: Final = "/api/rest"
HEADERS: Final = {"Content-Type": "text/xml; charset=utf-8", "Accept": "text/xml"}
CANCELLED: Final = "11"
ZPL_DPI: Final = frozenset({203, 300})
LINK: Final = "packeta_packet"
"""Ties a parcel to the packet that was made of it last: the mark of what it was made of, its numbers, when, and the
packets before it.
"""
GONE: Final = "packeta_cancelled"
"""Says of a packet that we cancelled it."""
FRESH: Final = timedelta(hours=1)
"""For so long a packet is taken to live without asking, unless we cancelled it: every attempt would ask again."""


async def ensure_packet(asked: PacketaAttributes, parcel: str, api: Client) -> PacketaPacket:
    """The parcel's packet: the one that was made of the same before, unless it was cancelled, or else a new one.

    Packeta itself would make another: for a second run of the order, or a resume after something was corrected.

    Raises:
        Rejected: a packet was made of something else, and lives.

    """
    mark = mark_of(asked.tree)
    known = await api.linked(LINK, parcel)
    former: set[str] = set()
    if known is not None:
        made_of, id_, barcode, made_at, *before = known.split(" ")
        former = {id_, *before}
        is_same = made_of == mark
        is_fresh = is_same and api.now() - datetime.fromisoformat(made_at) < FRESH
        if not await _is_cancelled(id_, api, is_asked=not is_fresh):
            if is_same:
                return PacketaPacket(id=id_, barcode=barcode)
            raise Rejected(
                f"Packeta has packet {barcode} for this parcel, made before the order was changed. Cancel it in the "
                "client section, and resume",
                field="/fulfilment/parcels",
                code="packet.made",
            )
    packet = await create_packet(asked, api)
    while packet.id in former:  # What came was the recorded answer of a packet that is gone.
        packet = await create_packet(asked, api)
    told = (mark, packet.id, packet.barcode, api.now().isoformat(), *sorted(former))
    await api.link(LINK, parcel, " ".join(told))
    return packet


async def create_packet(asked: PacketaAttributes, api: Client) -> PacketaPacket:
    """Have a packet taken on. **Not repeatable**, and it cannot be looked up: of a lost answer a person is asked."""
    cost = (
        "a second packet, which is billed only if it is handed over. Look for "
        f"{asked.number} in Packeta's client section: if it is there, adopt it, or cancel it and have it done again"
    )
    content = document("createPacket", {"packetAttributes": asked.tree})
    reply = await api.request("POST", PATH, content=content, headers=HEADERS, doubt=Ask(cost=cost))
    result = _result(reply)
    id_ = (result.findtext("id") or "").strip()
    if not id_:
        raise Rejected(
            f"Packeta took {asked.number} on and didn't say its number. Look for it in the client section, cancel it "
            "there, and have the warehouse release the parcel anew.",
            code="packet.number",
        )
    return PacketaPacket(id=id_, barcode="".join((result.findtext("barcode") or f"Z{id_}").split()))


async def check_packet(asked: PacketaAttributes, api: Client) -> None:
    """Ask whether a packet would be taken on. Books nothing."""
    await _ask("packetAttributesValid", {"packetAttributes": asked.tree}, api)


async def label_of(packet: PacketaPacket, wanted: LabelFormat, dpi: int, api: Client) -> bytes:
    """The packet's label; may be asked for as often as one likes. Empty when what came isn't base64."""
    if wanted is LabelFormat.ZPL:
        asked = {"packetId": packet.id, "format": "A6", "dpi": str(dpi)}
        return (await _ask("packetLabelZpl", asked, api)).strip().encode()
    paper = api.setting("label_format") or "A6 on A6"
    drawn = await _ask("packetLabelPdf", {"packetId": packet.id, "format": paper, "offset": "0"}, api)
    try:
        return base64.b64decode("".join(drawn.split()), validate=True)
    except binascii.Error:
        return b""


async def records_of(packet: str, api: Client) -> tuple[PacketaRecord, ...]:
    """All that happened to a packet. Raises `Rejected` with the code `PacketIdFault` when Packeta doesn't know it."""
    asked = document("packetTracking", {"packetId": packet})
    result = _result(await api.request("POST", PATH, content=asked, headers=HEADERS, is_read=True))
    return tuple(_record(row) for row in result.findall("record") or [result])


async def cancel_packet(packet: str, api: Client) -> None:
    """Take a packet back, which Packeta does until it is handed over. A lost answer is found in its status."""

    async def cancelled() -> Reply | None:
        reply = await _status(packet, api)
        return reply if _result(reply).findtext("statusCode") == CANCELLED else None

    if await cancelled() is None:
        asked = document("cancelPacket", {"packetId": packet})
        await api.request("POST", PATH, content=asked, headers=HEADERS, doubt=Lookup(find=cancelled))
    await api.link(GONE, packet, CANCELLED)


async def _is_cancelled(packet: str, api: Client, *, is_asked: bool) -> bool:
    """Whether no parcel will ever go under it: it was cancelled, or Packeta doesn't know it."""
    if await api.linked(GONE, packet) is not None:
        return True
    if not is_asked:
        return False
    try:
        return _result(await _status(packet, api)).findtext("statusCode") == CANCELLED
    except Rejected as error:
        if error.faults[0].code != NO_PACKET:
            raise
        return True


async def _status(packet: str, api: Client) -> Reply:
    asked = document("packetStatus", {"packetId": packet})
    return await api.request("POST", PATH, content=asked, headers=HEADERS, is_read=True)


async def _ask(method: str, content: Tree, api: Client) -> str:
    """What a call that changes nothing gives as text."""
    reply = await api.request("POST", PATH, content=document(method, content), headers=HEADERS, is_read=True)
    return _result(reply).text or ""


def _result(reply: Reply) -> Element:
    """The `<result>` of an accepted reply; an empty one where the method gives nothing."""
    answer = answer_in(reply.content)
    result = None if answer is None else answer.find("result")
    return Element("result") if result is None else result


def _record(row: Element) -> PacketaRecord:
    return PacketaRecord(
        statusCode=row.findtext("statusCode") or "",
        dateTime=row.findtext("dateTime") or "",
        codeText=row.findtext("codeText") or "",
        statusText=row.findtext("statusText") or "",
        branchId=row.findtext("branchId") or "",
    )
