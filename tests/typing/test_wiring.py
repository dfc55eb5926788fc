"""Wrong wiring is refused by the type checker, before anything runs."""

from pathlib import Path

from mypy import api

HEAD = """
from goldthread.connectors.bazaar import bazaar, list_orders, mark_shipped, read_order_placed, tell_erp_number
from goldthread.connectors.books import assign_printer, fold_status
from goldthread.connectors.press import print_label
from goldthread.connectors.stockhouse import fulfilment_key, identify_customer, inject_order, reread_order
from goldthread.connectors.swiftpost import label_order
from goldthread.connectors.raw9100 import print_label as print_raw
from goldthread.connectors.stockhouse import record_tracking, tell_erp_status
from goldthread.connectors.swiftpost import address_for_swiftpost
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.order import Order
from goldthread.flow.node import fan_out, hand_over, whichever
from goldthread.flow.start import Webhook
"""

RIGHT = (
    "identify_customer >> inject_order >> tell_erp_number",
    'list_orders >> hand_over("order.ingest", Order)',
    "address_for_swiftpost >> label_order >> fan_out(record_tracking, mark_shipped, assign_printer)",
    "assign_printer >> whichever(print_label, print_raw)",
    "fold_status >> tell_erp_status",
)

WRONG = {
    "no ERP number yet": "identify_customer >> tell_erp_number",
    "nothing is labelled": "identify_customer >> mark_shipped",
    "a labelled order is no event": "label_order >> fan_out(mark_shipped, fold_status)",
    "an order is no print job": "label_order >> print_label",
    "shop orders aren't packed": 'list_orders >> hand_over("order.ship", ReadyOrder)',
    "a change is no print job": "fold_status >> whichever(print_label, print_raw)",
    "reads an order": 'Webhook(bazaar, "order.placed", carries=ReadyOrder, read=read_order_placed)',
    "key of something else": 'Webhook(bazaar, "order.placed", carries=Order, once=fulfilment_key)',
    "reads something else again": 'Webhook(bazaar, "order.placed", carries=Order, reread=reread_order)',
    "a print job is no order": "assign_printer >> label_order",
}


def test_wrong_wiring_is_refused_and_right_wiring_is_not(tmp_path: Path) -> None:
    """Each wrong line, and no right one, is an error of the type checker."""
    lines = [*HEAD.strip().splitlines(), *(f"right_{place} = {code}" for place, code in enumerate(RIGHT))]
    first_wrong = len(lines) + 1
    lines += [f"wrong_{place} = {code}" for place, code in enumerate(WRONG.values())]
    snippet = tmp_path / "wiring.py"
    snippet.write_text("\n".join(lines) + "\n")
    said, trouble, _ = api.run(["--strict", "--config-file=", f"--cache-dir={tmp_path}", str(snippet)])
    assert not trouble
    refused = {int(line.split(":")[1]) for line in said.splitlines() if "wiring.py:" in line}
    assert refused == set(range(first_wrong, first_wrong + len(WRONG))), said
