"""What Sendcloud is asked for, made of our order."""

from typing import Final

from goldthread.connectors.sendcloud.address import recipient_of
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import PackedLine
from goldthread.domain.label import LabelFormat
from goldthread.domain.parcel import Parcel
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected
from goldthread.flow.reply import Json

CUSTOMS_UNION: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - readable
)
CARRIERS_POINT: Final = "carrier:"
"""Before a point's id that is the carrier's own, and not Sendcloud's."""
ZPL_DPI: Final = 203


def draft(order: AddressedOrder, reference: str, wanted: LabelFormat, api: Client) -> dict[str, Json]:
    """The shipment of an order, under a reference that Sendcloud takes once.

    Raises:
        Rejected: no option is set for it, or something is to be collected on delivery.

    """
    if order.cod is not None:
        raise Rejected(
            "Sendcloud's shipments have no place for an amount to collect; have the order paid, or ship it otherwise",
            field="/cod",
        )
    parcels = [_parcel(parcel) for parcel in order.fulfilment.parcels]
    parcels[0]["parcel_items"] = [_item(line) for line in order.fulfilment.lines]
    return {
        "external_reference_id": reference,
        "reference": order.erp_order,
        "order_number": order.order_number,
        "from_address": {"sender_address_id": int(api.setting("sender_address") or 0)},
        "to_address": dict(recipient_of(order.recipient, order.email)),
        "ship_with": {"type": "shipping_option_code", "properties": _option(order, api)},
        "label_details": _label_details(wanted, api),
        "parcels": list(parcels),
        **_point(order),
        **_customs(order),
    }


def option_code(order: AddressedOrder, api: Client) -> str:
    """The shipping option of the order's service, its country, or anything: `postnl:standard/insured=3000`.

    Raises:
        Rejected: the setting names none.

    """
    options = dict(_pairs(api.setting("options")))
    place = "/point" if order.pickup_point else ""
    country = order.recipient.country_code
    for key in (order.service, f"{country}{place}", f"*{place}"):
        if key and (code := options.get(key)):
            return code
    way = f"the service {order.service!r}, " if order.service else ""
    raise Rejected(
        f"{api.installation} has no shipping option for {way}'{country}{place}' or '*{place}'. "
        "Name one in the setting 'options', or another service",
        field="/service",
        code="option",
    )


def silence_of(order: AddressedOrder, api: Client) -> str:
    """What is to be said where the order's service is none of the setting's; empty where it is, or there is none."""
    if not order.service or order.service in dict(_pairs(api.setting("options"))):
        return ""
    return f"No shipping option is set for the service {order.service!r}; took {option_code(order, api)}."


def _pairs(setting: str) -> list[tuple[str, str]]:
    """Of `a=x; b=y=z`: an option's code may hold commas, colons and equals signs."""
    parts = (pair.partition("=") for pair in setting.split(";"))
    return [(name.strip(), code.strip()) for name, _, code in parts if code.strip()]


def _option(order: AddressedOrder, api: Client) -> dict[str, Json]:
    contract = api.setting("contract")
    named: dict[str, Json] = {"contract_id": int(contract)} if contract else {}
    return {"shipping_option_code": option_code(order, api), **named}


def _label_details(wanted: LabelFormat, api: Client) -> dict[str, Json]:
    if wanted is LabelFormat.PDF:
        return {"mime_type": wanted.media_type, "dpi": 72}
    return {"mime_type": wanted.media_type, "dpi": int(api.setting("zpl_dpi") or ZPL_DPI)}


def _parcel(parcel: Parcel) -> dict[str, Json]:
    length, width, height = parcel.dimensions.cm
    return {
        "dimensions": {"length": f"{length:f}", "width": f"{width:f}", "height": f"{height:f}", "unit": "cm"},
        "weight": {"value": f"{parcel.weight.kg:f}", "unit": "kg"},
    }


def _item(line: PackedLine) -> dict[str, Json]:
    """One article; all of them stand in the first parcel, since nobody says which is in which."""
    price, weight = line.unit_price, line.weight
    fields: dict[str, Json] = {
        "description": line.name or None,
        "quantity": line.quantity,
        "sku": line.sku,
        "hs_code": line.hs_code,
        "origin_country": line.origin,
        "manufacturer_product_id_std": line.gtin,
        "price": {"value": f"{price.amount:f}", "currency": price.currency} if price else None,
        "weight": {"value": weight.grams, "unit": "g"} if weight else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _point(order: AddressedOrder) -> dict[str, Json]:
    point = order.pickup_point.strip()
    if not point:
        return {}
    if point.startswith(CARRIERS_POINT):
        return {"to_service_point": {"carrier_service_point_id": point.removeprefix(CARRIERS_POINT)}}
    return {"to_service_point": {"id": point}}


def _customs(order: AddressedOrder) -> dict[str, Json]:
    if order.recipient.country_code in CUSTOMS_UNION:
        return {}
    invoice = order.order_number[:40]
    customs = {"invoice_number": invoice, "export_reason": "commercial_goods", "export_type": "commercial_b2c"}
    return {"customs_information": dict(customs)}
