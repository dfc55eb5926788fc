"""The world's rules for addresses and telephones, from the libraries that keep them."""

from goldthread.adapters.places.rules import I18nPlaceRules

__all__ = ["I18nPlaceRules"]
