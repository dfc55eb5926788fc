"""The flows: made for any shops, ERP, carriers and printers, each readable on one screen.

`TOPOLOGIES = flows(shops=(woocommerce.SHOP,), erp=odoo.ERP, carriers=(packeta.CARRIER,), printers=(ipp.PRINTER,))`
"""

from typing import Any, Final

from goldthread.connectors import bazaar, press, raw9100, stockhouse, swiftpost
from goldthread.flow.topology import Topology
from goldthread.topologies.flows import flows

__all__ = ["SHIPPED", "flows"]

SHIPPED: Final[tuple[Topology[Any], ...]] = flows(
    shops=(bazaar.SHOP,),
    erp=stockhouse.ERP,
    carriers=(swiftpost.CARRIER,),
    printers=(press.PRINTER, raw9100.PRINTER),
)
"""The flows of the sandbox; topologies carry different types, which a tuple cannot say."""
