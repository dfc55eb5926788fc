"""How the shop says no, and what it looks at first."""

from goldthread.sandbox.exchange import Answer, Ask, Json, RefusedError, reply


def error(status: int, code: str, message: str, field: str | None = None) -> Answer:
    """An error in the shop's shape."""
    return reply({"error": {"code": code, "message": message, "field": field}}, status=status)


def refusal(status: int, code: str, message: str, field: str | None = None) -> RefusedError:
    """The same, to be raised."""
    return RefusedError(error(status, code, message, field))


def read_content(ask: Ask) -> Json:
    """The object in the body.

    Raises:
        RefusedError: there is none.
    """
    if ask.content is None:
        raise refusal(400, "MALFORMED", "The body is no JSON object.")
    return ask.content


def fulfilled_lines(order: Json, content: Json) -> list[Json]:
    """The lines of a fulfilment; nobody checks whether they were sent before.

    Raises:
        RefusedError: a line isn't of this order, or its quantity is none.
    """
    lines = content.get("lines")
    if not isinstance(lines, list) or not lines:
        raise refusal(422, "INVALID", "lines are required.", "lines")
    known = {line["lineId"] for line in order["lines"]}
    for place, line in enumerate(lines):
        if not isinstance(line, dict) or line.get("lineId") not in known:
            raise refusal(422, "INVALID", "No such line.", f"lines.{place}.lineId")
        if type(line.get("quantity")) is not int or line["quantity"] < 1:
            raise refusal(422, "INVALID", "quantity is a number from 1.", f"lines.{place}.quantity")
    return [{"lineId": line["lineId"], "quantity": line["quantity"]} for line in lines]


def fulfilled_parcels(content: Json) -> list[Json]:
    """The parcels of a fulfilment.

    Raises:
        RefusedError: there is none, or one without a tracking number.
    """
    parcels = content.get("parcels")
    if not isinstance(parcels, list) or not parcels:
        raise refusal(422, "INVALID", "parcels are required.", "parcels")
    for place, parcel in enumerate(parcels):
        if not isinstance(parcel, dict) or not parcel.get("trackingNumber"):
            raise refusal(422, "INVALID", "trackingNumber is required.", f"parcels.{place}.trackingNumber")
    return [
        {
            "trackingNumber": parcel["trackingNumber"],
            "carrier": parcel.get("carrier"),
            "trackingUrl": parcel.get("trackingUrl"),
        }
        for parcel in parcels
    ]
