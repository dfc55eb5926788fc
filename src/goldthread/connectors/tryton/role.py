"""What Tryton is to an order."""

from typing import Final

from goldthread.connectors.tryton.application import tryton
from goldthread.connectors.tryton.customer import identify_customer
from goldthread.connectors.tryton.order import inject_order
from goldthread.connectors.tryton.shipment import (
    fulfilment_key,
    list_packed,
    record_tracking,
    reread_packed,
    tell_erp_status,
)
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.flow.role import Erp
from goldthread.flow.start import Handover

ERP: Final = Erp(
    application=tryton,
    identify=identify_customer,
    inject=inject_order,
    packed=Handover(ReadyOrder, once=fulfilment_key, reread=reread_packed),
    list_packed=list_packed,
    record_tracking=record_tracking,
    tell_status=tell_erp_status,
)
