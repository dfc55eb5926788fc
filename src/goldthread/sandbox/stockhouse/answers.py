"""How the ERP answers: always 200, and `ok` tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.sandbox.exchange import Answer, Ask, Json, RefusedError, reply

PAGE_SIZE = 50
LARGEST_PAGE = 100
LISTS = ("items", "parcels")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong with a request."""

    code: str
    text: str
    path: str | None = None


def ok(data: object) -> Answer:
    """Success, with what was asked for."""
    return reply({"ok": True, "data": data})


def failure(*faults: Fault, status: int = 200) -> Answer:
    """Failure, with everything that was wrong."""
    errors = [{"code": fault.code, "text": fault.text, "path": fault.path} for fault in faults]
    return reply({"ok": False, "errors": errors}, status=status)


def refused(code: str, text: str, path: str | None = None) -> RefusedError:
    """A failure with one fault, to be raised."""
    return RefusedError(failure(Fault(code=code, text=text, path=path)))


def read_content(ask: Ask, *required: str) -> Json:
    """The object in the body, with text or numbers in the required fields.

    Raises:
        RefusedError: it's no object, or lacks some of them; each one is named.
    """
    content = ask.content
    if content is None:
        raise refused("malformed", "The body is no JSON object.")
    missing = [
        Fault(code="missing", text=f"'{name}' is required.", path=name) for name in required if not content.get(name)
    ]
    if missing:
        raise RefusedError(failure(*missing))
    if nested := [name for name in required if name not in LISTS and not isinstance(content[name], str | int)]:
        faults = (Fault(code="invalid", text=f"'{name}' is text or a number.", path=name) for name in nested)
        raise RefusedError(failure(*faults))
    return content


def listing(ask: Ask, rows: Sequence[Json]) -> Answer:
    """One page of rows.

    Raises:
        RefusedError: page or size is no number, or out of range.
    """
    page, size = _number(ask, "page", 1), _number(ask, "size", PAGE_SIZE)
    if size > LARGEST_PAGE:
        raise refused("invalid", f"size is at most {LARGEST_PAGE}.", "size")
    start = (page - 1) * size
    return reply({"ok": True, "data": rows[start : start + size], "page": page, "size": size, "total": len(rows)})


def matching(ask: Ask, rows: Iterable[Json], *names: str) -> list[Json]:
    """The rows whose fields equal what the query names, case and all."""
    wanted = {name: ask.query[name] for name in names if name in ask.query}
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def _number(ask: Ask, name: str, otherwise: int) -> int:
    written = ask.query.get(name, str(otherwise))
    if not written.isdecimal() or int(written) < 1:
        raise refused("invalid", f"{name} is a number from 1.", name)
    return int(written)
