"""What every connector asks for, and what it makes of every answer."""

from pathlib import Path
from typing import Any

import pytest

from goldthread.testing.golden import Case, cases, run_case
from goldthread.topologies import SHIPPED

ROOT = Path(__file__).parent


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases(ROOT)])
async def test_a_connector_does_what_its_golden_says(case: Case, request: pytest.FixtureRequest) -> None:
    """A connector sends the requests of the exchange and ends as the golden says."""
    came = await run_case(case)
    if request.config.getoption("--record", default=False):
        case.record(came)
    assert came == case.read("then")


def outside_connectors() -> list[tuple[str, str]]:
    """Application and operation of every shipped node that calls somebody."""
    specs = [spec for topology in SHIPPED for spec in topology.nodes.values()]
    applications = [(spec.application, spec.name) for spec in specs]
    return sorted({(found.name, name) for found, name in applications if found and not found.is_internal})


@pytest.mark.parametrize("operation", outside_connectors(), ids="/".join)
def test_every_operation_has_goldens_for_good_days_and_bad_ones(operation: tuple[str, str]) -> None:
    """Success, and a failure that passes by itself, are written down for every call that a shipped flow makes."""
    thens: list[Any] = [case.read("then") for case in cases(ROOT) if case.folder.parts[-3:-1] == operation]
    assert {then["outcome"] for then in thens} & {"done", "emit"}
    assert [then for then in thens if then["before"]]
