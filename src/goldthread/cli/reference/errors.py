"""The tree of errors, and the problems that the API makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from goldthread.api.problem import SORTS
from goldthread.cli.reference.markdown import code, fence, first, page, table
from goldthread.flow import errors
from goldthread.flow.errors import GoldthreadError

ABOUT: Final = """\
Every error is named by what the engine does with it. A message says what could not be done, to what, why, and what to
do."""
PROBLEMS: Final = """\
The HTTP API answers with `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)): `type`,
`title`, `status`, `detail`, `instance`, and `errors` with every field at fault. 503 has a `Retry-After`."""


def errors_page() -> str:
    """The tree, each error, each problem."""
    drawn = (errors.__doc__ or "").split("\n\n", 1)[1]
    rows = [
        (code(kind.__name__), code(kind.__mro__[1].__name__), first(kind)) for kind in _descendants(GoldthreadError)
    ]
    problems = [
        (str(sort.status), code(f"urn:goldthread:problem:{sort.name}"), sort.title, code(kind.__name__))
        for kind, sort in SORTS
        if kind is not Exception
    ]
    parts = [
        fence("text", drawn),
        table(("error", "is a", "means"), rows),
        "## Problems of the API",
        PROBLEMS,
        table(("status", "type", "title", "error"), problems),
    ]
    return page("Errors", ABOUT, parts)


def _descendants(kind: type[GoldthreadError]) -> Iterator[type[GoldthreadError]]:
    """All errors beneath one that belong to the flow, as the tree has them."""
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
            yield from _descendants(child)
