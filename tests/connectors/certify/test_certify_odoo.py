"""odoo keeps the ERP's contract, in both protocols."""

from odoo_kit import OdooKit, OlderOdooKit

from goldthread.testing.contract.erp import ErpContract


class TestOdoo(ErpContract):
    """Odoo 19, over JSON-2."""

    kit = OdooKit()


class TestOlderOdoo(ErpContract):
    """Odoo 16, over JSON-RPC."""

    kit = OlderOdooKit()
