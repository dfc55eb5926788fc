"""`pytest tests/connectors --record` writes what came as what must come."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="rewrite then.json of every golden")
