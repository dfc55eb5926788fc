"""EasyPost keeps the carrier's contract."""

from easypost_kit import EasyPostKit

from goldthread.testing.contract import CarrierContract


class TestEasyPost(CarrierContract):
    """Two carriers behind one interface."""

    kit = EasyPostKit()
