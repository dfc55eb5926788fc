"""What DHL's tracking codes say: a standard event, an international event, a reason, as `ZN/NTDEL/NHOME`."""

from typing import Final

from goldthread.domain.status import Reason, Status, Unknown

SILENT: Final = frozenset({"DD", "GT"})
"""Standard events that say nothing of the parcel: messages that were sent, money that was moved."""

STANDARD: Final[dict[str, Status]] = {
    "VA": Status.LABEL_CREATED,
    "AN": Status.LABEL_CREATED,
    "AE": Status.PICKED_UP,
    "ES": Status.PICKED_UP,
    "AA": Status.IN_TRANSIT,
    "EE": Status.IN_TRANSIT,
    "NB": Status.IN_TRANSIT,
    "ZO": Status.CUSTOMS_HOLD,
    "BV": Status.ON_HOLD,
    "LA": Status.ON_HOLD,
    "PO": Status.OUT_FOR_DELIVERY,
    "ZN": Status.ATTEMPT_FAILED,
    "ZF": Status.READY_FOR_PICKUP,
    "ZU": Status.DELIVERED,
}
"""DHL's own classes of events, all of them but the silent ones."""

EVENTS: Final[dict[str, Status]] = {
    "CANCL": Status.CANCELLED,
    "CNRFC": Status.READY_FOR_PICKUP,
    "DSPSD": Status.LOST_OR_DAMAGED,
    "HLDCC": Status.READY_FOR_PICKUP,
    "LDEXC": Status.DELAYED,
    "MSRTD": Status.DELAYED,
    "MVDEX": Status.DELAYED,
    "MVTEX": Status.DELAYED,
    "NTADT": Status.DELAYED,
    "OFWRD": Status.IN_TRANSIT,
    "PBNDT": Status.IN_TRANSIT,
    "RCCLS": Status.EXPIRED,
    "RELBL": Status.IN_TRANSIT,
    "REPCK": Status.IN_TRANSIT,
    "RETRN": Status.RETURNING,
    "RSDCP": Status.IN_TRANSIT,
    "SECHK": Status.IN_TRANSIT,
    "TRBCR": Status.IN_TRANSIT,
}
"""International events that say more than the class they are put into."""

PAIRS: Final[dict[tuple[str, str], Status]] = {
    ("DMGDS", "LDMGD"): Status.IN_TRANSIT,
    ("EXPHD", "LOSTX"): Status.LOST_OR_DAMAGED,
    ("EXPHD", "RTTSP"): Status.RETURNING,
    ("OFWRD", "RTSCR"): Status.RETURNING,
    ("OFWRD", "RTSSA"): Status.RETURNING,
    ("RCCLS", "LOSTX"): Status.LOST_OR_DAMAGED,
}

REASONS: Final[dict[str, Reason]] = {
    **dict.fromkeys(("CLOSD", "CNCNR", "HLDAY", "NHOME"), Reason.CONSIGNEE_ABSENT),
    **dict.fromkeys(("NTORD", "RFUSD"), Reason.CONSIGNEE_REFUSED),
    **dict.fromkeys(("NTCCN", "NTCLM"), Reason.CONSIGNEE_NOT_COLLECTED),
    **dict.fromkeys(("BDADD", "CPUNK", "MOVED", "UDLVR", "WRGPN", "WRGRI"), Reason.CONSIGNEE_ADDRESS),
    **dict.fromkeys(("AGNEG", "CTCNI", "IDDMG", "IDNEG", "WRGDT", "WRGID"), Reason.CONSIGNEE_ACCESS),
    **dict.fromkeys(("CRFRD", "CSREQ", "DLVDT", "HNDCA", "RDRCR", "RDRDO"), Reason.CONSIGNEE_RESCHEDULED),
    **dict.fromkeys(("NPYMT", "TRPMT"), Reason.CONSIGNEE_COD_UNPAID),
    **dict.fromkeys(("DMGED", "DMGPC", "DMPHD", "LDMGD", "PUDMG"), Reason.CARRIER_DAMAGED),
    **dict.fromkeys(("LOSTX",), Reason.CARRIER_LOST),
    **dict.fromkeys(("CRRCS", "CRRFN", "STPRB", "WRGTR"), Reason.CARRIER_SORTING_ERROR),
    **dict.fromkeys(("CAPEX", "CRROT", "MSDLA", "NPRPF", "OVRLD"), Reason.CARRIER_DELAY),
    **dict.fromkeys(("EQUBF", "TCHBD", "VHARU"), Reason.CARRIER_VEHICLE),
    **dict.fromkeys(("MSDOC", "PWMFD"), Reason.CUSTOMS_DOCUMENTS),
    **dict.fromkeys(("CLREF", "INSPF"), Reason.CUSTOMS_INSPECTION),
    **dict.fromkeys(("GDNRD", "MSLBL", "MSSDT", "NAGTB"), Reason.RETAILER_DATA),
    **dict.fromkeys(("RTSCR", "STBSD"), Reason.RETAILER_CANCELLED),
    **dict.fromkeys(("FRMJR", "OTHER", "OTHRE"), Reason.OTHER),
}
"""Why; reasons that aren't listed explain nothing that stands still, or nothing at all."""

_EVENT_REASONS: Final = {
    "CANCL": Reason.RETAILER_CANCELLED,
    "DLVRF": Reason.CONSIGNEE_REFUSED,
    "DMGDS": Reason.CARRIER_DAMAGED,
    "MSRTD": Reason.CARRIER_SORTING_ERROR,
    "REPCK": Reason.CARRIER_DAMAGED,
}
_SMOOTH: Final = frozenset(
    {Status.LABEL_CREATED, Status.PICKED_UP, Status.OUT_FOR_DELIVERY, Status.READY_FOR_PICKUP, Status.DELIVERED}
)
_FINAL: Final = frozenset({Status.CANCELLED, Status.LOST_OR_DAMAGED, Status.EXPIRED})


def meaning(code: str, *, is_return: bool = False) -> tuple[Status | Unknown, Reason | None]:
    """What `ZN/NTDEL/NHOME` says; one that isn't listed stays itself. `is_return`: the parcel is on its way back."""
    standard, event, why = (*code.split("/"), "", "", "")[:3]
    status = PAIRS.get((event, why)) or EVENTS.get(event) or STANDARD.get(standard)
    if status is None:
        return Unknown(raw=code), None
    reason = None if status in _SMOOTH else REASONS.get(why) or _EVENT_REASONS.get(event)
    if not is_return or status in _FINAL:
        return status, reason
    return (Status.RETURNED if status is Status.DELIVERED else Status.RETURNING), reason
