"""Which of our fields Sendcloud's complaints mean."""

import re
from typing import Final

from goldthread.flow.field_names import FieldNames

_ITEMS: Final = re.compile(r"^parcels\.\d+\.parcel_items\b")
_TABLE: Final = FieldNames(
    {
        "external_reference_id": "/fulfilment/id",
        "order_number": "/order_number",
        "to_address": "/recipient",
        "to_address.name": "/recipient/name",
        "to_address.company_name": "/recipient/company",
        "to_address.address_line_1": "/recipient/street/0",
        "to_address.house_number": "/recipient/street/0",
        "to_address.address_line_2": "/recipient/street/1",
        "to_address.postal_code": "/recipient/postal_code",
        "to_address.city": "/recipient/city",
        "to_address.state_province_code": "/recipient/region",
        "to_address.country_code": "/recipient/country_code",
        "to_address.phone_number": "/recipient/phone",
        "to_address.email": "/recipient/email",
        "to_service_point": "/pickup_point",
        "ship_with": "/service",
        "parcels": "/fulfilment/parcels",
        "parcels.*.weight": "/fulfilment/parcels/*/weight",
        "parcels.*.dimensions": "/fulfilment/parcels/*/dimensions",
        "parcels.*.dimensions.length": "/fulfilment/parcels/*/dimensions/length",
        "parcels.*.dimensions.width": "/fulfilment/parcels/*/dimensions/width",
        "parcels.*.dimensions.height": "/fulfilment/parcels/*/dimensions/height",
        "customs_information": "/fulfilment/lines",
        "items": "/fulfilment/lines",
        "items.*.description": "/fulfilment/lines/*/name",
        "items.*.quantity": "/fulfilment/lines/*/quantity",
        "items.*.hs_code": "/fulfilment/lines/*/hs_code",
        "items.*.origin_country": "/fulfilment/lines/*/origin",
        "items.*.price": "/fulfilment/lines/*/unit_price",
        "items.*.weight": "/fulfilment/lines/*/weight",
        "items.*.manufacturer_product_id_std": "/fulfilment/lines/*/gtin",
    }
)

REASONS: Final = {
    "ADDRESS_TOO_LONG": "/recipient/street/0",
    "HOUSE_NUMBER_TOO_LONG": "/recipient/street/0",
    "HOUSE_NUMBER_TOO_SHORT": "/recipient/street/0",
    "ADDRESS_NOT_VALID": "/recipient/street/0",
    "COUNTRY_CODE_MISSING": "/recipient/country_code",
    "POSTAL_CODE_MISSING": "/recipient/postal_code",
    "STATE_MISSING": "/recipient/region",
    "PROVINCE_MISSING": "/recipient/region",
}
"""What the validation of an address says is wrong."""


def field_of(path: str) -> str:
    """Our pointer for their path; all articles stand in the first parcel, whose number says nothing."""
    return _TABLE(_ITEMS.sub("items", path))
