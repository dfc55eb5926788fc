"""The headers that make an outside system let us in."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never
from urllib.parse import urlencode

import orjson

from goldthread.engine.codec import dump
from goldthread.flow.application import Application
from goldthread.flow.auth import ApiKey, BasicAuth, BodySecret, Credentials, NoAuth, Token, TokenLogin, auth_at
from goldthread.flow.errors import Transient, Unauthorised
from goldthread.flow.reply import Accepted, Denied, Json, Later, Missing, Refused, Reply, StatusPolicy, Unclear
from goldthread.ports.clock import Clock
from goldthread.ports.wire import AnswerLost, NotSent, Request

Headers: TypeAlias = Mapping[str, str]
Login: TypeAlias = Callable[[str, Request], Awaitable[Reply]]
"""Sends a login of an installation, limited and recorded. Raises what the `Wire` raises, or `Transient`."""

_TRUSTED_SHARE: Final = 0.9
"""Of its lifetime a token is used for so much: clocks differ, and requests take their time."""
_NONE: Final[Headers] = {}
_FAILED: Final = 400
"""From this status on, an answer holds no token."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entered:
    """A token that was fetched."""

    headers: Headers
    credentials: Credentials
    """What it was fetched with; with others it is worth nothing."""
    until: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Door:
    """What a login needs to know."""

    application: Application
    auth: TokenLogin
    address: str
    installation: str
    credentials: Credentials


class Authoriser:
    """Knows how to be let in; tokens are shared by all messages of an installation and fetched one at a time."""

    def __init__(self, *, clock: Clock, login: Login) -> None:
        self._clock = clock
        self._login = login
        self._entered: dict[str, _Entered] = {}
        self._entering: dict[str, tuple[Credentials, asyncio.Task[Headers]]] = {}

    async def headers(
        self, application: Application, address: str, installation: str, credentials: Credentials, path: str = ""
    ) -> Headers:
        """The headers for one request to the path; logs in first where that is needed.

        Raises `Unauthorised` (a credential is missing or isn't taken) or `Transient` (the login failed for now).
        """
        match auth_at(application.auth, path):
            case NoAuth():
                return _NONE
            case ApiKey() as auth:
                return {auth.header: auth.prefix + _credential(credentials, auth.credential, installation)}
            case BasicAuth() as auth:
                user = _credential(credentials, auth.user, installation)
                password = _credential(credentials, auth.password, installation) if auth.password else ""
                return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}
            case BodySecret() as auth:
                _credential(credentials, auth.credential, installation)
                return _NONE
            case TokenLogin() as auth:
                entered = self._entered.get(installation)
                if entered is not None and self._holds(entered, credentials):
                    return entered.headers
                return await self._enter(
                    _Door(
                        application=application,
                        auth=auth,
                        address=address,
                        installation=installation,
                        credentials=credentials,
                    )
                )
            case unknown:
                assert_never(unknown)

    def content(
        self, application: Application, installation: str, content: bytes, credentials: Credentials, path: str = ""
    ) -> bytes:
        """What is sent in place of the content that was written and recorded: with the secret, where one belongs there.

        It takes the first place alone: a recipient may be called as the placeholder is, and isn't told the secret.

        Raises `Unauthorised` (the credential is missing).
        """
        match auth_at(application.auth, path):
            case (
                (BodySecret() as auth) | ApiKey(in_body=BodySecret() as auth) | BasicAuth(in_body=BodySecret() as auth)
            ) if (place := auth.placeholder.encode()) in content:
                secret = _credential(credentials, auth.credential, installation)
                return content.replace(place, auth.spelled(secret).encode(), 1)
            case _:
                return content

    def params(
        self,
        application: Application,
        installation: str,
        params: Mapping[str, str],
        credentials: Credentials,
        path: str = "",
    ) -> Mapping[str, str]:
        """What is sent in place of the parameters that were written and recorded. Raises as `content` does."""
        match auth_at(application.auth, path):
            case BasicAuth(in_query=BodySecret() as auth) if any(auth.placeholder in one for one in params.values()):
                secret = auth.spelled(_credential(credentials, auth.credential, installation))
                return {name: value.replace(auth.placeholder, secret, 1) for name, value in params.items()}
            case _:
                return params

    def refuse(self, installation: str, given: Headers | None = None) -> None:
        """The token wasn't taken: the next request logs in again.

        `given`: the headers that were refused; a token fetched meanwhile is left alone.
        """
        entered = self._entered.get(installation)
        if entered is not None and (given is None or entered.headers.items() <= given.items()):
            del self._entered[installation]

    def _holds(self, entered: _Entered, credentials: Credentials) -> bool:
        return self._clock.monotonic() < entered.until and entered.credentials == credentials

    async def _enter(self, door: _Door) -> Headers:
        """Join the login that is under way, or begin one; it goes on when the message that began it is cancelled."""
        under_way = self._entering.get(door.installation)
        if under_way is None or under_way[0] != door.credentials:
            task = asyncio.create_task(self._log_in(door), name=f"login {door.installation}")
            self._entering[door.installation] = under_way = (door.credentials, task)
            task.add_done_callback(lambda done: self._end(door.installation, done))
        return await asyncio.shield(under_way[1])

    def _end(self, installation: str, task: asyncio.Task[Headers]) -> None:
        if not task.cancelled():
            task.exception()  # whoever waits is told; nobody may be left
        under_way = self._entering.get(installation)
        if under_way is not None and under_way[1] is task:
            del self._entering[installation]

    async def _log_in(self, door: _Door) -> Headers:
        request = _request(door)
        since = self._clock.monotonic()
        try:
            reply = await self._login(door.installation, request)
        except NotSent as error:
            raise _later(door, f"it cannot be reached: {error}") from error
        except AnswerLost as error:
            raise _later(door, f"its answer was lost: {error}") from error
        token = _read(door, reply)
        written = door.auth.write(token, door.credentials) if door.auth.write else token.value
        headers = {door.auth.header: door.auth.prefix + written}
        until = since + token.lifetime.total_seconds() * _TRUSTED_SHARE
        self._entered[door.installation] = _Entered(headers=headers, credentials=dict(door.credentials), until=until)
        return headers


def _credential(credentials: Credentials, name: str, installation: str) -> str:
    value = credentials.get(name)
    if not value:
        raise Unauthorised(f"The installation {installation} has no credential {name!r}. Enter it and resume.")
    return value


def _request(door: _Door) -> Request:
    try:
        asked = door.auth.request(door.credentials)
    except KeyError as error:
        name = str(error.args[0])
        raise Unauthorised(
            f"The installation {door.installation} has no credential {name!r}. Enter it and resume."
        ) from error
    form = bool(asked.form)
    return Request(
        method="POST",
        url=door.address.rstrip("/") + asked.path,
        headers={
            "Content-Type": "application/x-www-form-urlencoded" if form else "application/json",
            "Accept": "application/json",
        },
        content=urlencode(asked.form).encode() if form else dump(asked.json),
    )


def _read(door: _Door, reply: Reply) -> Token:
    decoded = _decoded(reply.content)
    statuses: StatusPolicy = door.application.statuses
    match statuses.judge(reply, decoded):
        case Accepted():
            return _token(door, decoded)
        case Denied(words) | Refused(words) | Missing(words):
            raise Unauthorised(f"{door.installation} doesn't take our credentials: {words} Renew them and resume.")
        case Later() as verdict:
            raise _later(door, verdict.message, verdict)
        case Unclear(words):
            # The words may quote a success that came damaged, and with it a part of the token.
            raise _later(door, words if reply.status >= _FAILED else f"its answer {reply.status} cannot be read.")


def _token(door: _Door, decoded: Json) -> Token:
    try:
        return door.auth.read(decoded)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise _later(door, "its answer holds no token where one is expected.") from error


def _decoded(content: bytes) -> Json:
    try:
        value: Json = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return value


def _later(door: _Door, words: str, verdict: Later | None = None) -> Transient:
    """Nothing was asked of the other side but to let us in, so that a write surely wasn't sent."""
    after = verdict.after if verdict else None
    return Transient(f"Could not log in to {door.installation}: {words}", after=after, was_sent=False)
