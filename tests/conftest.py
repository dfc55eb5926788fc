"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator

# pytest's plugin would import it in the middle of the first report, where CPython 3.11 may trip over the finalizers of
# whatever a test left behind ("AST constructor recursion depth mismatch").
import hypothesis  # noqa: F401
import pytest
import structlog


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command that a test runs sets up logging for its whole process; the next test isn't to write there."""
    yield
    structlog.reset_defaults()
