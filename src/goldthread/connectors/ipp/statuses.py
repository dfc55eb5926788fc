"""What a printer's answers mean: the status inside the message, not that of HTTP, which is nearly always 200."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from goldthread.connectors.ipp.codec import GarbledError, decode
from goldthread.connectors.ipp.message import Message, Operation, Part
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Accepted, Denied, Json, Later, Refused, Reply, Unclear, Verdict

BUSY_PAUSE: Final = timedelta(seconds=3)
"""How long a printer that is busy is left alone; IPP names no time."""
NOT_FOUND: Final = 0x0406
FORMAT_NOT_SUPPORTED: Final = 0x040A
_LAST_SUCCESS: Final = 0x01FF

STATUSES: Final = {
    0x0000: "successful-ok",
    0x0001: "successful-ok-ignored-or-substituted-attributes",
    0x0002: "successful-ok-conflicting-attributes",
    0x0400: "client-error-bad-request",
    0x0401: "client-error-forbidden",
    0x0402: "client-error-not-authenticated",
    0x0403: "client-error-not-authorized",
    0x0404: "client-error-not-possible",
    0x0405: "client-error-timeout",
    NOT_FOUND: "client-error-not-found",
    0x0407: "client-error-gone",
    0x0408: "client-error-request-entity-too-large",
    0x0409: "client-error-request-value-too-long",
    FORMAT_NOT_SUPPORTED: "client-error-document-format-not-supported",
    0x040B: "client-error-attributes-or-values-not-supported",
    0x040C: "client-error-uri-scheme-not-supported",
    0x040D: "client-error-charset-not-supported",
    0x040E: "client-error-conflicting-attributes",
    0x040F: "client-error-compression-not-supported",
    0x0410: "client-error-compression-error",
    0x0411: "client-error-document-format-error",
    0x0412: "client-error-document-access-error",
    0x0500: "server-error-internal-error",
    0x0501: "server-error-operation-not-supported",
    0x0502: "server-error-service-unavailable",
    0x0503: "server-error-version-not-supported",
    0x0504: "server-error-device-error",
    0x0505: "server-error-temporary-error",
    0x0506: "server-error-not-accepting-jobs",
    0x0507: "server-error-busy",
    0x0508: "server-error-job-canceled",
    0x0509: "server-error-multiple-document-jobs-not-supported",
    0x050A: "server-error-printer-is-deactivated",
    0x050B: "server-error-too-many-jobs",
    0x050C: "server-error-too-many-documents",
}
"""RFC 8011, appendix B, and PWG 5100.7. What isn't listed is refused, under its number."""
_DENIED: Final = frozenset({0x0401, 0x0402, 0x0403})
_LATER: Final = frozenset({0x0502, 0x0506, 0x0507, 0x050A, 0x050B})
_UNCLEAR: Final = frozenset({0x0405, 0x0500, 0x0504, 0x0505})
"""The printer failed in the middle: the job may be there."""


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read the message in a success of HTTP; one that isn't IPP was cut short, or a proxy wrote it."""
    del decoded
    if not 200 <= reply.status < 300:
        return None
    try:
        return _verdict(decode(reply.content))
    except GarbledError as error:
        start = reply.content[:80].decode(errors="replace")
        return Unclear(f"HTTP {reply.status} whose content isn't IPP ({error}): {start!r}")


def keyword(code: int) -> str:
    """The status as IPP calls it; what isn't listed keeps its number."""
    return STATUSES.get(code, f"{code:#06x}")


def _verdict(message: Message) -> Verdict:
    code = message.code
    said = message.first(Part.OPERATION).text("status-message")
    words = f"{keyword(code)}: {said}" if said else keyword(code)
    # Whoever asks after a job wants to hear that it is forgotten; a printer that isn't there is a mistake.
    is_forgotten = code == NOT_FOUND and message.number == Operation.GET_JOB_ATTRIBUTES
    if is_forgotten:
        return Accepted()
    if code <= _LAST_SUCCESS:
        return _success(message, words)
    if code in _LATER:
        return Later(words, after=BUSY_PAUSE, is_throttled=True)
    if code in _UNCLEAR:
        return Unclear(words)
    if code in _DENIED:
        return Denied(words)
    return Refused(words, _faults(message, words))


def _success(message: Message, words: str) -> Verdict:
    if message.number == Operation.PRINT_JOB and message.first(Part.JOB).number("job-id") is None:
        return Unclear(f"The printer says that it took a job, but not which ({words}).")
    return Accepted()


def _faults(message: Message, words: str) -> tuple[Fault, ...]:
    """What the printer doesn't support, by IPP's names of it."""
    names = [attribute.name for group in message.of(Part.UNSUPPORTED) for attribute in group.attributes]
    if message.code == FORMAT_NOT_SUPPORTED and "document-format" not in names:
        names.append("document-format")
    return tuple(Fault(field=name, message=words, code=keyword(message.code)) for name in names or [""])
