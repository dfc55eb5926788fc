"""Which of our fields Packeta's complaints mean."""

from typing import Final

from goldthread.domain.addressed import AddressedOrder
from goldthread.flow.field_names import FieldNames

_RECIPIENT: Final = {
    "number": "/fulfilment/id",
    "name": "/recipient/name",
    "surname": "/recipient/name",
    "company": "/recipient/company",
    "email": "/recipient/email",
    "phone": "/recipient/phone",
    "carrierPickupPoint": "/pickup_point",
    "currency": "/fulfilment/lines/0/unit_price",
    "value": "/fulfilment/lines/0/unit_price",
    "cod": "/cod",
    "street": "/recipient/street/0",
    "houseNumber": "/recipient/street/0",
    "note": "/recipient/street/0",
    "city": "/recipient/city",
    "zip": "/recipient/postal_code",
    "province": "/recipient/region",
}


def fields_of(order: AddressedOrder, place: int) -> FieldNames:
    """The names for the packet at this place; where it goes is asked of the point, or else of the service."""
    parcel = f"/fulfilment/parcels/{place}"
    where = "/pickup_point" if order.pickup_point else "/service"
    return FieldNames({**_RECIPIENT, "addressId": where, "weight": f"{parcel}/weight", "size": f"{parcel}/dimensions"})
