"""Whether an address would do: a dry run of the address alone, since Sendcloud has none of a shipment."""

from goldthread.connectors.sendcloud.address import address_of
from goldthread.connectors.sendcloud.application import API, sendcloud
from goldthread.connectors.sendcloud.draft import option_code
from goldthread.connectors.sendcloud.field_table import REASONS
from goldthread.connectors.sendcloud.rows import SendcloudAddress, SendcloudReading, SendcloudValidation
from goldthread.domain.addressed import AddressedOrder
from goldthread.flow.client import Client
from goldthread.flow.errors import Fault, Rejected
from goldthread.flow.field_names import FieldNames, in_our_words

FIELDS: FieldNames = FieldNames({"address": "/recipient"})


@sendcloud.connector(name="check_shipment_sendcloud")
async def check_shipment(order: AddressedOrder, api: Client) -> AddressedOrder:
    """Ask whether the carrier would take the recipient's address. Books and bills nothing."""
    with in_our_words(f"Sendcloud would refuse order {order.order_number!r}", FIELDS):
        carrier = option_code(order, api).partition(":")[0]
        asked = {"address": address_of(order.recipient), "carrier_code": carrier}
        answer = await api.post(f"{API}/addresses/validate", json=asked, into=SendcloudValidation, is_read=True)
        if not answer.input_address_is_valid:
            faults = _faults(answer)
            raise Rejected("; ".join(fault.message for fault in faults), faults=faults)
    return order


def _faults(answer: SendcloudValidation) -> tuple[Fault, ...]:
    recommended = next((one.address for one in answer.results if one.recommended), None)
    reasons = dict.fromkeys(reason for one in answer.results for reason in _reasons(one))
    found = tuple(
        Fault(
            field=REASONS.get(reason, "/recipient"),
            message=f"The address isn't valid: {reason}",
            code=reason,
            suggestion=_suggestion(REASONS.get(reason, ""), recommended),
        )
        for reason in reasons
    )
    return found or (Fault(field="/recipient", message="The address isn't valid; Sendcloud doesn't say why"),)


def _reasons(reading: SendcloudReading) -> tuple[str, ...]:
    result = reading.analysis.validation_result
    return () if result.is_valid else result.reasons


def _suggestion(field: str, address: SendcloudAddress | None) -> str | None:
    """What stands at the field in the address that Sendcloud recommends."""
    if address is None:
        return None
    match field:
        case "/recipient/street/0":
            return f"{address.address_line_1 or ''} {address.house_number or ''}".strip() or None
        case "/recipient/postal_code":
            return address.postal_code or None
        case "/recipient/region":
            return address.state_province_code or None
        case "/recipient/country_code":
            return address.country_code or None
        case _:
            return None
