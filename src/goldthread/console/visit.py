"""Who looks at a page, what they may do, and the house that the page looks into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from nicegui import ui

from goldthread.access.person import Role
from goldthread.access.scope import Scope, may
from goldthread.access.session import SignedIn
from goldthread.api.door import Door
from goldthread.bootstrap.house import House
from goldthread.flow.difference import Mask
from goldthread.flow.errors import Forbidden
from goldthread.flow.mask import mask

KEY: Final = "goldthread.visit"
"""Where the gate leaves the visit in the scope of a request."""


class SessionEnded(Forbidden):
    """The session is over; what was typed stays on the page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One person at one page."""

    door: Door
    signed_in: SignedIn
    secret: str
    """Of the session; never sent anywhere."""

    @property
    def house(self) -> House:
        """The services behind the page."""
        return self.door.house

    @property
    def name(self) -> str:
        """The person's name, which entries say as the actor."""
        return self.signed_in.person.name

    @property
    def role(self) -> Role:
        """The person's role."""
        return self.signed_in.person.role

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the role may do."""
        return self.signed_in.person.scopes

    def may(self, *needed: Scope) -> bool:
        """Whether the person holds any of the scopes; for drawing only, `demand` is what refuses."""
        return may(self.scopes, *needed)

    def hide(self, *needed: Scope) -> Mask | None:
        """How personal data is hidden from the person; None when it isn't."""
        return None if self.may(Scope.PERSONAL, *needed) else mask

    async def demand(self, *needed: Scope) -> None:
        """Ask the ledger anew who this is and what they may. Raises `SessionEnded` or `Forbidden`."""
        living = await self.house.entrance.sessions.check(self.secret)
        if living is None:
            raise SessionEnded(
                "Your session has ended. Sign in again in another tab, then repeat this; nothing is lost."
            )
        if not may(living.person.scopes, *needed):
            raise Forbidden(f"As {living.person.role} you may not do this; it needs {' or '.join(needed)}.")

    @property
    def query(self) -> Mapping[str, str]:
        """What stands behind the question mark of the address."""
        return dict(ui.context.client.request.query_params)


def current_visit() -> Visit:
    """The visit of the page that is being built or acted on."""
    return cast("Visit", ui.context.client.request.scope[KEY])
