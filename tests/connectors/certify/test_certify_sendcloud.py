"""Sendcloud keeps the carrier's contract."""

from sendcloud_kit import SendcloudKit

from goldthread.testing.contract.carrier import CarrierContract


class TestSendcloud(CarrierContract):
    """One carrier behind Sendcloud."""

    kit = SendcloudKit()
