"""A stand-in of DHL's Parcel DE Shipping and Tracking."""

from goldthread.testing.fakes.dhl_parcel_de.fake import DhlParcelDeFake

__all__ = ["DhlParcelDeFake"]
