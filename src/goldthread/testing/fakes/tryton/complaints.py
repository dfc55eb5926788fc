"""How Tryton refuses: in JSON with HTTP 200 for what its models raise, in HTML for what its server does."""

from __future__ import annotations

import json
from typing import Any

from goldthread.flow.reply import Reply


class ComplaintError(Exception):
    """What a model raises; its arguments are what comes as `error`."""

    @property
    def error(self) -> list[Any]:
        """The content of `error`."""
        return list(self.args)


class UserError(ComplaintError):
    """The data is at fault."""

    def __init__(self, message: str) -> None:
        super().__init__("UserError", [message, "", None])


class UserWarningError(ComplaintError):
    """A person is to say that it is meant."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__("UserWarning", [name, message, ""])


class ConcurrencyError(ComplaintError):
    """Somebody else wrote it since."""

    def __init__(self) -> None:
        super().__init__("ConcurrencyException", "Records were modified in the meanwhile")


class ServerFaultError(ComplaintError):
    """An exception that nobody meant to raise; outside of debugging its traceback is empty."""

    def __init__(self, words: str) -> None:
        super().__init__(words, "")


def answered(result: object) -> Reply:
    """A result."""
    return _json({"id": 1, "result": result})


def complained(error: ComplaintError) -> Reply:
    """An exception of a model."""
    return _json({"id": 1, "error": error.error})


def page(status: int, name: str, words: str) -> Reply:
    """An error of the server."""
    text = f"<!doctype html>\n<html lang=en>\n<title>{status} {name}</title>\n<h1>{name}</h1>\n<p>{words}</p>\n"
    return Reply(status=status, headers={"content-type": "text/html; charset=utf-8"}, content=text.encode())


def unauthorized() -> Reply:
    """A session that isn't one, or is no more."""
    headers = {"content-type": "text/plain; charset=utf-8", "www-authenticate": 'Basic realm="Tryton"'}
    return Reply(status=401, headers=headers)


def _json(value: object) -> Reply:
    content = json.dumps(value, separators=(",", ":")).encode()
    return Reply(status=200, headers={"content-type": "application/json"}, content=content)
