"""Who is asking, and whether they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from goldthread.access.scope import Scope, may
from goldthread.api.door import door_of
from goldthread.api.problem import Refused, not_known

bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A token: `Authorization: Bearer gt_…`.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who is asking."""

    name: str
    """The token's name; entries say it."""
    scopes: frozenset[Scope]

    def may(self, *needed: Scope) -> bool:
        """Whether the token holds any of the scopes."""
        return may(self.scopes, *needed)


class Guard:
    """Lets a request pass whose token holds any of the scopes."""

    def __init__(self, *needed: Scope) -> None:
        self.needed = needed

    async def __call__(
        self, request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
    ) -> Caller:
        """The caller. Raises `Refused` (401 or 403)."""
        if credentials is None:
            raise not_known("Send a token: Authorization: Bearer gt_…; `goldthread token create` makes one.")
        token = await door_of(request).house.tokens.check(credentials.credentials)
        if token is None:
            raise not_known("This token isn't known, or was revoked, or has expired.")
        if not may(token.scopes, *self.needed):
            wanted = " or ".join(self.needed)
            raise Refused(
                f"The token {token.name!r} may {', '.join(sorted(token.scopes))}; this needs {wanted}.",
                status=403,
                name="forbidden",
                title="The token may not do this",
            )
        return Caller(name=token.name, scopes=token.scopes)


Reader: TypeAlias = Annotated[Caller, Security(Guard(Scope.READ))]
LabelReader: TypeAlias = Annotated[Caller, Security(Guard(Scope.READ, Scope.PRINT))]
TrashReader: TypeAlias = Annotated[Caller, Security(Guard(Scope.READ, Scope.REPAIR))]
Starter: TypeAlias = Annotated[Caller, Security(Guard(Scope.START))]
Repairer: TypeAlias = Annotated[Caller, Security(Guard(Scope.REPAIR))]
Printer: TypeAlias = Annotated[Caller, Security(Guard(Scope.PRINT))]
Operator: TypeAlias = Annotated[Caller, Security(Guard(Scope.OPERATE))]
Admin: TypeAlias = Annotated[Caller, Security(Guard(Scope.ADMIN))]

READS: Final = (Security(Guard(Scope.READ)),)
"""For routes that needn't know who reads."""
READS_LABELS: Final = (Security(Guard(Scope.READ, Scope.PRINT)),)
READS_TRASH: Final = (Security(Guard(Scope.READ, Scope.REPAIR)),)
OPERATES: Final = (Security(Guard(Scope.OPERATE)),)
ADMINISTERS: Final = (Security(Guard(Scope.ADMIN)),)
