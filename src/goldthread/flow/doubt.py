"""How a write whose answer was lost is resolved: each connector declares it for each write."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeatable:
    """Doing it twice is the same as doing it once (the default of PUT and DELETE): send it again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NativeKey:
    """The other side knows idempotency keys: the same key is sent with every try."""

    header: str = "Idempotency-Key"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup(Generic[T_co]):
    """Ask the other side by our reference: what is found is adopted; if nothing is, it is sent again."""

    find: Callable[[], Awaitable[T_co | None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class TwoStep(Generic[T_co]):
    """The write completes a stored draft: ask whether the draft was completed, else complete the same draft."""

    completed: Callable[[], Awaitable[T_co | None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """Nobody can tell but a person: the message goes to the trash as maybe done. The default."""

    cost: str = ""
    """What doing it again would cost, in words."""


Doubt: TypeAlias = Repeatable | NativeKey | Lookup[T_co] | TwoStep[T_co] | Ask
