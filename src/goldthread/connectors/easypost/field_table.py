"""Which of our fields EasyPost's complaints mean."""

from typing import Final

from goldthread.flow.field_names import FieldNames

_ADDRESS: Final = {
    "name": "/recipient/name",
    "company": "/recipient/company",
    "street1": "/recipient/street/0",
    "street2": "/recipient/street/1",
    "city": "/recipient/city",
    "state": "/recipient/region",
    "zip": "/recipient/postal_code",
    "country": "/recipient/country_code",
    "phone": "/recipient/phone",
    "email": "/recipient/email",
}
_PARCEL: Final = {"length": "dimensions/length", "width": "dimensions/width", "height": "dimensions/height"}
_GOODS: Final = {
    "description": "name",
    "quantity": "quantity",
    "value": "unit_price",
    "weight": "weight",
    "hs_tariff_number": "hs_code",
    "origin_country": "origin",
    "code": "sku",
}


def fields_of(place: int) -> FieldNames:
    """The names for the shipment of the parcel at this place; EasyPost leaves out where a field stands, or not."""
    parcel = f"/fulfilment/parcels/{place}"
    table = {"address": "/recipient", "service": "/service", "rate": "/service", "parcel": parcel, **_ADDRESS}
    table |= {"customs_info": "/fulfilment/lines", "reference": "/fulfilment/id"}
    table |= {name: f"{parcel}/{ours}" for name, ours in {**_PARCEL, "weight": "weight"}.items()}
    table |= {f"parcel.{name}": f"{parcel}/{ours}" for name, ours in {**_PARCEL, "weight": "weight"}.items()}
    table |= {f"to_address.{name}": ours for name, ours in _ADDRESS.items()} | {"to_address": "/recipient"}
    table |= {f"customs_info.customs_items.*.{name}": f"/fulfilment/lines/*/{ours}" for name, ours in _GOODS.items()}
    return FieldNames(table | {f"shipment.{name}": ours for name, ours in table.items()})
