"""Which of our fields DHL's complaints mean."""

import re
from collections.abc import Callable
from typing import Final

from goldthread.domain.addressed import AddressedOrder
from goldthread.flow.field_names import FieldNames

_SHIPMENT: Final = re.compile(r"shipments[.\[](\d+)\]?\.?(.*)")

_NAMES: Final = {
    "product": "/service",
    "billingNumber": "/service",
    "consignee": "/recipient",
    "consignee.name": "/recipient/name",
    "consignee.name1": "/recipient/name",
    "consignee.name2": "/recipient/name",
    "consignee.addressStreet": "/recipient/street/0",
    "consignee.addressHouse": "/recipient/street/0",
    "consignee.additionalAddressInformation1": "/recipient/street/1",
    "consignee.additionalAddressInformation2": "/recipient/street/2",
    "consignee.postalCode": "/recipient/postal_code",
    "consignee.city": "/recipient/city",
    "consignee.state": "/recipient/region",
    "consignee.country": "/recipient/country_code",
    "consignee.phone": "/recipient/phone",
    "consignee.email": "/recipient/email",
    "consignee.lockerID": "/pickup_point",
    "consignee.retailID": "/pickup_point",
    "consignee.postNumber": "/pickup_point",
    "services": "/service",
    "services.cashOnDelivery": "/cod",
    "customs": "/fulfilment/lines",
    "customs.items.*.itemDescription": "/fulfilment/lines/*/name",
    "customs.items.*.hsCode": "/fulfilment/lines/*/hs_code",
    "customs.items.*.countryOfOrigin": "/fulfilment/lines/*/origin",
    "customs.items.*.packagedQuantity": "/fulfilment/lines/*/quantity",
    "customs.items.*.itemValue": "/fulfilment/lines/*/unit_price",
    "customs.items.*.itemWeight": "/fulfilment/lines/*/weight",
}


def fields_of(order: AddressedOrder) -> Callable[[str], str]:
    """The names for `shipments.1.consignee.postalCode`; what is said of weight or size is said of that parcel."""

    def ours(path: str) -> str:
        found = _SHIPMENT.match(path)
        if path.startswith("/") or found is None:
            return path if path.startswith("/") else ""
        parcel = f"/fulfilment/parcels/{found[1]}"
        company = {"consignee.name1": "/recipient/company"} if order.recipient.company else {}
        own = {
            "refNo": f"{parcel}/id",
            "details.weight": f"{parcel}/weight",
            "details.dim": f"{parcel}/dimensions",
            "dimension": f"{parcel}/dimensions",
            "dimension.weight": f"{parcel}/weight",
        }
        return FieldNames({**_NAMES, **company, **own})(found[2])

    return ours
