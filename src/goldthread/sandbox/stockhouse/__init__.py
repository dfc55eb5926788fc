"""The ERP and its warehouse: snake_case, minor units, errors inside a 200."""

from goldthread.sandbox.stockhouse.erp import Stockhouse, compose

__all__ = ["Stockhouse", "compose"]
