"""stockhouse keeps the ERP's contract."""

from stockhouse_kit import StockhouseKit

from goldthread.testing.contract.erp import ErpContract


class TestStockhouse(ErpContract):
    """The ERP of the sandbox."""

    kit = StockhouseKit()
