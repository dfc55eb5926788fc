"""What Sendcloud's replies mean."""

from typing import Final

from goldthread.connectors.sendcloud.codes import DEAD
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Accepted, Denied, Json, Later, Missing, Refused, Reply, Verdict, unreadable

_DOCUMENTS: Final = ("application/pdf", "application/zpl", "application/octet-stream", "image/")
_REFUSALS: Final = frozenset({400, 402, 409, 410, 422})


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"errors": [{"status", "code", "detail", "source": {"pointer"}}]}`, also of a failed announcement in a 201.

    409 with a shipment in it is the answer to a reference that is known already: that shipment, as a success.
    """
    is_success = 200 <= reply.status < 300
    if is_success and reply.headers.get("content-type", "").startswith(_DOCUMENTS):
        return None
    match decoded:
        case {"data": {"errors": [_, *_] as errors, "parcels": [*parcels]}} if reply.status == 201:
            return None if all(_is_announced(parcel) for parcel in parcels) else _announcement(errors)
        case {"data": {"id": str(), "parcels": [_, *_]}} if reply.status == 409:
            return Accepted()
        case {"errors": [_, *_] as errors}:
            return _complaint(reply.status, tuple(_fault(one) for one in errors))
        case {"error": {"message": str(message), "code": code}}:
            return _complaint(reply.status, (Fault(field="", message=message, code=str(code)),))
        case {"detail": str(message)}:
            return _complaint(reply.status, (Fault(field="", message=message),))
        case _:
            return unreadable(reply, decoded)


def _is_announced(parcel: Json) -> bool:
    match parcel:
        case {"status": {"code": str(code)}}:
            return code not in DEAD
        case _:
            return False


def _announcement(errors: list[Json]) -> Verdict:
    """A shipment that stands in Sendcloud's books, but that the carrier didn't take on. Nothing is billed."""
    faults = tuple(_fault(one) for one in errors)
    words = "; ".join(fault.message for fault in faults)
    if all(_status(one) >= 500 for one in errors):
        return Later(f"The carrier cannot be reached by Sendcloud: {words}")
    return Refused(words, faults)


def _complaint(status: int, faults: tuple[Fault, ...]) -> Verdict | None:
    words = "; ".join(fault.message for fault in faults)
    if status == 404:
        return Missing(words)
    if status in {401, 403}:
        return Denied(words)
    if status in _REFUSALS or 200 <= status < 300:
        return Refused(words, faults)
    return None


def _fault(error: Json) -> Fault:
    match error:
        case {"detail": str(message), "code": str(code), "source": {"pointer": str(pointer)}}:
            return Fault(field=_path(pointer), message=message, code=code)
        case {"detail": str(message), "code": str(code)}:
            return Fault(field="", message=message, code=code)
        case _:
            return Fault(field="", message=f"Sendcloud says {error!r}.")


def _path(pointer: str) -> str:
    """A JSON Pointer into what was asked, with dots: `/data/attributes/to_address/name` is `to_address.name`."""
    steps = [step for step in pointer.split("/") if step not in {"", "data", "attributes"}]
    return ".".join(steps)


def _status(error: Json) -> int:
    match error:
        case {"status": str() | int() as status} if str(status).isdigit():
            return int(status)
        case _:
            return 400
