"""An order of the fake of Vendure, in the shape and under the names that Vendure 3.7.3 was seen to give it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

NOWHERE = dict.fromkeys(
    (
        "fullName",
        "company",
        "streetLine1",
        "streetLine2",
        "city",
        "province",
        "postalCode",
        "countryCode",
        "phoneNumber",
    )
)
ARTICLE = {"hsCode": "090210", "origin": "JP", "gtin": "4006381333931", "grams": 120}


def an_order(
    number: int, placed_at: datetime, order_fields: Sequence[str], variant_fields: Sequence[str]
) -> dict[str, Any]:
    """A guest's paid order of two pieces of tea, by the number it is in the shop."""
    placed = placed_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    variant = {"id": "1", "sku": "TEA-1", "name": "Green tea"}
    return {
        "__typename": "Order",
        "id": str(number),
        "code": f"Y18WZ9GJY464U{number:03}",
        "state": "PaymentSettled",
        "orderPlacedAt": placed,
        "updatedAt": placed,
        "currencyCode": "EUR",
        "totalWithTax": 2480,
        "customer": {
            "emailAddress": "jana@example.test",
            "firstName": "Jana",
            "lastName": "Nováková",
            "phoneNumber": None,
        },
        "shippingAddress": {
            **NOWHERE,
            "fullName": "Jana Nováková",
            "streetLine1": "Dlouhá 12",
            "city": "Praha",
            "postalCode": "110 00",
            "countryCode": "CZ",
            "phoneNumber": "+420601123456",
        },
        "billingAddress": dict(NOWHERE),
        "lines": [
            {
                "id": str(number),
                "quantity": 2,
                "proratedUnitPriceWithTax": 995,
                "productVariant": {**variant, "customFields": {name: ARTICLE.get(name) for name in variant_fields}},
            }
        ],
        "shippingLines": [{"shippingMethod": {"code": "standard"}}],
        "payments": [{"method": "card", "state": "Settled", "amount": 2480}],
        "customFields": dict.fromkeys(order_fields),
        "fulfillments": [],
        "history": {"items": []},
    }
