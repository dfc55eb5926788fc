"""How requests are authorised at an application; credentials stay with the installation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from typing import TypeAlias

from goldthread.flow.reply import Json

Credentials: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class NoAuth:
    """Nothing is sent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiKey:
    """One secret in one header: `Authorization: Bearer …`, `X-Api-Key: …`."""

    credential: str = "api_key"
    header: str = "Authorization"
    prefix: str = ""
    in_body: BodySecret | None = None
    """Where the body holds it too, as older interfaces of the same application want it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BasicAuth:
    """RFC 7617: two credentials in one header."""

    user: str = "user"
    password: str = "password"  # noqa: S105 - the name of a credential, not one
    """Empty where the vendor wants none: a key in place of the user's name."""
    in_body: BodySecret | None = None
    """Another secret that the body may hold: what a subscription is to be signed with."""
    in_query: BodySecret | None = None
    """Another secret that stands within a parameter, as interfaces want it that take XML there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BodySecret:
    """One secret in the body of every request, as XML interfaces want it.

    A connector writes the placeholder where the secret belongs. The secret takes its place right before a request is
    sent, so that no connector sees it, and whatever is recorded holds the placeholder. The first one alone is filled
    in: let it stand before anything that others wrote.
    """

    credential: str = "api_password"
    placeholder: str = "{{secret}}"
    spelled: Callable[[str], str] = escape
    """How the secret is written there: as XML wants it, where nothing else is said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginRequest:
    """What is posted to receive a token; exactly one of `json` and `form` is used."""

    path: str
    json: Json = None
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A token and how long it lives."""

    value: str
    lifetime: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenLogin:
    """A token fetched with credentials (OAuth2 client credentials, sessions), shared by all messages and
    fetched again when it ends or is refused.
    """

    request: Callable[[Credentials], LoginRequest]
    read: Callable[[Json], Token]
    header: str = "Authorization"
    prefix: str = "Bearer "
    write: Callable[[Token, Credentials], str] | None = None
    """What stands after the prefix where it is more than the token: Tryton's `base64(user:uid:token)`."""


OneAuth: TypeAlias = NoAuth | ApiKey | BasicAuth | BodySecret | TokenLogin


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthByPath:
    """Another way in beneath some paths: of an application whose interfaces were not built together.

    `AuthByPath(beneath={"/tracking": BasicAuth()}, otherwise=TokenLogin(…))`
    """

    beneath: Mapping[str, OneAuth]
    otherwise: OneAuth

    def at(self, path: str) -> OneAuth:
        """The way in for a request's path."""
        return next((auth for start, auth in self.beneath.items() if path.startswith(start)), self.otherwise)


Auth: TypeAlias = OneAuth | AuthByPath


def auth_at(auth: Auth, path: str) -> OneAuth:
    """What holds for a request's path."""
    return auth.at(path) if isinstance(auth, AuthByPath) else auth
