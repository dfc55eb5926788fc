"""What customs ask for beyond the Union."""

from goldthread.connectors.dhl_parcel_de.consignee import Body
from goldthread.connectors.dhl_parcel_de.countries import ALPHA3
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import PackedLine
from goldthread.domain.money import Money
from goldthread.flow.client import Client
from goldthread.flow.errors import Fault, Rejected


def customs(order: AddressedOrder, api: Client) -> Body:
    """The declaration of a parcel's goods.

    Raises:
        Rejected: DHL wants it by parcel and there are several; a line's price or weight isn't known; the postage isn't.

    """
    if len(order.fulfilment.parcels) > 1:
        raise Rejected(
            "DHL declares the goods of every parcel, and it isn't known what lies in which. Pack one parcel at a time.",
            field="/fulfilment/parcels",
            code="customs",
        )
    faults = tuple(fault for place, line in enumerate(order.fulfilment.lines) for fault in _faults(place, line))
    if faults:
        raise Rejected(f"Customs want more about the goods of order {order.order_number!r}.", faults=faults)
    return {
        "exportType": "COMMERCIAL_GOODS",
        "invoiceNo": order.order_number[:35],
        "postalCharges": _value(_postage(api)),
        "items": [_item(line) for line in order.fulfilment.lines],
    }


def _faults(place: int, line: PackedLine) -> list[Fault]:
    known = {"unit_price": line.unit_price, "weight": line.weight}
    return [
        Fault(field=f"/fulfilment/lines/{place}/{name}", message=f"{line.sku!r} has no {name.replace('_', ' ')}")
        for name, value in known.items()
        if value is None
    ]


def _item(line: PackedLine) -> Body:
    item: Body = {"itemDescription": line.name[:256], "packagedQuantity": line.quantity}
    if line.unit_price is not None and line.weight is not None:
        item |= {"itemValue": _value(line.unit_price), "itemWeight": {"uom": "g", "value": line.weight.grams}}
    if line.hs_code:
        item["hsCode"] = line.hs_code
    if line.origin:
        item["countryOfOrigin"] = ALPHA3.get(line.origin, line.origin)
    return item


def _postage(api: Client) -> Money:
    setting = api.setting("postal_charges")
    if not setting:
        raise Rejected(
            "Customs want to know what the customer paid for postage. Name it in the setting 'postal_charges', as "
            "9.90 EUR, and resume.",
            code="customs",
        )
    return Money.parse(setting)


def _value(money: Money) -> Body:
    return {"currency": money.currency, "value": money.amount}
