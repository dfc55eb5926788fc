"""What Odoo raises, and how it writes it down in either protocol."""

from __future__ import annotations

from typing import Any

from goldthread.flow.reply import Reply
from goldthread.testing.contract.loopback import json_reply


class OdooError(Exception):
    """An exception of Odoo's: its name, its sentence, and the status that JSON-2 gives it."""

    def __init__(self, name: str, message: str, status: int) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.status = status

    def body(self) -> dict[str, Any]:
        """As it is written down."""
        return {
            "name": self.name,
            "message": self.message,
            "arguments": [self.message],
            "context": {},
            "debug": f"Traceback (most recent call last):\n  …\n{self.name}: {self.message}\n",
        }

    def json2(self) -> Reply:
        """In JSON-2: a status, and the bare error."""
        return json_reply(self.status, self.body())

    def jsonrpc(self, id_: object) -> Reply:
        """In JSON-RPC: always 200, with the error inside."""
        error = {"code": 200, "message": "Odoo Server Error", "data": self.body()}
        return json_reply(200, {"jsonrpc": "2.0", "id": id_, "error": error})


def refused(message: str) -> OdooError:
    """A user error."""
    return OdooError("odoo.exceptions.UserError", message, 422)


def invalid(message: str) -> OdooError:
    """A validation error."""
    return OdooError("odoo.exceptions.ValidationError", message, 422)


def missing(model: str, ids: list[int]) -> OdooError:
    """Records that aren't there."""
    message = f"Record does not exist or has been deleted.\n(Record: {model}({', '.join(map(str, ids))},), User: 2)"
    return OdooError("odoo.exceptions.MissingError", message, 404)


def unauthorised() -> OdooError:
    """A key that isn't taken, in JSON-2."""
    return OdooError("werkzeug.exceptions.Unauthorized", "Invalid apikey", 401)


def denied() -> OdooError:
    """A key that isn't taken, in JSON-RPC."""
    return OdooError("odoo.exceptions.AccessDenied", "Access Denied", 403)
