"""ERPNext: an ERP with its warehouse, on Frappe."""

from goldthread.connectors.erpnext.application import erpnext
from goldthread.connectors.erpnext.comment import tell_erp_status
from goldthread.connectors.erpnext.customer import ensure_customer, identify_customer
from goldthread.connectors.erpnext.order import inject_order
from goldthread.connectors.erpnext.role import ERP
from goldthread.connectors.erpnext.shipment import (
    fulfilment_key,
    list_packed,
    read_packed,
    record_tracking,
    reread_packed,
)
from goldthread.connectors.erpnext.subscription import ensure_hooks

__all__ = [
    "ERP",
    "ensure_customer",
    "ensure_hooks",
    "erpnext",
    "fulfilment_key",
    "identify_customer",
    "inject_order",
    "list_packed",
    "read_packed",
    "record_tracking",
    "reread_packed",
    "tell_erp_status",
]
