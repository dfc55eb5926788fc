"""Odoo as an ERP in flows."""

from typing import Final

from goldthread.connectors.odoo.application import odoo
from goldthread.connectors.odoo.chatter import tell_erp_status
from goldthread.connectors.odoo.customer import identify_customer
from goldthread.connectors.odoo.order import inject_order
from goldthread.connectors.odoo.picking import fulfilment_key, list_packed, record_tracking, reread_packed
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.flow.role import Erp
from goldthread.flow.start import Handover

ERP: Final = Erp(
    application=odoo,
    identify=identify_customer,
    inject=inject_order,
    packed=Handover(ReadyOrder, once=fulfilment_key, reread=reread_packed),
    list_packed=list_packed,
    record_tracking=record_tracking,
    tell_status=tell_erp_status,
)
