"""What the reference says was proven is what the adopted contracts prove; `--record` writes it."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
import test_certify_bazaar
import test_certify_dhl_parcel_de
import test_certify_easypost
import test_certify_erpnext
import test_certify_ipp
import test_certify_karrio
import test_certify_odoo
import test_certify_packeta
import test_certify_printers
import test_certify_printnode
import test_certify_sendcloud
import test_certify_shopify
import test_certify_stockhouse
import test_certify_swiftpost
import test_certify_tryton
import test_certify_vendure
import test_certify_woocommerce

from goldthread.cli.reference.connectors import applications
from goldthread.testing.contract import Contract
from goldthread.testing.contract.certificate import certificate

ADOPTED: dict[str, type[Contract]] = {
    "bazaar": test_certify_bazaar.TestBazaar,
    "easypost": test_certify_easypost.TestEasyPost,
    "dhl_parcel_de": test_certify_dhl_parcel_de.TestDhlParcelDe,
    "erpnext": test_certify_erpnext.TestErpnext,
    "ipp": test_certify_ipp.TestIpp,
    "karrio": test_certify_karrio.TestKarrio,
    "odoo": test_certify_odoo.TestOdoo,
    "packeta": test_certify_packeta.TestPacketa,
    "press": test_certify_printers.TestPress,
    "printnode": test_certify_printnode.TestPrintNode,
    "raw9100": test_certify_printers.TestRaw9100,
    "sendcloud": test_certify_sendcloud.TestSendcloud,
    "shopify": test_certify_shopify.TestShopify,
    "stockhouse": test_certify_stockhouse.TestStockhouse,
    "swiftpost": test_certify_swiftpost.TestSwiftpost,
    "tryton": test_certify_tryton.TestTryton,
    "vendure": test_certify_vendure.TestVendure,
    "woocommerce": test_certify_woocommerce.TestWooCommerce,
}


def test_every_shipped_application_is_certified() -> None:
    """Whatever calls the outside has adopted a contract."""
    shipped = {package for package, application, *_ in applications() if not application.is_internal}
    assert shipped == set(ADOPTED)


@pytest.mark.parametrize("package", ADOPTED)
def test_the_record_says_what_is_proven(package: str, request: pytest.FixtureRequest) -> None:
    """Role, counterpart, settlement and what is lacking stand beside the connector."""
    contract = ADOPTED[package]
    assert contract.kit.application.name == package
    file = Path(contract.kit.notes).parent / "certified.json"
    text = json.dumps(asdict(certificate(contract)), ensure_ascii=False, indent=2) + "\n"
    if request.config.getoption("--record", default=False):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text
