"""The flows of the real house: Vendure, Tryton, karrio, CUPS and a raw port."""

from goldthread.connectors import ipp, karrio, raw9100, tryton, vendure
from goldthread.topologies import flows

TOPOLOGIES = flows(
    shops=(vendure.SHOP,),
    erp=tryton.ERP,
    carriers=(karrio.CARRIER,),
    printers=(ipp.PRINTER, raw9100.PRINTER),
)
