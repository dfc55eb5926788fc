"""Named steps, and how `>>`, `fan_out`, `choose` and `join` make paths of them."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Generic,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

from goldthread.flow.client import Client
from goldthread.flow.errors import Misuse, Miswired
from goldthread.flow.outcome import Drop, Emit, Wait
from goldthread.flow.retry import Retry

if TYPE_CHECKING:
    from goldthread.flow.application import Application

In_contra = TypeVar("In_contra", contravariant=True)
Out_co = TypeVar("Out_co", covariant=True)
In = TypeVar("In")
Out = TypeVar("Out")
Next = TypeVar("Next")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

Function: TypeAlias = Callable[..., object]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Spec:
    """What is known of a node: its stable name, its function, and the types it takes and gives."""

    name: str
    function: Function
    takes: object
    gives: object
    is_emitting: bool
    application: Application | None
    at: str
    retry: Retry | None
    variants: tuple[Spec, ...] = ()
    """One for each application that the named installation may be of (`whichever`)."""

    @property
    def kind(self) -> str:
        """`connector` or `mapper`."""
        return "connector" if self.application else "mapper"

    @property
    def applications(self) -> tuple[Application, ...]:
        """Whose node it is: none, one, or one for each variant."""
        of = tuple(one.application for one in self.variants if one.application)
        return of or ((self.application,) if self.application else ())

    @property
    def owner(self) -> str:
        """Whose node it is, in words: `bazaar`, `bazaar | woocommerce`; empty for a mapper."""
        return " | ".join(one.name for one in self.applications)


# The shapes a path is made of. Variance is declared, not inferred: type checkers cannot infer it
# through a recursive `__rshift__`.


class Path(Generic[In_contra, Out_co]):
    """A typed way for messages; `>>` is the only operator."""

    def __rshift__(self, following: Path[Out_co, Next]) -> Path[In_contra, Next]:
        return Chain(self, following)


class Chain(Path[In_contra, Out_co]):
    """One path after another."""

    def __init__(self, first: object, second: object) -> None:
        self.first = first
        self.second = second


class Fan(Path[In_contra, Out_co]):
    """Several paths at once, each with its own copy of the message."""

    def __init__(self, branches: tuple[object, ...]) -> None:
        self.branches = branches


class Joined(Path[In_contra, Out_co]):
    """Several paths at once, and one node after all of them."""

    def __init__(self, branches: tuple[object, ...], into: Mapper[object, Out_co]) -> None:
        self.branches = branches
        self.into = into


class Choice(Path[In_contra, Out_co]):
    """One of several paths, by looking at the message."""

    def __init__(self, cases: tuple[Case[In_contra, Out_co], ...], otherwise: object) -> None:
        self.cases = cases
        self.otherwise = otherwise


class HandOver(Path[In_contra, Out_co]):
    """The end of a path that starts a run of another topology, on the same trace."""

    def __init__(self, topology: str) -> None:
        self.topology = topology


class Connector(Path[In_contra, Out_co]):
    """A node that makes one operation of one application; the only kind that does I/O.

    Calling it from another connector is derivation: `await ensure_customer(order.email, api)`.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.__doc__ = spec.function.__doc__

    async def __call__(self, body: In_contra, api: Client) -> Out_co:
        answer = await cast("Awaitable[object]", self.spec.function(body, api))
        if isinstance(answer, Drop | Wait | Emit):
            raise Misuse(f"{self.spec.name} answered {type(answer).__name__}; only a node of a topology may do that.")
        return cast("Out_co", answer)


class Mapper(Path[In_contra, Out_co]):
    """A pure node: looks at nothing but its message."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.__doc__ = spec.function.__doc__

    def __call__(self, body: In_contra) -> Out_co:
        return cast("Out_co", self.spec.function(body))


@dataclass(frozen=True, slots=True)
class Case(Generic[In_contra, Out_co]):
    """One case of a choice."""

    name: str
    holds: Callable[[In_contra], bool]
    path: Path[In_contra, Out_co]


def mapper(function: Callable[[In], Out | Drop]) -> Mapper[In, Out]:
    """Make a node of a pure function."""
    return Mapper(describe(function, name="", application=None, at="", retry=None))


def whichever(*connectors: Connector[In, Out], name: str = "") -> Connector[In, Out]:
    """The one of these whose application the installation is of that the body names, as one node.

    `whichever(bazaar.mark_shipped, woocommerce.mark_shipped)` tells each order to the shop that it came from. The
    node has the name of the first one, unless `name` says another.

    Raises:
        Miswired: they name their installation by different fields or by none, take or give different types, or are of
            one application.

    """
    first = connectors[0].spec
    label = name or first.name
    for one in (connector.spec for connector in connectors):
        if not one.at or one.at != first.at:
            raise Miswired(f"{label}: {one.name} of {one.owner} must name its installation by the field {first.at!r}.")
        if (one.takes, one.gives, one.is_emitting) != (first.takes, first.gives, first.is_emitting):
            raise Miswired(
                f"{label}: {one.name} of {one.owner} takes or gives another type than that of {first.owner}."
            )
    if len({connector.spec.owner for connector in connectors}) < len(connectors):
        raise Miswired(f"{label}: two of its connectors are of one application.")
    variants = tuple(replace(connector.spec, name=label) for connector in connectors)
    if len(variants) == 1:
        return Connector(variants[0])
    return Connector(replace(variants[0], function=_undecided, variants=variants))


async def _undecided(body: object, api: Client) -> object:
    del body, api
    raise Misuse("Which connector is meant is known only in a topology; call one of them.")


def when(holds: Callable[[In], bool], path: Path[In, Out]) -> Case[In, Out]:
    """A case of `choose`: the path for messages that `holds` (a named, pure function) is true for."""
    return Case(getattr(holds, "__name__", "case"), holds, path)


def choose(*cases: Case[In, Out], otherwise: Path[In, Out]) -> Path[In, Out]:
    """Send each message along the first case that holds."""
    return Choice(cases, otherwise)


@overload
def fan_out(a: Path[In, A], b: Path[In, B], /) -> Path[In, A | B]: ...
@overload
def fan_out(a: Path[In, A], b: Path[In, B], c: Path[In, C], /) -> Path[In, A | B | C]: ...
@overload
def fan_out(a: Path[In, A], b: Path[In, B], c: Path[In, C], d: Path[In, D], /) -> Path[In, A | B | C | D]: ...
def fan_out(*branches: Path[In, object]) -> Path[In, object]:
    """Send each message along all branches at once; each settles, retries and is trashed on its own."""
    return Fan(branches)


@overload
def join(a: Path[In, A], b: Path[In, B], /, *, into: Mapper[tuple[In, A, B], Out]) -> Path[In, Out]: ...
@overload
def join(
    a: Path[In, A], b: Path[In, B], c: Path[In, C], /, *, into: Mapper[tuple[In, A, B, C], Out]
) -> Path[In, Out]: ...
def join(
    *branches: Path[In, object], into: Mapper[tuple[In, A, B], Out] | Mapper[tuple[In, A, B, C], Out]
) -> Path[In, Out]:
    """Fan out, wait for all branches, and go on with `into((message, result, result, …))`.

    A branch that drops its message, or whose message is discarded, drops the join.
    """
    return Joined(branches, cast("Mapper[object, Out]", into))


def hand_over(topology: str, carries: type[In]) -> Path[In, In]:
    """End the path by starting a run of another topology with this message, on the same trace."""
    del carries  # says the type to the checker
    return HandOver(topology)


def describe(function: Function, *, name: str, application: Application | None, at: str, retry: Retry | None) -> Spec:
    """Read a node's name and types off its function. Raises `Miswired` when they aren't annotated."""
    label = name or getattr(function, "__name__", "")
    place = f"{getattr(function, '__module__', '?')}.{label}"
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters)
    wanted = 2 if application else 1
    if len(parameters) != wanted or parameters[0] not in hints or "return" not in hints:
        shape = "(body: Type, api: Client) -> Type" if application else "(body: Type) -> Type"
        raise Miswired(f"The node {place} must be written {shape}, with both types annotated.")
    gives, is_emitting = _given(hints["return"])
    return Spec(
        name=label,
        function=function,
        takes=hints[parameters[0]],
        gives=gives,
        is_emitting=is_emitting,
        application=application,
        at=at,
        retry=retry,
    )


def _given(answer: object) -> tuple[object, bool]:
    """The type that reaches the next node, and whether it comes by `Emit`."""
    parts = get_args(answer) if get_origin(answer) in (Union, UnionType) else (answer,)
    bodies = [part for part in parts if part not in (Drop, Wait)]
    if not bodies:
        return NoneType, False
    if get_origin(bodies[0]) is Emit:
        return get_args(bodies[0])[0], True
    return (bodies[0] if len(bodies) == 1 else Union[tuple(bodies)]), False  # noqa: UP007 - made at run time
