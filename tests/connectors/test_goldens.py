"""What every connector asks for, and what it makes of every answer."""

from pathlib import Path

import pytest

from goldthread.testing.golden import Case, cases, run_case

ROOT = Path(__file__).parent


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases(ROOT)])
async def test_a_connector_does_what_its_golden_says(case: Case, request: pytest.FixtureRequest) -> None:
    """A connector sends the requests of the exchange and ends as the golden says."""
    came = await run_case(case)
    if request.config.getoption("--record", default=False):
        case.record(came)
    assert came == case.read("then")
