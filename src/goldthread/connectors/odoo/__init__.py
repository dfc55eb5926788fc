"""Odoo: an ERP with its warehouse, over JSON-2 and JSON-RPC."""

from goldthread.connectors.odoo.application import odoo
from goldthread.connectors.odoo.chatter import tell_erp_status
from goldthread.connectors.odoo.customer import ensure_customer, identify_customer
from goldthread.connectors.odoo.order import inject_order
from goldthread.connectors.odoo.picking import fulfilment_key, list_packed, record_tracking, reread_packed
from goldthread.connectors.odoo.role import ERP

__all__ = [
    "ERP",
    "ensure_customer",
    "fulfilment_key",
    "identify_customer",
    "inject_order",
    "list_packed",
    "odoo",
    "record_tracking",
    "reread_packed",
    "tell_erp_status",
]
