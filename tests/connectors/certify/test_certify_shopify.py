"""Shopify keeps the shop's contract."""

from shopify_kit import ShopifyKit

from goldthread.testing.contract.shop import ShopContract


class TestShopify(ShopContract):
    """A shop of the standard plan."""

    kit = ShopifyKit()
