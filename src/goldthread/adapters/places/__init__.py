"""The world's rules for addresses and telephones, from the libraries that keep them."""

from goldthread.adapters.places.rules import LibraryPlaceRules

__all__ = ["LibraryPlaceRules"]
