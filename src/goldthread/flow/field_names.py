"""The other side's complaints in the names of our fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from goldthread.domain.problem import InvalidValueError, Problem
from goldthread.flow.errors import Fault, Rejected


@dataclass(frozen=True, slots=True)
class FieldNames:
    """A vendor's paths and the JSON Pointers into our body that they mean; `*` stands for an index.

    `FieldNames({"receiver.zip": "/recipient/postal_code", "items.*.sku": "/lines/*/sku"})` reads `items.3.sku` and
    `items[3].sku` alike. A path that isn't listed means the field of its longest listed beginning, else the whole body.
    A path that begins with a slash is ours already.
    """

    table: Mapping[str, str]

    def __call__(self, path: str) -> str:
        """Our pointer for their path."""
        if path.startswith("/"):
            return path
        steps = [step for step in re.split(r"[.\[\]]", path) if step]
        while steps:
            pattern = ".".join("*" if step.isdigit() else step for step in steps)
            if pattern in self.table:
                return _filled(self.table[pattern], [step for step in steps if step.isdigit()])
            steps.pop()
        return ""


@contextmanager
def in_our_words(
    failing: str, ours: Callable[[str], str], suggest: Callable[[str], str | None] | None = None
) -> Iterator[None]:
    """Give the faults of a rejection the names of our fields, and its sentence what could not be done.

    `with in_our_words("Could not label order 'B-1'", FIELDS):`. The vendor's own words stay in each fault;
    `suggest` may name a value that would do for one of our fields.
    """
    try:
        yield
    except Rejected as error:
        faults = tuple(_ours(fault, ours, suggest) for fault in error.faults)
        raise Rejected(_sentence(failing, faults), faults=faults) from error


@contextmanager
def values_at(pointer: str) -> Iterator[None]:
    """Turn a value that cannot be built into a rejection of the field at `pointer` or beneath it."""
    try:
        yield
    except InvalidValueError as error:
        problem = error.problem.under(pointer)
        raise Rejected(problem.message, faults=(fault_of(problem),)) from error


def fault_of(problem: Problem) -> Fault:
    """A problem of the domain as the fault of a rejection."""
    return Fault(field=problem.field, message=problem.message, code=problem.code, suggestion=problem.suggestion)


def _filled(pattern: str, indexes: list[str]) -> str:
    for index in indexes:
        pattern = pattern.replace("*", index, 1)
    return pattern.replace("/*", "")


def _ours(fault: Fault, ours: Callable[[str], str], suggest: Callable[[str], str | None] | None) -> Fault:
    field = ours(fault.field) if fault.field else ""
    return replace(fault, field=field, suggestion=(suggest(field) if suggest else None) or fault.suggestion)


def _sentence(failing: str, faults: tuple[Fault, ...]) -> str:
    words = "; ".join(fault.message.rstrip(".") for fault in faults)
    fields = ", ".join(dict.fromkeys(fault.field for fault in faults if fault.field))
    return f"{failing}: {words}." + (f" Correct {fields} and resume." if fields else "")
