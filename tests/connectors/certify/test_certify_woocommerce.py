"""WooCommerce keeps the shop's contract."""

from woocommerce_kit import WooCommerceKit

from goldthread.testing.contract.shop import ShopContract


class TestWooCommerce(ShopContract):
    """A shop with core's fulfilments."""

    kit = WooCommerceKit()
