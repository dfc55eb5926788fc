"""The shop's things as GraphQL shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from goldthread.testing.fakes.shopify.books import Event, Fulfilment, FulfilmentOrder, Line, ShopOrder
from goldthread.testing.fakes.shopify.picking import Thing, paged

RATE: Final = Decimal(25)
"""Crowns of the shop for one euro of the shopper."""


def instant(at: datetime) -> str:
    """As Shopify writes times, whole seconds: `2026-11-23T12:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def money(amount: Decimal) -> Thing:
    """An amount in both currencies."""
    return {
        "__typename": "MoneyBag",
        "presentmentMoney": {"__typename": "MoneyV2", "amount": f"{amount:f}", "currencyCode": "EUR"},
        "shopMoney": {"__typename": "MoneyV2", "amount": f"{amount * RATE:f}", "currencyCode": "CZK"},
    }


def address(order: ShopOrder) -> Thing:
    """Where it goes."""
    return {
        "__typename": "MailingAddress",
        "name": "Jana Nováková",
        "company": None,
        "address1": "Dlouhá 12",
        "address2": None,
        "zip": "110 00",
        "city": order.city,
        "province": None,
        "provinceCode": None,
        "countryCodeV2": "CZ",
        "phone": "+420601123456",
    }


def order_thing(order: ShopOrder) -> Thing:
    """An order with everything that may be asked of it."""
    lines = [line_thing(line) for line in order.lines]
    heads = sorted(order.fulfilment_orders, key=lambda one: one.id)

    def fulfilment_orders(**arguments: Any) -> Thing:
        rows = list(reversed(heads)) if arguments.get("reverse") else heads
        return paged([head_thing(one) for one in rows], lambda row: [row["id"]], **arguments)

    def metafield(**arguments: Any) -> Thing | None:
        is_known = (arguments.get("namespace"), arguments.get("key")) == ("goldthread", "erp_order")
        return {"__typename": "Metafield", "value": order.erp_number} if is_known and order.erp_number else None

    return {
        "__typename": "Order",
        "id": order.gid,
        "legacyResourceId": str(order.id),
        "name": f"#{order.number}",
        "createdAt": instant(order.created),
        "updatedAt": instant(order.updated),
        "cancelledAt": instant(order.cancelled) if order.cancelled else None,
        "email": order.email,
        "note": order.note,
        "presentmentCurrencyCode": "EUR",
        "displayFinancialStatus": order.financial_status,
        "displayFulfillmentStatus": order.sent,
        "paymentGatewayNames": [order.gateway],
        "currentTotalPriceSet": money(order.total),
        "totalOutstandingSet": money(order.total if order.financial_status == "PENDING" else Decimal(0)),
        "customer": None,
        "shippingLine": {"__typename": "ShippingLine", "code": "standard", "title": "Standard shipping"},
        "customAttributes": [],
        "billingAddress": address(order),
        "shippingAddress": address(order),
        "lineItems": lambda **arguments: paged(lines, lambda row: [row["id"]], **arguments),
        "metafield": metafield,
        "fulfillments": lambda **_: [fulfilment_thing(one) for one in order.fulfilments],
        "fulfillmentOrders": fulfilment_orders,
    }


def line_thing(line: Line) -> Thing:
    """One article."""
    weight = {"__typename": "Weight", "value": line.grams / 1000, "unit": "KILOGRAMS"}
    discounts = [{"__typename": "DiscountAllocation", "allocatedAmountSet": money(line.discount)}]
    return {
        "__typename": "LineItem",
        "id": f"gid://shopify/LineItem/{line.id}",
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity,
        "currentQuantity": line.quantity - line.removed,
        "requiresShipping": line.requires_shipping,
        "originalUnitPriceSet": money(line.price),
        "discountAllocations": discounts if line.discount else [],
        "variant": {
            "__typename": "ProductVariant",
            "barcode": "4006381333931",
            "inventoryItem": {
                "__typename": "InventoryItem",
                "harmonizedSystemCode": "090210",
                "countryCodeOfOrigin": "JP",
                "measurement": {"__typename": "InventoryItemMeasurement", "weight": weight},
            },
        },
    }


def head_thing(head: FulfilmentOrder) -> Thing:
    """What one location is to send."""
    location = {"__typename": "Location", "id": head.location}
    holds = (
        [{"__typename": "FulfillmentHold", "reason": head.hold[0], "reasonNotes": head.hold[1]}] if head.hold else []
    )
    lines = [
        {
            "__typename": "FulfillmentOrderLineItem",
            "id": f"gid://shopify/FulfillmentOrderLineItem/{one.id}",
            "remainingQuantity": one.quantity,
            "totalQuantity": one.quantity,
            "lineItem": line_thing(one.line),
        }
        for one in head.lines
    ]
    return {
        "__typename": "FulfillmentOrder",
        "id": head.gid,
        "status": head.status,
        "fulfillAt": None,
        "assignedLocation": {"__typename": "FulfillmentOrderAssignedLocation", "name": "Praha", "location": location},
        "fulfillmentHolds": holds,
        "lineItems": lambda **arguments: paged(lines, lambda row: [row["id"]], **arguments),
    }


def fulfilment_thing(one: Fulfilment) -> Thing:
    """What was sent at once."""
    sent = [
        {"__typename": "FulfillmentLineItem", "quantity": quantity, "lineItem": line_thing(line)}
        for line, quantity in one.lines
    ]

    def events(**arguments: Any) -> Thing:
        rows = sorted(one.events, key=lambda event: (event.at, event.id), reverse=bool(arguments.get("reverse")))
        page = [event_thing(event) for event in rows[: int(arguments.get("first") or 0)]]
        return {"__typename": "FulfillmentEventConnection", "nodes": page}

    return {
        "__typename": "Fulfillment",
        "id": one.gid,
        "status": one.status,
        "location": {"__typename": "Location", "id": one.location},
        "trackingInfo": [{"__typename": "FulfillmentTrackingInfo", "number": number} for number in one.numbers],
        "events": events,
        "fulfillmentLineItems": lambda **arguments: paged(sent, lambda row: [row["lineItem"]["id"]], **arguments),
    }


def event_thing(event: Event) -> Thing:
    """Where a fulfilment was."""
    return {
        "__typename": "FulfillmentEvent",
        "id": f"gid://shopify/FulfillmentEvent/{event.id}",
        "status": event.status,
        "happenedAt": instant(event.at),
    }
