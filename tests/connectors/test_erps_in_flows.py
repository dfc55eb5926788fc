"""The ERPs take their place in the flows: one that tells of packed orders, and one that is only asked."""

import pytest

from goldthread.connectors import bazaar, erpnext, odoo, press, swiftpost
from goldthread.flow.role import Erp
from goldthread.flow.start import Handover, Webhook
from goldthread.topologies import flows


@pytest.mark.parametrize("erp", [odoo.ERP, erpnext.ERP], ids=["odoo", "erpnext"])
def test_the_flows_are_made_with_it(erp: Erp) -> None:
    """Every node that belongs to the ERP stands in some flow."""
    made = flows(shops=(bazaar.SHOP,), erp=erp, carriers=(swiftpost.CARRIER,), printers=(press.PRINTER,))
    nodes = {node.name for topology in made for node in topology.nodes.values() if node.application is erp.application}
    assert {"identify_customer", "inject_order", "list_packed", "record_tracking", "tell_erp_status"} <= nodes


def test_one_is_swept_and_one_tells() -> None:
    """Odoo tells nobody; ERPNext does where its webhook stands. Both can be read again after a correction."""
    assert isinstance(odoo.ERP.packed, Handover)
    assert isinstance(erpnext.ERP.packed, Webhook)
    assert [erp.packed.reread for erp in (odoo.ERP, erpnext.ERP)] == [odoo.reread_packed, erpnext.reread_packed]
