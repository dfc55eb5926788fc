"""Connectors that don't know each other carry one order together: once everywhere, and everybody hears of it."""

from __future__ import annotations

import pytest
from bazaar_kit import BazaarKit
from dhl_parcel_de_kit import DhlParcelDeKit
from easypost_kit import EasyPostKit
from erpnext_kit import ErpnextKit
from ipp_kit import IppKit
from karrio_kit import KarrioKit
from odoo_kit import OdooKit
from packeta_kit import PacketaKit
from printer_kits import PressKit, RawKit
from printnode_kit import PrintNodeKit
from sendcloud_kit import SendcloudKit
from shopify_kit import ShopifyKit
from stockhouse_kit import StockhouseKit
from swiftpost_kit import SwiftpostKit
from tryton_kit import TrytonKit
from vendure_kit import VendureKit
from whole_house import Cast, a_whole_house
from woocommerce_kit import WooCommerceKit

from goldthread.connectors import (
    bazaar,
    dhl_parcel_de,
    easypost,
    erpnext,
    ipp,
    karrio,
    odoo,
    packeta,
    press,
    printnode,
    raw9100,
    sendcloud,
    shopify,
    stockhouse,
    swiftpost,
    tryton,
    vendure,
    woocommerce,
)

CASTS = {
    "sandbox": Cast(
        shop=(bazaar.SHOP, BazaarKit()),
        erp=(stockhouse.ERP, StockhouseKit()),
        carrier=(swiftpost.CARRIER, SwiftpostKit()),
        printer=(press.PRINTER, PressKit()),
    ),
    "real": Cast(
        shop=(vendure.SHOP, VendureKit()),
        erp=(tryton.ERP, TrytonKit()),
        carrier=(karrio.CARRIER, KarrioKit()),
        printer=(ipp.PRINTER, IppKit()),
    ),
    "woocommerce, odoo, packeta, printnode": Cast(
        shop=(woocommerce.SHOP, WooCommerceKit()),
        erp=(odoo.ERP, OdooKit()),
        carrier=(packeta.CARRIER, PacketaKit()),
        printer=(printnode.PRINTER, PrintNodeKit()),
    ),
    "shopify, erpnext, dhl_parcel_de, raw9100": Cast(
        shop=(shopify.SHOP, ShopifyKit()),
        erp=(erpnext.ERP, ErpnextKit()),
        carrier=(dhl_parcel_de.CARRIER, DhlParcelDeKit()),
        printer=(raw9100.PRINTER, RawKit()),
    ),
    "woocommerce, erpnext, sendcloud, ipp": Cast(
        shop=(woocommerce.SHOP, WooCommerceKit()),
        erp=(erpnext.ERP, ErpnextKit()),
        carrier=(sendcloud.CARRIER, SendcloudKit()),
        printer=(ipp.PRINTER, IppKit()),
    ),
    "shopify, odoo, easypost, printnode": Cast(
        shop=(shopify.SHOP, ShopifyKit()),
        erp=(odoo.ERP, OdooKit()),
        carrier=(easypost.CARRIER, EasyPostKit()),
        printer=(printnode.PRINTER, PrintNodeKit()),
    ),
}


@pytest.mark.parametrize("roles", CASTS.values(), ids=CASTS.keys())
async def test_an_order_goes_from_shop_to_doorstep(roles: Cast) -> None:
    """Every system has the order once at its end, and the tracking number is everywhere."""
    async with a_whole_house(roles) as whole:
        await whole.order_comes_in()
        await whole.expect_nobody_needed()
        assert len(whole.erp.effects()) == len(whole.erp.customers()) == 1
        await whole.order_is_packed()
        await whole.expect_nobody_needed()
        assert len(whole.carrier.effects()) == 1
        numbers = list(whole.carrier.parcels())
        shipment = await whole.record("shipment")
        assert sorted(whole.erp.tracking(shipment["fulfilment"])) == sorted(numbers)
        assert len(whole.shop.effects()) == 1
        assert all(number in whole.shop.effects()[0] for number in numbers)
        assert sorted(whole.printer.effects()) == sorted(await whole.label_digests())
        await whole.parcel_arrives()
        await whole.expect_nobody_needed()
        order = await whole.record("order")
        assert {parcel["status"] for parcel in order["parcels"]} == {"delivered"}
        number = whole.shop.number_told(order["order_id"])
        assert number in {None, order["erp_order"]}
