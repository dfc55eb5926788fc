"""karrio's fields, and which of ours they are made of."""

from typing import Final

from goldthread.flow.field_names import FieldNames

_RECIPIENT: Final = {
    "recipient": "/recipient",
    "recipient.person_name": "/recipient/name",
    "recipient.company_name": "/recipient/company",
    "recipient.address_line1": "/recipient/street/0",
    "recipient.address_line2": "/recipient/street/1",
    "recipient.street_number": "/recipient/street/0",
    "recipient.postal_code": "/recipient/postal_code",
    "recipient.city": "/recipient/city",
    "recipient.state_code": "/recipient/region",
    "recipient.country_code": "/recipient/country_code",
    "recipient.phone_number": "/recipient/phone",
    "recipient.email": "/recipient/email",
}
_ORDER: Final = {
    "service": "/service",
    "options.cash_on_delivery": "/cod",
    "customs.commodities.*.title": "/fulfilment/lines/*/name",
    "customs.commodities.*.sku": "/fulfilment/lines/*/sku",
    "customs.commodities.*.hs_code": "/fulfilment/lines/*/hs_code",
    "customs.commodities.*.origin_country": "/fulfilment/lines/*/origin",
    "customs.commodities.*.value_amount": "/fulfilment/lines/*/unit_price",
    "customs.commodities.*.value_currency": "/fulfilment/lines/*/unit_price/currency",
    "customs.commodities.*.quantity": "/fulfilment/lines/*/quantity",
    "customs.commodities.*.weight": "/fulfilment/lines/*/weight",
}


def fields_of(place: int) -> FieldNames:
    """The names for a shipment of one parcel, the one at this place of our fulfilment."""
    parcel = f"/fulfilment/parcels/{place}"
    sides = {f"parcels.*.{side}": f"{parcel}/dimensions/{side}" for side in ("length", "width", "height")}
    whole = {"parcels": parcel, "parcels.*.weight": f"{parcel}/weight", "parcels.*.dimensions": f"{parcel}/dimensions"}
    return FieldNames({**_RECIPIENT, **_ORDER, **whole, **sides})
