"""The carrier: bills every parcel it books, refuses field by field, and tells where parcels are."""

from goldthread.sandbox.swiftpost.carrier import Swiftpost, compose

__all__ = ["Swiftpost", "compose"]
