"""A stand-in of a WooCommerce shop: REST v3 with its paging, notes, webhooks, and three ways of sending."""

from goldthread.testing.fakes.woocommerce.shop import WooCommerceFake

__all__ = ["WooCommerceFake"]
