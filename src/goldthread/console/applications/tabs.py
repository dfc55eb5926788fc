"""The parts that the page of an installation has, one question each."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from goldthread.access.scope import Scope
from goldthread.console.address import href
from goldthread.console.parts.markup import tag
from goldthread.console.visit import Visit

TABS: Final = {
    "": ("Now", "How is it doing?", Scope.READ),
    "calls": ("Calls", "What was said between us?", Scope.READ),
    "webhooks": ("Webhooks", "Does it still tell us?", Scope.READ),
    "limits": ("Limits", "How much may it be asked?", Scope.READ),
    "settings": ("Settings", "How is it connected?", Scope.ADMIN),
}
"""By what stands in the address: title, question, and who is shown it."""


def tab_of(visit: Visit) -> str:
    """The part that the address asks for; the first one when there is none, or it isn't for this person."""
    asked = visit.query.get("tab", "")
    return asked if asked in TABS and visit.may(TABS[asked][2]) else ""


def tab_links(visit: Visit, name: str, chosen: str) -> Markup:
    """Links to all parts that the person may see."""
    links = [
        tag("a", title, href=href(f"/installations/{name}", tab=key), aria_current="true" if key == chosen else "")
        for key, (title, _, scope) in TABS.items()
        if visit.may(scope)
    ]
    return tag("nav", *links, cls="segments", aria_label="Parts")
