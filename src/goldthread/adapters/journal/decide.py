"""One write decided on the desk."""

from __future__ import annotations

from typing import assert_never

from goldthread.adapters.journal.birth import accept
from goldthread.adapters.journal.call import intend
from goldthread.adapters.journal.desk import Desk
from goldthread.adapters.journal.settle import settle
from goldthread.adapters.journal.small import lock, note, put, unlock
from goldthread.adapters.journal.sweep import beat, claim, leave, release, unhold
from goldthread.adapters.journal.trash import mend
from goldthread.ports.receipt import Receipt
from goldthread.ports.write import (
    Accept,
    Beat,
    Claim,
    Intend,
    Leave,
    Lock,
    Mend,
    Note,
    Put,
    Release,
    Settle,
    Unhold,
    Unlock,
    Write,
)


def decide(desk: Desk, write: Write) -> Receipt:  # noqa: C901, PLR0912 - one line per write
    """Do it on the desk, whole or not at all. Raises `Broken` for a write that makes no sense; then nothing changed."""
    match write:
        case Settle():
            return settle(desk, write)
        case Intend():
            return intend(desk, write)
        case Accept():
            return accept(desk, write)
        case Note():
            return note(desk, write)
        case Claim():
            return claim(desk, write)
        case Release():
            return release(desk, write)
        case Mend():
            return mend(desk, write)
        case Beat():
            return beat(desk, write)
        case Leave():
            return leave(desk, write)
        case Lock():
            return lock(desk, write)
        case Unlock():
            return unlock(desk, write)
        case Unhold():
            return unhold(desk)
        case Put():
            return put(desk, write)
        case _:
            assert_never(write)
