"""Calls about one packet."""

import base64
import binascii
from typing import Final
from xml.etree.ElementTree import Element

from goldthread.connectors.packeta.rows import PacketaAttributes, PacketaPacket, PacketaRecord
from goldthread.connectors.packeta.xml import Tree, answer_in, document
from goldthread.domain.label import LabelFormat
from goldthread.flow.client import Client
from goldthread.flow.doubt import Ask, Lookup
from goldthread.flow.errors import Rejected
from goldthread.flow.reply import Reply

PATH: Final = "/api/rest"
HEADERS: Final = {"Content-Type": "text/xml; charset=utf-8", "Accept": "text/xml"}
CANCELLED: Final = "11"
ZPL_DPI: Final = frozenset({203, 300})


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
    return PacketaPacket(id=id_, barcode=(result.findtext("barcode") or f"Z{id_}").strip())


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
        asked = document("packetStatus", {"packetId": packet})
        reply = await api.request("POST", PATH, content=asked, headers=HEADERS, is_read=True)
        return reply if _result(reply).findtext("statusCode") == CANCELLED else None

    if await cancelled() is None:
        asked = document("cancelPacket", {"packetId": packet})
        await api.request("POST", PATH, content=asked, headers=HEADERS, doubt=Lookup(find=cancelled))


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
