"""How a process that runs an engine is tuned."""

from __future__ import annotations

import gc
import sys

_ALLOCATIONS = 20_000
"""Between two looks at the youngest objects; Python's own 700 has it look several times in every message."""

_TURN_S = 0.001
"""After which the event loop lets the ledger's writer go on; Python's own 5 ms makes every commit wait for it."""


def settle_process() -> None:
    """Leave what was loaded at the start out of the garbage collector's rounds, make these rarer, and turns shorter.

    Messages make no cycles; nearly everything is freed at once by its reference count.
    """
    sys.setswitchinterval(_TURN_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 50)
