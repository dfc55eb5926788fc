"""The ids of the domain, told apart by the type checker."""

from typing import NewType

OrderId = NewType("OrderId", str)
"""The shop's own id of an order; the number that people read is another field."""

CustomerId = NewType("CustomerId", str)
"""The ERP's id of a customer."""

ErpOrderNumber = NewType("ErpOrderNumber", str)
"""The number under which the ERP keeps an order."""

FulfilmentId = NewType("FulfilmentId", str)
"""The warehouse's id of one fulfilment of an order."""

ParcelId = NewType("ParcelId", str)
"""Unique within its fulfilment, mostly the warehouse's own number of the parcel."""

ShipmentId = NewType("ShipmentId", str)
"""The carrier's id of a shipment."""

LabelId = NewType("LabelId", str)
"""Our id of a label; it never changes, reprints included."""

TrackingNumber = NewType("TrackingNumber", str)
"""The carrier's number of one parcel. Carriers use numbers again: never an identity without the carrier."""
