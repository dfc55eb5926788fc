"""karrio keeps the carrier's contract."""

from karrio_kit import KarrioKit

from goldthread.testing.contract import CarrierContract


class TestKarrio(CarrierContract):
    """A carrier service, by what its server answered."""

    kit = KarrioKit()
