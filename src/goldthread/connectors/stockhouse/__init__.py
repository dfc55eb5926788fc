"""stockhouse: an ERP with its warehouse."""

from goldthread.connectors.stockhouse.application import stockhouse
from goldthread.connectors.stockhouse.customer import ensure_address, ensure_customer, find_customer, identify_customer
from goldthread.connectors.stockhouse.order import create_order, inject_order
from goldthread.connectors.stockhouse.product import ensure_product
from goldthread.connectors.stockhouse.role import ERP
from goldthread.connectors.stockhouse.shipment import (
    fulfilment_key,
    list_packed,
    read_packed,
    record_tracking,
    reread_order,
    tell_erp_status,
)

__all__ = [
    "ERP",
    "create_order",
    "ensure_address",
    "ensure_customer",
    "ensure_product",
    "find_customer",
    "fulfilment_key",
    "identify_customer",
    "inject_order",
    "list_packed",
    "read_packed",
    "record_tracking",
    "reread_order",
    "stockhouse",
    "tell_erp_status",
]
