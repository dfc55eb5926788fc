"""Packeta keeps the carrier's contract."""

from packeta_kit import PacketaKit

from goldthread.testing.contract import CarrierContract


class TestPacketa(CarrierContract):
    """Packeta, against its fake."""

    kit = PacketaKit()
