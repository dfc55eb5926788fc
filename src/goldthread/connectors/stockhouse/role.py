"""stockhouse as an ERP in a flow."""

from typing import Final

from goldthread.connectors.stockhouse.application import stockhouse
from goldthread.connectors.stockhouse.customer import identify_customer
from goldthread.connectors.stockhouse.order import inject_order
from goldthread.connectors.stockhouse.shipment import (
    fulfilment_key,
    list_packed,
    read_packed,
    record_tracking,
    reread_order,
    tell_erp_status,
)
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.flow.role import Erp
from goldthread.flow.start import Webhook

ERP: Final = Erp(
    application=stockhouse,
    identify=identify_customer,
    inject=inject_order,
    packed=Webhook(
        stockhouse, "shipment.packed", carries=ReadyOrder, read=read_packed, once=fulfilment_key, reread=reread_order
    ),
    list_packed=list_packed,
    record_tracking=record_tracking,
    tell_status=tell_erp_status,
)
