"""Orders as webhooks tell of them: the shape of the older REST API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from goldthread.testing.fakes.shopify.books import Line, ShopOrder
from goldthread.testing.fakes.shopify.graph import RATE


def order_payload(order: ShopOrder) -> dict[str, Any]:
    """The body of `orders/create`."""
    created = order.created.isoformat(timespec="seconds")
    return {
        "id": order.id,
        "admin_graphql_api_id": order.gid,
        "name": f"#{order.number}",
        "order_number": order.number,
        "created_at": created,
        "updated_at": order.updated.isoformat(timespec="seconds"),
        "cancelled_at": order.cancelled.isoformat(timespec="seconds") if order.cancelled else None,
        "currency": "CZK",
        "presentment_currency": "EUR",
        "total_price": f"{order.total * RATE:f}",
        "total_price_set": _set(order.total),
        "current_total_price_set": _set(order.total),
        "total_outstanding": "0.00" if order.financial_status == "PAID" else f"{order.total * RATE:f}",
        "email": order.email,
        "contact_email": order.email,
        "note": order.note,
        "note_attributes": [],
        "financial_status": order.financial_status.lower(),
        "fulfillment_status": None,
        "payment_gateway_names": [order.gateway],
        "customer": None,
        "line_items": [_line(line) for line in order.lines],
        "shipping_lines": [{"id": order.id - 7, "code": "standard", "title": "Standard shipping"}],
        "billing_address": _address(order),
        "shipping_address": _address(order),
    }


def _line(line: Line) -> dict[str, Any]:
    discounts = [{"amount": f"{line.discount:f}", "amount_set": _set(line.discount)}] if line.discount else []
    return {
        "id": line.id,
        "admin_graphql_api_id": f"gid://shopify/LineItem/{line.id}",
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity,
        "current_quantity": line.quantity - line.removed,
        "requires_shipping": line.requires_shipping,
        "grams": line.grams,
        "price": f"{line.price * RATE:f}",
        "price_set": _set(line.price),
        "discount_allocations": discounts,
    }


def _set(amount: Decimal) -> dict[str, Any]:
    return {
        "shop_money": {"amount": f"{amount * RATE:f}", "currency_code": "CZK"},
        "presentment_money": {"amount": f"{amount:f}", "currency_code": "EUR"},
    }


def _address(order: ShopOrder) -> dict[str, Any]:
    return {
        "first_name": "Jana",
        "last_name": "Nováková",
        "name": "Jana Nováková",
        "company": None,
        "address1": "Dlouhá 12",
        "address2": None,
        "zip": "110 00",
        "city": order.city,
        "province": None,
        "province_code": None,
        "country": "Czech Republic",
        "country_code": "CZ",
        "phone": "+420601123456",
    }
