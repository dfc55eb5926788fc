"""A story as a timeline: lanes, what is told, and what is left out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from goldthread.audit.told import Exchange, Line
from goldthread.console.lanes import Lane, Lanes
from goldthread.console.story import is_quiet, timeline
from goldthread.engine.catalog import Catalog
from goldthread.engine.installation import Installation
from goldthread.flow.difference import Change
from goldthread.flow.entry import Kind
from goldthread.topologies import SHIPPED

NOW = datetime(2026, 1, 1, 10, tzinfo=UTC)
LANES = Lanes(
    Catalog(SHIPPED),
    [
        Installation(name=name, application=application, base_url="http://127.0.0.1:9")
        for name, application in (
            ("eshop", "bazaar"),
            ("erp", "stockhouse"),
            ("post", "swiftpost"),
            ("press-1", "press"),
            ("counter", "raw9100"),
        )
    ],
)


def a_call(installation: str, *, method: str = "POST", verdict: str = "accepted", is_write: bool = True) -> Line:
    """A call to an installation."""
    exchange = Exchange(
        installation=installation,
        method=method,
        path="/v1/things",
        params=None,
        request={"name": "<b>Ada</b>"},
        status=200,
        reply={"id": 2**60},
        verdict=verdict,
        words="",
        took_ms=12,
        is_write=is_write,
        call="c",
    )
    return Line(at=NOW, kind=Kind.CALLED, text="", topology="order.ship", node="label_order", exchange=exchange)


def a_step(*changes: Change) -> Line:
    """A node that is done."""
    return Line(at=NOW, kind=Kind.SETTLED, text="n: done", node="n", topology="order.ship", changes=changes)


@pytest.mark.parametrize(
    ("installation", "lane"),
    [
        ("eshop", Lane.SHOP),
        ("erp", Lane.ERP),
        ("post", Lane.CARRIER),
        ("press-1", Lane.PRINTER),
        ("counter", Lane.PRINTER),
        ("gone", Lane.OWN),
    ],
)
def test_a_call_stands_in_the_lane_of_its_system(installation: str, lane: Lane) -> None:
    """Known by what its application does in the topologies, whatever it is called here."""
    assert LANES.of(a_call(installation)) is lane


def test_a_webhook_stands_where_it_came_from() -> None:
    """By the installation that told of it."""
    line = Line(at=NOW, kind=Kind.STARTED, text="", topology="order.ingest", facts={"installation": "eshop"})
    assert LANES.of(line) is Lane.SHOP


def test_what_others_wrote_is_escaped() -> None:
    """A name with markup in it stays a name, and large ids stay exact."""
    shown = timeline([a_call("post"), a_step(Change(field="/name", before=None, after="<i>x</i>"))], LANES)
    assert "<b>Ada" not in shown
    assert "&lt;b&gt;Ada" in shown
    assert "&lt;i&gt;x&lt;/i&gt;" in shown
    assert str(2**60) in shown


def test_reads_that_went_well_are_quiet() -> None:
    """Writes, and reads that didn't, are told."""
    assert is_quiet(a_call("post", method="GET", is_write=False))
    assert not is_quiet(a_call("post", method="GET", is_write=False, verdict="later"))
    assert not is_quiet(a_call("post"))


def test_a_step_that_changed_nothing_is_quiet() -> None:
    """An empty list that is put there is nothing, too."""
    assert is_quiet(a_step())
    assert is_quiet(a_step(Change(field="/changes", before=None, after=[])))
    assert not is_quiet(a_step(Change(field="/erp", before=None, after="stockhouse")))
