"""How a process that runs an engine is tuned."""

from __future__ import annotations

import gc

_ALLOCATIONS = 20_000
"""Between two looks at the youngest objects; Python's own 700 has it look several times in every message."""


def settle_memory() -> None:
    """Leave what was loaded at the start out of the garbage collector's rounds, and make these rounder.

    Messages make no cycles; nearly everything is freed at once by its reference count.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 50)
