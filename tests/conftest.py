"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# pytest's plugin would import it in the middle of the first report, where CPython 3.11 may trip over the finalizers of
# whatever a test left behind ("AST constructor recursion depth mismatch").
import hypothesis
import pytest
import structlog

hypothesis.settings.register_profile("patient", deadline=None)  # machines are noisy: no test is about time
hypothesis.settings.load_profile("patient")

BROWSER = Path(__file__).parent / "browser"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end, too, that a part of the tests needs a browser that isn't here."""
    chosen = [Path(str(one).partition("::")[0]).resolve() for one in terminalreporter.config.args]
    is_meant = any(one == BROWSER or one in BROWSER.parents or BROWSER in one.parents for one in chosen)
    named = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser")
    if is_meant and not any(one and shutil.which(one) for one in named):
        terminalreporter.write_line(
            "tests/browser did not run: there is no Chromium here. `make browser` installs it.", yellow=True, bold=True
        )


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command that a test runs sets up logging for its whole process; the next test isn't to write there."""
    yield
    structlog.reset_defaults()
