"""bazaar keeps the shop's contract."""

from bazaar_kit import BazaarKit

from goldthread.testing.contract.shop import ShopContract


class TestBazaar(ShopContract):
    """The shop of the sandbox."""

    kit = BazaarKit()
