"""A packed shipment as ours. Pointers in rejections name the ERP's fields, since that is what a person repairs."""

from goldthread.connectors.stockhouse.rows import (
    StockhouseItem,
    StockhouseParcel,
    StockhouseShipment,
)
from goldthread.domain.address import Address
from goldthread.domain.dimensions import Dimensions
from goldthread.domain.fulfilment import Fulfilment, PackedLine, ReadyOrder
from goldthread.domain.ids import ErpOrderNumber, FulfilmentId, ParcelId
from goldthread.domain.money import Money
from goldthread.domain.parcel import Parcel
from goldthread.domain.weight import Weight
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import values_at
from goldthread.flow.reference import shop_order


def read_shipment(row: StockhouseShipment, erp: str, pointer: str = "") -> ReadyOrder:
    """The order of one packed shipment, which stands at `pointer` in what came.

    Raises:
        Rejected: a value cannot be ours; the field is the ERP's.

    """
    if not row.customer.email.strip():
        raise Rejected("The shipment names no e-mail of its customer; give one.", field=f"{pointer}/customer/email")
    named = shop_order(row.client_reference, f"{pointer}/client_reference")
    items = [_line(item, row.currency, f"{pointer}/items/{place}") for place, item in enumerate(row.items)]
    parcels = [_parcel(parcel, f"{pointer}/parcels/{place}") for place, parcel in enumerate(row.parcels)]
    with values_at(pointer):
        fulfilment = Fulfilment(
            id=FulfilmentId(row.shipment_id),
            station=row.packing_station,
            parcels=tuple(parcels),
            lines=tuple(items),
        )
    return ReadyOrder(
        erp=erp,
        erp_order=ErpOrderNumber(row.order_no),
        shop=named.shop,
        order_id=named.order_id,
        order_number=named.number,
        recipient=_recipient(row),
        email=row.customer.email.strip(),
        fulfilment=fulfilment,
    )


def _line(item: StockhouseItem, currency: str, pointer: str) -> PackedLine:
    with values_at(pointer):
        return PackedLine(
            sku=item.sku,
            quantity=item.quantity,
            name=item.name,
            unit_price=None if item.unit_price_cents is None else Money.from_minor(item.unit_price_cents, currency),
            hs_code=item.hs_code,
            origin=item.origin,
            gtin=item.gtin,
            weight=None if item.unit_weight_g is None else Weight(grams=item.unit_weight_g),
        )


def _parcel(parcel: StockhouseParcel, pointer: str) -> Parcel:
    with values_at(pointer):
        return Parcel(
            id=ParcelId(str(parcel.parcel_no)),
            weight=Weight(grams=parcel.weight_g),
            dimensions=Dimensions(length=parcel.length_mm, width=parcel.width_mm, height=parcel.height_mm),
        )


def _recipient(row: StockhouseShipment) -> Address:
    given = row.delivery_address
    return Address(
        name=given.recipient,
        company=given.company,
        street=tuple(line for line in (given.street, given.street_2) if line),
        postal_code=given.zip_code,
        city=given.town,
        region=given.region,
        country_code=given.country_code,
        phone=given.phone or row.customer.phone,
        email=given.email or row.customer.email.strip(),
    )
