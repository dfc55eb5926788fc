"""One way to certify a connector: a contract for each role, which any connector is run against."""

from goldthread.testing.contract.carrier import CarrierContract, CarrierFake, CarrierKit, Rejection
from goldthread.testing.contract.claim import Has, Lacks, Settles, expect
from goldthread.testing.contract.fake import Delivery, Fake

__all__ = [
    "CarrierContract",
    "CarrierFake",
    "CarrierKit",
    "Delivery",
    "Fake",
    "Has",
    "Lacks",
    "Rejection",
    "Settles",
    "expect",
]
