"""Requests to one path are told apart by what they ask for."""

import pytest

from goldthread.engine.operation import operation_of
from goldthread.flow.reply import Json


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            {
                "method": "call",
                "params": {
                    "service": "object",
                    "method": "execute_kw",
                    "args": ["db", 2, "k", "sale.order", "create", []],
                },
            },
            "sale.order.create",
        ),
        ({"operationName": "Fulfil", "query": "mutation Fulfil { … }", "variables": {}}, "Fulfil"),
        ({"jsonrpc": "2.0", "id": 1, "method": "model.sale.create", "params": [[], {}]}, "model.sale.create"),
        ({"method": "dpd", "weight": 1}, ""),
        ([{"operationName": "Fulfil"}], ""),
        (None, ""),
    ],
)
def test_the_operation_is_named_by_graphql_and_json_rpc_alone(body: Json, name: str) -> None:
    """A field that only happens to be called method names nothing."""
    assert operation_of(body) == name
