"""Which of our fields swiftpost's complaints mean."""

from typing import Final

from goldthread.flow.field_names import FieldNames

FIELDS: Final = FieldNames(
    {
        "reference": "/fulfilment/id",
        "receiver": "/recipient",
        "receiver.name": "/recipient/name",
        "receiver.company": "/recipient/company",
        "receiver.street": "/recipient/street/0",
        "receiver.street2": "/recipient/street/1",
        "receiver.house_number": "/recipient/street/0",
        "receiver.zip": "/recipient/postal_code",
        "receiver.city": "/recipient/city",
        "receiver.state": "/recipient/region",
        "receiver.country": "/recipient/country_code",
        "receiver.phone": "/recipient/phone",
        "receiver.email": "/recipient/email",
        "parcels": "/fulfilment/parcels",
        "parcels.*.reference": "/fulfilment/parcels/*/id",
        "parcels.*.weight_kg": "/fulfilment/parcels/*/weight",
        "parcels.*.length_cm": "/fulfilment/parcels/*/dimensions/length",
        "parcels.*.width_cm": "/fulfilment/parcels/*/dimensions/width",
        "parcels.*.height_cm": "/fulfilment/parcels/*/dimensions/height",
        "customs": "/fulfilment/lines",
        "customs.items.*.description": "/fulfilment/lines/*/name",
        "customs.items.*.hs_code": "/fulfilment/lines/*/hs_code",
        "customs.items.*.origin": "/fulfilment/lines/*/origin",
        "customs.items.*.quantity": "/fulfilment/lines/*/quantity",
        "customs.items.*.unit_value": "/fulfilment/lines/*/unit_price",
        "customs.items.*.weight_kg": "/fulfilment/lines/*/weight",
        "customs.items.*.gtin": "/fulfilment/lines/*/gtin",
    }
)
