"""WooCommerce keeps the shop's contract, whichever way it has to say what was sent."""

from woocommerce_kit import WooCommerceKit, WooCommerceNotesKit

from goldthread.testing.contract.shop import ShopContract


class TestWooCommerce(ShopContract):
    """A shop with core's fulfilments."""

    kit = WooCommerceKit()


class TestWooCommerceNotes(ShopContract):
    """A shop that has nothing but notes."""

    kit = WooCommerceNotesKit()
