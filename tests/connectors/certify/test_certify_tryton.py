"""Tryton keeps the ERP's contract."""

from tryton_kit import TrytonKit

from goldthread.testing.contract.erp import ErpContract


class TestTryton(ErpContract):
    """Tryton 8.2."""

    kit = TrytonKit()
