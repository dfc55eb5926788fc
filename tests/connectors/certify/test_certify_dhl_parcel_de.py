"""DHL Parcel DE keeps the carrier's contract."""

from dhl_parcel_de_kit import DhlParcelDeKit

from goldthread.testing.contract import CarrierContract


class TestDhlParcelDe(CarrierContract):
    """DHL Parcel DE, against its fake."""

    kit = DhlParcelDeKit()
