"""Vendure keeps the shop's contract."""

from vendure_kit import PlainVendureKit, VendureKit

from goldthread.testing.contract.shop import ShopContract


class TestVendure(ShopContract):
    """A shop with a custom field for the ERP's number."""

    kit = VendureKit()


class TestPlainVendure(ShopContract):
    """A shop without custom fields."""

    kit = PlainVendureKit()
