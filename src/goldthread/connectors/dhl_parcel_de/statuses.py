"""What DHL's replies mean."""

from datetime import timedelta
from typing import Final

from goldthread.connectors.dhl_parcel_de.xml import FINE, UNKNOWN, answer_in
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Json, Later, Missing, Refused, Reply, Unclear, Verdict

PATIENCE: Final = timedelta(seconds=30)
"""DHL says 429 without saying for how long."""


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"status", "items": [{"sstatus", "validationMessages"}]}`, problem details, and the tracking's XML.

    Of several shipments some may be done and others refused; that is a success, and whoever asked looks at each.
    """
    if reply.status == 429:
        return Later("DHL is asked too often.", PATIENCE, is_throttled=True)
    if reply.status >= 500 or reply.status in {401, 404}:
        return None
    match decoded:
        case {"items": [*items]} if items:
            return _judged(items, _words(decoded))
        case {"access_token": str()}:
            return None
        case {"title": _} | {"detail": _} | {"status": {"title": _}}:
            words = _words(decoded)
            if reply.status < 300 and _code(decoded) in range(200, 300):
                return Unclear(f"HTTP {reply.status} that says {words!r} of no shipment.")
            return Refused(words, (Fault(field="", message=words, code=str(_code(decoded))),))
        case None if 200 <= reply.status < 300 and (answer := answer_in(reply.content)) is not None:
            return _tracked(answer.get("code", ""), answer.get("error", ""))
        case _ if 200 <= reply.status < 300:
            began = reply.content[:80].decode(errors="replace")
            return Unclear(f"HTTP {reply.status} whose content isn't DHL's: {began!r}")
        case _:
            return None


def is_done(item: Json) -> bool:
    """Whether this shipment of several was done; DHL writes its status under either of two names."""
    match item:
        case {"sstatus": {"statusCode": int(code)} | {"status": int(code)}}:
            return 200 <= code < 300
        case _:
            return False


def faults_of(place: int, item: Json) -> tuple[Fault, ...]:
    """What DHL says against the shipment at this place: `consignee.postalCode` becomes `shipments.0.consignee…`."""
    match item:
        case {"propertyPath": str(path), "message": str(message)}:
            return (Fault(field=path.removeprefix("$."), message=message, code="schema"),)
        case {"validationMessages": [*messages]} if messages:
            return tuple(_fault(place, message) for message in messages)
        case {"sstatus": dict(status)}:
            return (Fault(field=f"shipments.{place}", message=_words(status), code=str(_code(status))),)
        case _:
            return (Fault(field=f"shipments.{place}", message=f"DHL says {item!r}."),)


def _judged(items: list[Json], words: str) -> Verdict | None:
    if any(is_done(item) for item in items):
        return None
    if all(_is_missing(item) for item in items):
        return Missing(words)
    faults = tuple(fault for place, item in enumerate(items) for fault in faults_of(place, item))
    return Refused(words, faults)


def _is_missing(item: Json) -> bool:
    return isinstance(item, dict) and _code(item.get("sstatus")) == 404


def _fault(place: int, message: Json) -> Fault:
    match message:
        case {"validationMessage": str(words), **more}:
            field = str(more.get("property") or "")
            path = f"shipments.{place}.{field}" if field else f"shipments.{place}"
            return Fault(field=path, message=words, code=str(more.get("validationState") or ""))
        case _:
            return Fault(field=f"shipments.{place}", message=f"DHL says {message!r}.")


def _words(told: Json) -> str:
    match told:
        case {"status": dict(status)}:
            return _words(status)
        case {"detail": str(words)} if words:
            return words
        case {"title": str(words)} if words:
            return words
        case _:
            return "DHL refused without a reason."


def _code(told: Json) -> int | str:
    match told:
        case {"statusCode": int(code)} | {"status": int(code)}:
            return code
        case {"status": dict(status)}:
            return _code(status)
        case _:
            return ""


def _tracked(code: str, error: str) -> Verdict | None:
    """Of the tracking. Its wrong password refuses the question alone: labels go on being printed."""
    if code in {FINE, UNKNOWN}:
        return None
    words = f"DHL's tracking says {code}: {error or 'no words'}."
    return Unclear(words) if code == "-1" else Refused(words, (Fault(field="", message=words, code=code),))
