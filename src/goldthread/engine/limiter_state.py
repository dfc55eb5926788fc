"""What the ledger remembers of an installation's budget.

A row of the small table `limit_state`, keyed by installation:
`{"sliding/1050000": [[1767225600000000, 3, ""]], "paced/200000/0": 1767225600200000, "patience": 0}`
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from goldthread.engine.gcra import Budget, Grant, Paced, Sliding, Window


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitState:
    """The budget with all leases that anybody holds, and until when the other side asked for patience."""

    budget: Budget
    patience: int = 0
    version: int = 0
    """The row's; 0: there is none yet."""

    def text(self) -> str:
        """The row's value."""
        stored: dict[str, object] = {"patience": self.patience}
        for window in self.budget.windows:
            match window:
                case Paced():
                    stored[window.key] = window.tat
                case Sliding():
                    stored[window.key] = [[grant.at, grant.calls, grant.lease] for grant in window.log]
        return json.dumps(stored, separators=(",", ":"))


def restored(text: str, *, windows: tuple[Window, ...], version: int, now: int) -> LimitState:
    """The state of these windows from a row's value.

    A window that the row doesn't know (the limit was changed) inherits: a sliding one the longest log there is, a
    paced one starts without its burst.
    """
    stored = cast("Mapping[str, object]", json.loads(text))
    budget = Budget(windows=tuple(_found(window, stored, now) for window in windows))
    return LimitState(budget=budget, patience=int(str(stored.get("patience", 0))), version=version)


def _found(window: Window, stored: Mapping[str, object], now: int) -> Window:
    match window:
        case Paced():
            tat = stored.get(window.key)
            return replace(window, tat=tat if isinstance(tat, int) else now + window.tolerance)
        case Sliding():
            return replace(window, log=_log(stored.get(window.key)) or _longest(stored))


def _longest(stored: Mapping[str, object]) -> tuple[Grant, ...]:
    logs = (_log(value) for key, value in stored.items() if key.startswith("sliding/"))
    return max(logs, key=lambda log: sum(grant.calls for grant in log), default=())


def _log(rows: object) -> tuple[Grant, ...]:
    if not isinstance(rows, list):
        return ()
    return tuple(Grant(int(at), int(calls), str(lease)) for at, calls, lease in rows)
