"""One way to certify a connector: a contract for each role, which any connector is run against."""

from goldthread.testing.contract.carrier import CarrierContract, CarrierFake, CarrierKit, Rejection
from goldthread.testing.contract.claim import Has, Lacks, Settles, expect, fill_in
from goldthread.testing.contract.contract import Contract, Kit
from goldthread.testing.contract.erp import ErpContract, ErpFake, ErpKit
from goldthread.testing.contract.fake import Delivery, Fake
from goldthread.testing.contract.loopback import LoopbackFake, json_reply
from goldthread.testing.contract.printer import PrinterContract, PrinterFake, PrinterKit
from goldthread.testing.contract.shop import ShopContract, ShopFake, ShopKit

__all__ = [
    "CarrierContract",
    "CarrierFake",
    "CarrierKit",
    "Contract",
    "Delivery",
    "ErpContract",
    "ErpFake",
    "ErpKit",
    "Fake",
    "Has",
    "Kit",
    "Lacks",
    "LoopbackFake",
    "PrinterContract",
    "PrinterFake",
    "PrinterKit",
    "Rejection",
    "Settles",
    "ShopContract",
    "ShopFake",
    "ShopKit",
    "expect",
    "fill_in",
    "json_reply",
]
