"""ERPNext as an ERP in flows."""

from typing import Final

from goldthread.connectors.erpnext.application import erpnext
from goldthread.connectors.erpnext.comment import tell_erp_status
from goldthread.connectors.erpnext.customer import identify_customer
from goldthread.connectors.erpnext.order import inject_order
from goldthread.connectors.erpnext.shipment import (
    fulfilment_key,
    list_packed,
    read_packed,
    record_tracking,
    reread_packed,
)
from goldthread.connectors.erpnext.subscription import PACKED, ensure_hooks
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.flow.role import Erp
from goldthread.flow.start import Webhook

ERP: Final = Erp(
    application=erpnext,
    identify=identify_customer,
    inject=inject_order,
    packed=Webhook(erpnext, PACKED, carries=ReadyOrder, read=read_packed, once=fulfilment_key, reread=reread_packed),
    list_packed=list_packed,
    record_tracking=record_tracking,
    tell_status=tell_erp_status,
    ensure_hooks=ensure_hooks,
)
