"""erpnext keeps the ERP's contract."""

from erpnext_kit import ErpnextKit

from goldthread.testing.contract.erp import ErpContract


class TestErpnext(ErpContract):
    """ERPNext 15."""

    kit = ErpnextKit()
