"""A kind of outside system, and the connectors that speak to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, overload

from goldthread.flow.auth import Auth, NoAuth
from goldthread.flow.client import Client
from goldthread.flow.limit import Limit
from goldthread.flow.node import Connector, describe
from goldthread.flow.outcome import Drop, Emit, Wait
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.retry import Retry
from goldthread.flow.signature import WebhookScheme

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Field:
    """One setting or credential that an installation of the application needs."""

    name: str
    help: str
    is_secret: bool = False
    is_required: bool = True


class Making(Protocol):
    """What makes a connector of a function once it is known where it belongs."""

    @overload
    def __call__(
        self, function: Callable[[In, Client], Awaitable[Emit[Out] | Drop | Wait]], /
    ) -> Connector[In, Out]: ...

    @overload
    def __call__(self, function: Callable[[In, Client], Awaitable[Out | Drop | Wait]], /) -> Connector[In, Out]: ...


@dataclass(frozen=True, eq=False)
class Application:
    """A kind of outside system: auth scheme, settings, default limits, status policy, webhooks; holds no secrets.

    `Application("helios", limit=Limit(60, per=timedelta(minutes=1)))`
    """

    name: str
    title: str = field(default="", kw_only=True)
    limit: Limit | tuple[Limit, ...] = field(default=(), kw_only=True)
    """The vendor's windows; every call counts in each of them."""
    concurrency: int = field(default=16, kw_only=True)
    """How many calls may be under way at once."""
    retry: Retry = field(default_factory=Retry, kw_only=True)
    auth: Auth = field(default_factory=NoAuth, kw_only=True)
    statuses: StatusPolicy = field(default_factory=StatusPolicy, kw_only=True)
    webhooks: WebhookScheme | None = field(default=None, kw_only=True)
    fields: tuple[Field, ...] = field(default=(), kw_only=True)
    """What an installation is asked for beside its address."""
    is_internal: bool = field(default=False, kw_only=True)
    """Goldthread's own books: needs no installation and calls nothing outside."""

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The default windows."""
        return self.limit if isinstance(self.limit, tuple) else (self.limit,)

    @overload
    def connector(
        self, function: Callable[[In, Client], Awaitable[Emit[Out] | Drop | Wait]], /
    ) -> Connector[In, Out]: ...

    @overload
    def connector(self, function: Callable[[In, Client], Awaitable[Out | Drop | Wait]], /) -> Connector[In, Out]: ...

    @overload
    def connector(self, *, at: str = "", retry: Retry | None = None, name: str = "") -> Making: ...

    def connector(
        self,
        *functions: Callable[..., Awaitable[object]],
        at: str = "",
        retry: Retry | None = None,
        name: str = "",
    ) -> Any:
        """Make a node of an async function `(body, api) -> body`.

        `at` names the field of the body that says which installation is meant (`at="shop"`); without it the
        installation that started the run is meant, else the application's only or default one.
        """

        def make(function: Callable[..., Awaitable[object]]) -> Connector[object, object]:
            return Connector(describe(function, name=name, application=self, at=at, retry=retry))

        return make(functions[0]) if functions else make
