"""What DHL is asked for, made of our order: one shipment for every parcel, all in one call."""

from typing import Final

from goldthread.connectors.dhl_parcel_de.consignee import Body, consignee
from goldthread.connectors.dhl_parcel_de.countries import CUSTOMS_UNION
from goldthread.connectors.dhl_parcel_de.customs import customs
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.money import Money
from goldthread.domain.parcel import Parcel
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected

STANDARD_PROFILE: Final = "STANDARD_GRUPPENPROFIL"
LONGEST: Final = 35
SHORTEST: Final = 8
"""Of a reference that can be tracked by."""


def draft(order: AddressedOrder, api: Client) -> Body:
    """The body of a call that makes or checks the shipments of an order.

    Raises:
        Rejected: something that DHL could never take, at our field.

    """
    product = product_of(order, api)
    shared: Body = {
        "product": product,
        "billingNumber": _billing_number(order, product, api),
        "shipper": {"shipperRef": api.setting("shipper")},
        "consignee": consignee(order, api),
    }
    if order.recipient.country_code not in CUSTOMS_UNION:
        shared["customs"] = customs(order, api)
    shipments = [_shipment(order, parcel, shared) for parcel in order.fulfilment.parcels]
    if order.cod is not None and order.cod.amount:
        shipments[0]["services"] = {"cashOnDelivery": _cash(order, order.cod, api)}
    return {"profile": api.setting("profile") or STANDARD_PROFILE, "shipments": shipments}


def product_of(order: AddressedOrder, api: Client) -> str:
    """What the shop's shipping method means at DHL; a parcel within Germany or beyond where it means nothing."""
    usual = "V01PAK" if order.recipient.country_code == "DE" else "V53WPAK"
    return _pairs(api.setting("services")).get(order.service, usual)


def silence_of(order: AddressedOrder, api: Client) -> str:
    """What is to be said where methods have products, and the order's has none; empty otherwise."""
    known = _pairs(api.setting("services"))
    if not order.service or not known or order.service in known:
        return ""
    return f"No product of DHL is set for {order.service!r}; took {product_of(order, api)}."


def reference_of(order: AddressedOrder, parcel: Parcel) -> str:
    """Ours on the label, of 8 to 35 characters; a long one goes by the ERP's fulfilment, and loses its beginning."""
    reference = f"{order.reference}-{parcel.id}"
    if len(reference) > LONGEST:
        reference = f"{order.erp}-{order.fulfilment.id}-{parcel.id}"[-LONGEST:]
    return reference.rjust(SHORTEST, "0")


def _shipment(order: AddressedOrder, parcel: Parcel, shared: Body) -> Body:
    size = parcel.dimensions
    measures = {"uom": "mm", "height": size.height, "length": size.length, "width": size.width}
    return {
        **shared,
        "refNo": reference_of(order, parcel),
        "details": {"dim": measures, "weight": {"uom": "g", "value": parcel.weight.grams}},
    }


def _billing_number(order: AddressedOrder, product: str, api: Client) -> str:
    number = _pairs(api.setting("billing_numbers")).get(product)
    if number is None:
        raise Rejected(
            f"{api.installation} has no billing number for {product}, by which order {order.order_number!r} would go. "
            f"Add {product}=… to the setting 'billing_numbers' and resume, or correct /service.",
            field="/service",
            code="billing",
        )
    return number


def _cash(order: AddressedOrder, due: Money, api: Client) -> Body:
    """What is collected, with the first parcel; DHL hands it over to the account that the portal knows."""
    if due.currency != "EUR":
        raise Rejected(f"DHL collects euros, not {due.currency}. Correct /cod and resume.", field="/cod")
    account = api.setting("cod_account")
    reference: Body = {"accountReference": account} if account else {}
    amount = {"currency": "EUR", "value": due.amount}
    return {"amount": amount, **reference, "transferNote1": order.order_number[:LONGEST]}


def _pairs(setting: str) -> dict[str, str]:
    """The setting `V01PAK=33333333330102, V53WPAK=33333333335301`."""
    found = (pair.partition("=") for pair in setting.split(","))
    return {name.strip(): value.strip() for name, _, value in found if value.strip()}
