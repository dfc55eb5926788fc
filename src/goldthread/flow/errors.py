"""Every error of Goldthread, named by what the engine does with it.

GoldthreadError
├── Transient       the outside failed for now        → the message is retried
├── Rejected        the data is at fault              → the message goes to the trash, with its field
├── Unauthorised    the credentials don't work        → the installation is paused
├── InDoubt         a write may have happened         → the message goes to the trash as maybe done
├── Misuse          our caller's mistake              → refused, nothing changed
│   ├── Miswired    a topology that cannot run        → refused at start-up
│   ├── Unsettled   a setting that cannot be used     → refused at start-up
│   ├── NotFound    a name or id that doesn't exist   → 404
│   ├── Forbidden   the caller may not do this        → 403
│   ├── Unfit       a body that isn't of its type     → 422
│   └── Conflict    somebody else was first           → 409
├── Unavailable     the ledger cannot be written      → 503 with Retry-After, nothing acknowledged
└── Broken          our own fault                     → the message goes to the trash as failed
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


class GoldthreadError(Exception):
    """What every error of Goldthread is."""


class Transient(GoldthreadError):
    """The outside failed for now; the message is tried again.

    `after`: how long the other side asked us to wait, if it said so.
    `was_sent`: whether the request may have reached the other side.
    `is_throttled`: the other side was asked too often, or says when to come again; waiting for that is no attempt.
    """

    def __init__(
        self, message: str, *, after: timedelta | None = None, was_sent: bool = True, is_throttled: bool = False
    ) -> None:
        super().__init__(message)
        self.after = after
        self.was_sent = was_sent
        self.is_throttled = is_throttled


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong with one field of a body."""

    field: str
    """JSON Pointer into our body, e.g. `/recipient/postal_code`; empty when the whole body is meant."""
    message: str
    """In words, with what to do."""
    code: str = ""
    """The other side's own code, e.g. `ZIP_FORMAT`."""
    suggestion: str | None = None
    """A value that would do, where one is known."""


class Rejected(GoldthreadError):
    """The data is at fault: no retry will help, a person repairs it in the trash.

    `field` is a JSON Pointer into our body; `faults` names every field at fault.
    """

    def __init__(self, message: str, *, field: str = "", code: str = "", faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults or (Fault(field=field, message=message, code=code),)

    @property
    def field(self) -> str:
        """The first field at fault."""
        return self.faults[0].field


class Unauthorised(GoldthreadError):
    """The credentials of an installation don't work; it is paused until a person renews them."""


class InDoubt(GoldthreadError):
    """A write was sent, its answer was lost, and nothing tells whether it happened.

    `cost`: what doing it again would cost, in words.
    """

    def __init__(self, message: str, *, call: str, cost: str = "") -> None:
        super().__init__(message)
        self.call = call
        self.cost = cost


class Misuse(GoldthreadError):
    """Our caller's mistake; nothing was changed."""


class Miswired(Misuse):
    """A topology that cannot run; the sentence says which place to change."""


class Unsettled(Misuse):
    """A setting that cannot be used; the sentence names file, key and what is expected."""


class NotFound(Misuse):
    """A name or id that doesn't exist; the sentence names what does."""


class Forbidden(Misuse):
    """The caller may not do this."""


class Unfit(Misuse):
    """A body that isn't of the type it should be; `faults` names every field."""

    def __init__(self, message: str, *, faults: tuple[Fault, ...]) -> None:
        super().__init__(message)
        self.faults = faults


class Conflict(Misuse):
    """Somebody else was first; the sentence says who and when."""


class Unavailable(GoldthreadError):
    """The ledger cannot be written just now (disk full, locked, unreachable); nothing was acknowledged."""


class Broken(GoldthreadError):
    """Our own fault."""
