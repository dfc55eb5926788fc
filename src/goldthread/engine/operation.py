"""Which operation a request asks for, where all of them go to one path."""

from goldthread.flow.reply import Json


def operation_of(body: Json) -> str:
    """The name in a GraphQL request (`operationName`) or in a JSON-RPC call (`method`); empty in any other.

    Odoo's `execute_kw` is told by its model and method.
    """
    match body:
        case {"operationName": str(name)}:
            return name
        case {"params": {"method": "execute_kw", "args": [_, _, _, str(model), str(name), *_]}}:
            return f"{model}.{name}"
        case {"method": str(name), "params": _}:
            return name
        case _:
            return ""
