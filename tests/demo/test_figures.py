from __future__ import annotations

from dataclasses import replace

import pytest

from goldthread.demo.figures import Figures

GOOD = Figures(
    orders=3,
    delivered=2,
    in_trash=1,
    repaired=1,
    parcels=4,
    labels_billed=4,
    labels_cached=4,
    reprints=1,
    carrier_calls_for_reprints=0,
    erp_customers=2,
    distinct_emails=2,
    erp_orders=3,
    webhooks_lost=5,
    found_by_watch=5,
    forged_webhooks_refused=1,
    steps=100,
    seconds=2.0,
    steps_per_second=50.0,
    lost=0,
    duplicates=0,
    check="ok",
)


def test_good_figures_break_nothing() -> None:
    """All equalities hold."""
    assert GOOD.broken() == []


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (replace(GOOD, delivered=1), "delivered + in_trash == orders"),
        (replace(GOOD, labels_billed=5), "labels_billed == parcels"),
        (replace(GOOD, erp_customers=3), "erp_customers == distinct_emails"),
        (replace(GOOD, erp_orders=4), "erp_orders == orders"),
        (replace(GOOD, carrier_calls_for_reprints=1), "carrier_calls_for_reprints == 0"),
        (replace(GOOD, lost=1), "lost == 0"),
        (replace(GOOD, duplicates=1), "duplicates == 0"),
        (replace(GOOD, check="A chain is cut."), 'check == "ok"'),
    ],
)
def test_each_equality_is_named_when_it_breaks(wrong: Figures, rule: str) -> None:
    """So that nobody has to search."""
    assert wrong.broken() == [rule]
