"""What karrio is asked for: a shipment for every parcel of the order."""

from typing import Final

from goldthread.connectors.karrio.rows import (
    KarrioAddress,
    KarrioBox,
    KarrioCommodity,
    KarrioCustoms,
    KarrioDraft,
    KarrioRateRequest,
)
from goldthread.domain.fulfilment import PackedLine, ReadyOrder
from goldthread.domain.label import LabelFormat
from goldthread.domain.parcel import Parcel
from goldthread.flow.client import Client
from goldthread.flow.errors import Fault, Rejected

CUSTOMS_UNION: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - readable
)
LINES: Final = 2


def drafts(order: ReadyOrder, wanted: LabelFormat, api: Client) -> tuple[KarrioDraft, ...]:
    """One shipment for each parcel, since karrio gives a shipment of several one tracker and one file of labels."""
    recipient, service, customs = _recipient(order), _service(order, api), _customs(order, api)
    return tuple(
        KarrioDraft(
            reference=f"{order.reference}/{parcel.id}",
            order_id=order.order_number[:50],
            service=service,
            carrier_ids=(api.setting("carrier_id"),),
            label_type=wanted.value,
            shipper=_shipper(api),
            recipient=recipient,
            parcels=(_box(parcel),),
            options=_options(order, api, is_first=place == 0),
            customs=customs,
        )
        for place, parcel in enumerate(order.fulfilment.parcels)
    )


def rate_request(asked: KarrioDraft) -> KarrioRateRequest:
    """The dry run of a draft: the same addresses and parcel."""
    return KarrioRateRequest(
        reference=asked.reference,
        services=(asked.service,),
        carrier_ids=asked.carrier_ids,
        shipper=asked.shipper,
        recipient=asked.recipient,
        parcels=asked.parcels,
        options=asked.options,
    )


def _service(order: ReadyOrder, api: Client) -> str:
    """The order's service in karrio's words; where no table is set, all go by one service."""
    table = [pair.split("=", 1) for pair in api.setting("services").split(",") if "=" in pair]
    if not order.service or not table:
        return api.setting("service")
    known = {ours.strip(): theirs.strip() for ours, theirs in table}
    if order.service not in known:
        raise Rejected(
            f"No service of karrio's is set for {order.service!r}, only for {', '.join(known)}. "
            "Correct /service, or add it to the setting `services`, and resume.",
            field="/service",
        )
    return known[order.service]


def _shipper(api: Client) -> KarrioAddress:
    return KarrioAddress(
        person_name=api.setting("shipper_name"),
        company_name=api.setting("shipper_company") or None,
        address_line1=api.setting("shipper_street"),
        address_line2=None,
        postal_code=api.setting("shipper_postal_code"),
        city=api.setting("shipper_city"),
        state_code=api.setting("shipper_state") or None,
        country_code=api.setting("shipper_country"),
        phone_number=api.setting("shipper_phone") or None,
        email=api.setting("shipper_email") or None,
    )


def _recipient(order: ReadyOrder) -> KarrioAddress:
    address = order.recipient
    if len(address.street) > LINES:
        raise Rejected(
            f"karrio takes two street lines, the recipient has {len(address.street)}. "
            "Correct /recipient/street and resume.",
            field="/recipient/street",
        )
    return KarrioAddress(
        person_name=_required("name", address.name),
        company_name=address.company,
        address_line1=_required("street", *address.street[:1]),
        address_line2=address.street[1] if len(address.street) > 1 else None,
        postal_code=address.postal_code,
        city=_required("city", address.city),
        state_code=address.region,
        country_code=address.country_code,
        phone_number=address.phone,
        email=address.email or order.email or None,
    )


def _required(field: str, value: str = "") -> str:
    """What karrio's documentation requires to buy a label, and its server doesn't look for."""
    if not value.strip():
        message = f"The recipient has no {field}. Correct /recipient/{field} and resume."
        raise Rejected(message, faults=(Fault(field=f"/recipient/{field}", message=message, code="required"),))
    return value


def _box(parcel: Parcel) -> KarrioBox:
    length, width, height = parcel.dimensions.cm
    return KarrioBox(weight=parcel.weight.grams, length=f"{length:f}", width=f"{width:f}", height=f"{height:f}")


def _options(order: ReadyOrder, api: Client, *, is_first: bool) -> dict[str, str]:
    """Karrio passes options on unseen, and a carrier that doesn't know one ignores it: only what is set up is asked."""
    options: dict[str, str] = {}
    if order.cod is not None:
        if api.setting("collects") != "yes":
            raise Rejected(
                "Nothing says that this carrier collects on delivery. Have the order paid and remove /cod, "
                "or set `collects` to yes, and resume.",
                field="/cod",
            )
        if is_first:
            options |= {"cash_on_delivery": f"{order.cod.amount:f}", "currency": order.cod.currency}
    if order.pickup_point:
        option = api.setting("pickup_option")
        if not option:
            raise Rejected(
                "Nothing says how this carrier is told a pickup point. Remove /pickup_point, "
                "or set `pickup_option`, and resume.",
                field="/pickup_point",
            )
        options[option] = order.pickup_point
    return options


def _customs(order: ReadyOrder, api: Client) -> KarrioCustoms | None:
    countries = {order.recipient.country_code, api.setting("shipper_country")}
    if len(countries) == 1 or countries <= CUSTOMS_UNION:
        return None
    if len(order.fulfilment.parcels) > 1:
        raise Rejected(
            "Customs ask what lies in which parcel, and the order doesn't say. Pack one parcel, or ship it otherwise.",
            field="/fulfilment/parcels",
        )
    return KarrioCustoms(
        commodities=tuple(_commodity(line) for line in order.fulfilment.lines),
        incoterm=api.setting("incoterm") or "DAP",
    )


def _commodity(line: PackedLine) -> KarrioCommodity:
    return KarrioCommodity(
        title=line.name,
        sku=line.sku,
        quantity=line.quantity,
        weight=None if line.weight is None else line.weight.grams,
        hs_code=line.hs_code,
        origin_country=line.origin,
        value_amount=None if line.unit_price is None else f"{line.unit_price.amount:f}",
        value_currency=None if line.unit_price is None else line.unit_price.currency,
    )
