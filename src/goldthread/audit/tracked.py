"""The status of a parcel, where a body tells of one."""

from __future__ import annotations

from goldthread.flow.reply import Json


def status_sentence(body: Json) -> str:
    """`SW1: in_transit → delivered, told by webhook (swiftpost says DLV)`; empty where the body is no change of status.

    Known by its shape: an event, what was before it, and the tracking with it.
    """
    if not isinstance(body, dict):
        return ""
    event, before, tracking = body.get("event"), body.get("before"), body.get("tracking")
    if not (isinstance(event, dict) and isinstance(before, dict) and isinstance(tracking, dict)):
        return ""
    state = tracking.get("state")
    after = state if isinstance(state, dict) else {}
    was, now = _word(before.get("status")), _word(after.get("status"))
    moved = f"{was} → {now}" if was != now else f"still {now}"
    source = f", told by {event.get('source')}" if event.get("source") else ""
    code = f" ({event.get('carrier')} says {event.get('raw_code')})" if event.get("raw_code") else ""
    reason = f" because of {after.get('reason')}" if after.get("reason") else ""
    return f"{event.get('tracking_number')}: {moved}{reason}{source}{code}"


def _word(status: Json) -> str:
    return f"unlisted {status.get('raw')}" if isinstance(status, dict) else str(status)
