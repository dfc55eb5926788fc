"""What all models of the API have in common, and the few that every resource uses."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Shown(BaseModel):
    """Something that is answered; made of the value it shows."""

    model_config = ConfigDict(frozen=True, from_attributes=True, use_attribute_docstrings=True)


class Asked(BaseModel):
    """Something that is asked; a misspelt field is refused, not passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Page(Shown, Generic[T]):
    """A page of a list, newest first."""

    items: list[T]
    before: str | None = None
    """Give this as `before` to read on; null at the end."""


class Sequel(Shown, Generic[T]):
    """A page of a list in the order of its keys."""

    items: list[T]
    after: str | None = None
    """Give this as `after` to read on; null at the end."""


class Problem(Shown):
    """What went wrong (RFC 9457)."""

    type: str
    """`urn:goldthread:problem:not-found`; stable, to be matched."""
    title: str
    status: int
    detail: str
    """What could not be done, to what, why, and what to do."""
    instance: str
    """The path that was asked."""
    errors: list[FieldProblem] = Field(default_factory=list)
    """Every field at fault."""


class FieldProblem(Shown):
    """One field at fault."""

    pointer: str
    """JSON Pointer into the body; empty when the whole body is meant. Of parameters: `/query/limit`."""
    detail: str
    code: str
    suggestion: str | None = None
    """A value that would do, where one is known."""


Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
Before = Annotated[str, Query(description="`before` of the former page.")]
After = Annotated[str, Query(description="`after` of the former page.")]


def page_end(ids: list[str], limit: int) -> str | None:
    """Where the next page goes on; None when this one wasn't full."""
    return ids[-1] if len(ids) >= limit else None
