"""What Packeta's replies mean, and what its status codes say."""

from typing import Final
from xml.etree.ElementTree import Element

from goldthread.connectors.packeta.xml import answer_in
from goldthread.domain.status import Reason, Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Denied, Json, Refused, Reply, Unclear, Verdict

WRONG_PASSWORD: Final = "IncorrectApiPasswordFault"  # noqa: S105 - the name of a fault
NO_PACKET: Final = "PacketIdFault"


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `<response><status>fault</status><fault>…</fault><string>…</string><detail>…</detail></response>`.

    Packeta says it with HTTP 200. A success without a `<response>` is none: it was cut short, or a proxy wrote it.
    """
    del decoded
    if reply.status >= 500:
        return None
    answer = answer_in(reply.content)
    if answer is None:
        return _unreadable(reply) if 200 <= reply.status < 300 else None
    return None if answer.findtext("status") == "ok" else _fault(answer)


def _unreadable(reply: Reply) -> Unclear:
    began = reply.content[:80].decode(errors="replace")
    return Unclear(f"HTTP {reply.status} whose content isn't Packeta's XML: {began!r}")


def _fault(answer: Element) -> Verdict:
    name = answer.findtext("fault") or "a fault without a name"
    words = answer.findtext("string") or name
    if name == WRONG_PASSWORD:
        return Denied(f"{name}: {words}")
    faults = tuple(_attribute(one) for one in answer.findall("detail/attributes/fault"))
    return Refused(f"{name}: {words}", faults or (Fault(field="", message=words, code=name),))


def _attribute(fault: Element) -> Fault:
    name = fault.findtext("name") or ""
    return Fault(field=name, message=f"{name}: {fault.findtext('fault') or 'not accepted'}", code=name)


CODES: Final[dict[str, tuple[Status, Reason | None]]] = {
    "1": (Status.LABEL_CREATED, None),
    "2": (Status.PICKED_UP, None),
    "3": (Status.IN_TRANSIT, None),
    "4": (Status.IN_TRANSIT, None),
    "5": (Status.READY_FOR_PICKUP, None),
    "6": (Status.IN_TRANSIT, None),
    "7": (Status.DELIVERED, None),
    "9": (Status.RETURNING, None),
    "10": (Status.RETURNED, None),
    "11": (Status.CANCELLED, None),
    "12": (Status.PICKED_UP, None),
    "14": (Status.CUSTOMS_HOLD, Reason.CUSTOMS_INSPECTION),
    "15": (Status.RETURNING, None),
    "16": (Status.ATTEMPT_FAILED, None),
    "17": (Status.RETURNING, Reason.CONSIGNEE_REFUSED),
    "18": (Status.RETURNING, Reason.CONSIGNEE_REFUSED),
    "19": (Status.RETURNING, Reason.OTHER),
    "20": (Status.RETURNING, Reason.CONSIGNEE_NOT_COLLECTED),
    "21": (Status.RETURNING, Reason.RETAILER_CANCELLED),
    "22": (Status.RETURNING, Reason.RETAILER_DATA),
    "23": (Status.ATTEMPT_FAILED, Reason.OTHER),
    "24": (Status.ATTEMPT_FAILED, Reason.OTHER),
    "25": (Status.ATTEMPT_FAILED, None),
    "26": (Status.ON_HOLD, Reason.OTHER),
    "27": (Status.IN_TRANSIT, None),
    "28": (Status.IN_TRANSIT, None),
    "29": (Status.IN_TRANSIT, None),
    "30": (Status.IN_TRANSIT, None),
    "31": (Status.IN_TRANSIT, None),
}
"""Every code that Packeta documents but 999, by which it says itself that it doesn't know."""


def meaning(code: str) -> tuple[Status | Unknown, Reason | None]:
    """What a code says; one that isn't listed stays itself."""
    return CODES.get(code, (Unknown(raw=code), None))
