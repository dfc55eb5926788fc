"""The shop: camelCase, money as strings, notes and fulfilments that are not idempotent."""

from goldthread.sandbox.bazaar.shop import Bazaar, compose

__all__ = ["Bazaar", "compose"]
