"""What a press's replies mean."""

from goldthread.flow.errors import Fault
from goldthread.flow.reply import Json, Later, Refused, Reply, Verdict, unreadable


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"reason", "message"}`; a jammed press refuses with 503 and keeps nothing. A job may have a reason, too."""
    match decoded:
        case {"reason": str(reason), **rest} if reply.status == 503:
            return Later(f"The printer is stopped: {rest.get('message') or reason}.")
        case {"reason": str(reason), **rest} if _is_refusal(reply) and "job" not in rest:
            message = str(rest.get("message") or reason)
            return Refused(message, (Fault(field="", message=message, code=reason),))
        case _:
            return unreadable(reply, decoded)


def _is_refusal(reply: Reply) -> bool:
    return reply.status in {400, 409, 415, 422} or 200 <= reply.status < 300
