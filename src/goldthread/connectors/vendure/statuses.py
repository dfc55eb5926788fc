"""What Vendure's replies mean, and its words for where an order is."""

from typing import Final

from goldthread.domain.status import Status, Unknown
from goldthread.flow.errors import Fault
from goldthread.flow.reply import Accepted, Denied, Json, Refused, Reply, Unclear, Verdict, unreadable

_DENIALS: Final = frozenset({"FORBIDDEN", "UNAUTHORIZED"})
_REFUSALS: Final = frozenset(
    {
        "BAD_REQUEST",
        "BAD_USER_INPUT",
        "CHANNEL_NOT_FOUND",
        "ENTITY_NOT_FOUND",
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "ILLEGAL_OPERATION",
        "OPERATION_RESOLUTION_FAILURE",
        "USER_INPUT_ERROR",
    }
)
"""Codes in `errors[].extensions`. INTERNAL_SERVER_ERROR, any other, and none at all: Vendure broke down."""


def look(reply: Reply, decoded: Json) -> Verdict | None:
    """Read `{"errors": […]}`, which mostly comes with status 200, and errors that stand in the place of the data."""
    match decoded:
        case {"errors": [{"message": str(message), "extensions": {"code": str(code)}}, *_]}:
            return _failure(message, code)
        case {"errors": [{"message": str(message)}, *_]}:
            return Unclear(message)
        case {"data": dict(data)}:
            return next((found for part in data.values() if (found := _inside(part))), None)
        case _:
            return unreadable(reply, decoded)


def _failure(message: str, code: str) -> Verdict:
    if code in _DENIALS:
        return Denied(message)
    if code not in _REFUSALS:
        return Unclear(message)
    field = "order" if message.startswith("No Order with ") else ""
    return Refused(message, (Fault(field=field, message=message, code=code),))


def _inside(part: Json) -> Verdict | None:
    """What a result says that is an error. To be asked for a state that was reached before is none."""
    if not isinstance(part, dict):
        return None
    match part:
        case {"errorCode": "FULFILLMENT_STATE_TRANSITION_ERROR", "fromState": before, "toState": after} if (
            before == after
        ):
            return Accepted()
        case {"errorCode": str(code), "message": str(message)}:
            plain = message if not message.startswith(_UNTRANSLATED) else code.replace("_", " ").lower()
            words = next((text for name in _WORDS if isinstance(text := part.get(name), str)), plain)
            return Refused(words, (Fault(field=_field(code, part), message=words, code=code),))
        case _:
            return None


def _field(code: str, part: dict[str, Json]) -> str:
    if "productVariantId" in part:
        return f"variants.{part['productVariantId']}"
    return "lines" if code in {"ITEMS_ALREADY_FULFILLED_ERROR", "EMPTY_ORDER_LINE_SELECTION_ERROR"} else ""


_WORDS: Final = ("transitionError", "fulfillmentHandlerError")
"""Where an error says more than its message."""
_UNTRANSLATED: Final = "errorResult."
"""How a message begins that is no more than a name."""

FULFILLMENT_STATE: Final = {
    **dict.fromkeys(Status, "Shipped"),
    Status.DELIVERED: "Delivered",
}
"""Vendure's states of a fulfilment. It knows no others: *Cancelled* would give the stock back."""

REACHED: Final = {"Shipped": frozenset({"Shipped", "Delivered"}), "Delivered": frozenset({"Delivered"})}
"""From which states there is nothing left to do; from any other, a shop's own too, the shop says whether it may be."""

WORTH_A_NOTE: Final = {
    Status.CUSTOMS_HOLD: "held by customs",
    Status.ON_HOLD: "held by the carrier",
    Status.ATTEMPT_FAILED: "could not be delivered",
    Status.READY_FOR_PICKUP: "ready for pickup",
    Status.RETURNING: "on its way back",
    Status.RETURNED: "came back",
    Status.CANCELLED: "cancelled at the carrier",
    Status.LOST_OR_DAMAGED: "lost or damaged",
    Status.EXPIRED: "not heard of any more",
}
"""What a clerk should know and Vendure has no state for."""


def fulfillment_state(status: Status | Unknown) -> str:
    """The state of a fulfilment. Of one with nothing but an unlisted code no more is claimed than that it was sent."""
    return "Shipped" if isinstance(status, Unknown) else FULFILLMENT_STATE[status]
