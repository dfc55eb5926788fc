"""Labels by whatever a person knows of them."""

from goldthread.domain.ids import LabelId
from goldthread.domain.record import LabelRecord, OrderAlias, OrderRecord, ParcelRecord
from goldthread.domain.request import ReprintRequest
from goldthread.domain.shipment import Shipment
from goldthread.flow.client import Client
from goldthread.flow.errors import Rejected


async def labels_of(request: ReprintRequest, api: Client) -> list[LabelRecord]:
    """The labels of an order, a shipment, a parcel, or one; void ones are passed over where others are left.

    Raises:
        Rejected: there is none, or all are void.

    """
    found = [await api.recall("label", key, into=LabelRecord) for key in await _keys(request, api)]
    records = [record for record in found if record is not None]
    if not records:
        raise Rejected(f"No label of {request.of} is kept. Look whether the key is right.", field="/of")
    usable = [record for record in records if not record.label.is_void]
    if not usable:
        names = ", ".join(record.label.id for record in records)
        raise Rejected(f"Void: {names}. The carrier cancelled it and would refuse the parcel.", field="/of")
    return usable


async def _keys(request: ReprintRequest, api: Client) -> list[LabelId]:
    entity = request.entity
    match entity.kind:
        case "label":
            return [LabelId(entity.key)]
        case "tracking":
            parcel = await api.recall("parcel", entity.key, into=ParcelRecord)
            return [] if parcel is None else await _of_shipment(parcel.shipment, api, entity.key.partition("/")[2])
        case "shipment":
            return await _of_shipment(entity.key, api)
        case "order_number":
            alias = await api.recall("order_number", entity.key, into=OrderAlias)
            return await _of_order(alias.order if alias else entity.key, api)
        case _:
            return await _of_order(entity.key, api)


async def _of_order(key: str, api: Client) -> list[LabelId]:
    order = await api.recall("order", key, into=OrderRecord)
    if order is None:
        return []
    return [label for shipment in order.shipments for label in await _of_shipment(shipment, api)]


async def _of_shipment(key: str, api: Client, number: str = "") -> list[LabelId]:
    shipment = await api.recall("shipment", key, into=Shipment)
    if shipment is None:
        return []
    return [label.id for label in shipment.labels if not number or label.tracking_number == number]
