"""swiftpost keeps the carrier's contract."""

from swiftpost_kit import SwiftpostKit

from goldthread.testing.contract import CarrierContract


class TestSwiftpost(CarrierContract):
    """The carrier of the sandbox."""

    kit = SwiftpostKit()
