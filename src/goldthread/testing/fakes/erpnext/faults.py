"""What Frappe raises, and how it writes it down."""

from __future__ import annotations

import json

from goldthread.flow.reply import Reply
from goldthread.testing.contract.loopback import json_reply

_STATUS = {
    "AuthenticationError": 401,
    "PermissionError": 403,
    "DoesNotExistError": 404,
    "DuplicateEntryError": 409,
    "QueryDeadlockError": 508,
    "OperationalError": 500,
}


class FrappeError(Exception):
    """An exception of Frappe's: the last part of its name, and its sentence."""

    def __init__(self, kind: str, message: str, *, is_shown: bool = True) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.is_shown = is_shown
        """Whether people would see a message of it; a mandatory field that is missing shows none."""

    def reply(self) -> Reply:
        """With the status of its kind; 417 where nothing else is said."""
        name = f"frappe.exceptions.{self.kind}"
        trace = f"Traceback (most recent call last):\n  …\n{name}: {self.message}\n"
        body = {"exception": f"{name}: {self.message}", "exc_type": self.kind, "exc": json.dumps([trace])}
        if self.is_shown:
            shown = {"message": self.message, "title": "Message", "indicator": "red", "raise_exception": 1}
            body["_server_messages"] = json.dumps([json.dumps(shown)])
        return json_reply(_STATUS.get(self.kind, 417), body)
