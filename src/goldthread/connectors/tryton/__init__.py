"""Tryton: an ERP with its warehouse."""

from goldthread.connectors.tryton.address import ensure_addresses
from goldthread.connectors.tryton.application import tryton
from goldthread.connectors.tryton.customer import ensure_customer, find_customer, identify_customer
from goldthread.connectors.tryton.order import create_sale, find_sale, inject_order
from goldthread.connectors.tryton.product import ensure_products
from goldthread.connectors.tryton.role import ERP
from goldthread.connectors.tryton.shipment import (
    fulfilment_key,
    list_packed,
    record_tracking,
    reread_packed,
    tell_erp_status,
)

__all__ = [
    "ERP",
    "create_sale",
    "ensure_addresses",
    "ensure_customer",
    "ensure_products",
    "find_customer",
    "find_sale",
    "fulfilment_key",
    "identify_customer",
    "inject_order",
    "list_packed",
    "record_tracking",
    "reread_packed",
    "tell_erp_status",
    "tryton",
]
