"""The models of Tryton that a shop's orders touch, as its client sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """One model: plain fields, relations to one record, and relations to many."""

    label: str
    """As complaints call it, in English."""
    plain: frozenset[str]
    one: Mapping[str, str] = field(default_factory=dict)
    """Field → the model that it leads to."""
    many: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Field → the model whose records lead back, and by which of their fields."""

    def knows(self, name: str) -> bool:
        """Whether there is such a field."""
        return name in self.plain or name in self.one or name in self.many or name in {"id", "_timestamp"}


def _model(
    label: str,
    plain: str,
    one: Mapping[str, str] | None = None,
    many: Mapping[str, tuple[str, str]] | None = None,
) -> Model:
    return Model(label=label, plain=frozenset(plain.split()), one=one or {}, many=many or {})


_UNIT: Final = "product.uom"
_SIDES: Final = ("length", "width", "height")

MODELS: Final[Mapping[str, Model]] = {
    "party.party": _model(
        "Party",
        "name active",
        many={
            "contact_mechanisms": ("party.contact_mechanism", "party"),
            "addresses": ("party.address", "party"),
        },
    ),
    "party.contact_mechanism": _model(
        "Party Contact Mechanism",
        "type value value_compact",
        one={"party": "party.party", "address": "party.address"},
    ),
    "party.address": _model(
        "Party Address",
        "party_name attn street street_unstructured postal_code city",
        one={"party": "party.party", "country": "country.country", "subdivision": "country.subdivision"},
        many={"contact_mechanisms": ("party.contact_mechanism", "address")},
    ),
    "country.country": _model("Country", "name code"),
    "country.subdivision": _model("Subdivision", "name code type", one={"country": "country.country"}),
    "currency.currency": _model("Currency", "name code"),
    "product.uom": _model("Product UoM", "name symbol factor"),
    "product.template": _model(
        "Product Template",
        "name type salable list_price weight",
        one={"default_uom": _UNIT, "sale_uom": _UNIT, "weight_uom": _UNIT},
        many={"products": ("product.product", "template")},
    ),
    "product.product": _model(
        "Product Variant",
        "code suffix_code name weight",
        one={"template": "product.template", "default_uom": _UNIT, "sale_uom": _UNIT, "weight_uom": _UNIT},
        many={"identifiers": ("product.identifier", "product")},
    ),
    "product.identifier": _model("Product Identifier", "type code", one={"product": "product.product"}),
    "carrier": _model("Carrier", "", one={"party": "party.party"}),
    "company.company": _model("Company", "", one={"party": "party.party"}),
    "sale.sale": _model(
        "Sale",
        "number reference state comment total_amount shipment_state shipment_cost_method",
        one={
            "company": "company.company",
            "party": "party.party",
            "currency": "currency.currency",
            "invoice_address": "party.address",
            "shipment_address": "party.address",
            "carrier": "carrier",
        },
        many={"lines": ("sale.line", "sale"), "shipments": ("stock.shipment.out", "sale")},
    ),
    "sale.line": _model(
        "Sale Line",
        "type description quantity unit_price",
        one={"sale": "sale.sale", "product": "product.product", "unit": _UNIT},
    ),
    "stock.location": _model("Location", "name code"),
    "stock.shipment.out": _model(
        "Stock Shipment Out",
        "number state shipping_reference",
        one={
            "customer": "party.party",
            "delivery_address": "party.address",
            "warehouse": "stock.location",
            "carrier": "carrier",
            "sale": "sale.sale",
        },
        many={
            "packages": ("stock.package", "shipment"),
            "outgoing_moves": ("stock.move", "shipment"),
            "moves": ("stock.move", "shipment"),
        },
    ),
    "stock.package": _model(
        "Stock Package",
        "number shipping_reference total_weight length width height",
        one={
            "shipment": "stock.shipment.out",
            "parent": "stock.package",
            "weight_uom": _UNIT,
            **{f"{side}_uom": _UNIT for side in _SIDES},
        },
        many={"moves": ("stock.move", "package")},
    ),
    "stock.move": _model(
        "Stock Move",
        "quantity unit_price state",
        one={
            "shipment": "stock.shipment.out",
            "package": "stock.package",
            "product": "product.product",
            "currency": "currency.currency",
            "origin": "sale.line",
        },
    ),
}
