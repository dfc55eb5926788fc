"""Overview: is anything wrong?"""

from __future__ import annotations

from goldthread.access.scope import Scope
from goldthread.console.frame import heading, page
from goldthread.console.visit import Visit


@page("/", title="Overview", icon="overview", scope=(Scope.READ,), answers="Is anything wrong?", order=0)
async def overview(visit: Visit, hours: int = 1) -> None:
    """Whether anything is wrong."""
    heading("Overview", "Is anything wrong?")
