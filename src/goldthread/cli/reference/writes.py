"""What a connector asks of the other side, and how a lost answer is resolved, read off its source."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from goldthread.flow.node import Connector

Known: TypeAlias = dict[str, ast.expr]
"""What names stand for: constants, what is assigned, and what a caller gave."""

_READS: Final = {"get": "GET", "find": "GET"}
_WRITES: Final = {"post": "ask", "patch": "ask", "put": "repeatable", "delete": "repeatable"}
_DOUBTS: Final = {
    "Repeatable": "repeatable",
    "NativeKey": "native key",
    "Lookup": "lookup",
    "TwoStep": "two-step",
    "Ask": "ask",
}
_GRAPHQL: Final = re.compile(r"\s*(query|mutation)\s+(\w+)")
_OURS: Final = "goldthread.connectors."


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One call that a function makes."""

    method: str
    path: str
    """With its varying parts in braces; of GraphQL with the operation: `/graphql#FulfilOrder`, of an RPC with its
    method: `/rpc/#model.sale.sale.create`."""
    doubt: str
    """`read`, or the name of the way in which a lost answer is resolved."""


def asked_by(function: Callable[..., Any]) -> list[Asked]:
    """The calls of a connector, with those of the functions it calls, each once, in the order of the source."""
    return list(dict.fromkeys(_asked(function, {}, set(), ())))


def _asked(
    function: Callable[..., Any], given: Known, seen: set[object], callers: tuple[Callable[..., Any], ...]
) -> Iterator[Asked]:
    """The calls of a function to which its caller gave this; what was seen, and what calls itself, is left out."""
    mark = (function, tuple((name, ast.dump(value)) for name, value in sorted(given.items())))
    if mark in seen or function in callers:
        return
    seen.add(mark)
    tree = _tree(function)
    known = _constants(function) | given | _assigned(tree)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="api"), attr=verb)):
                yield from _call(verb, node, known, _operation(given))
            case ast.Call(func=ast.Name(id=name)) if other := _ours(function, name):
                yield from _asked(other, _given(other, node, known, function), seen, (*callers, function))
            case ast.Name(id=name) if id(node) not in called and (other := _ours(function, name)):
                yield from _asked(other, {}, seen, (*callers, function))
            case _:
                continue


def _ours(function: Callable[..., Any], name: str) -> Callable[..., Any] | None:
    """The function of a connector's package that goes by this name there."""
    other = function.__globals__.get(name)
    other = other.spec.function if isinstance(other, Connector) else other
    return other if inspect.isfunction(other) and other.__module__.startswith(_OURS) else None


def _given(other: Callable[..., Any], node: ast.Call, known: Known, caller: Callable[..., Any]) -> Known:
    """What a call gives to the parameters that matter: texts, documents of GraphQL, and doubts."""
    named = dict(zip(inspect.signature(other).parameters, node.args, strict=False))
    named |= {one.arg: one.value for one in node.keywords if one.arg}
    values = {name: _meant(value, known, caller) for name, value in named.items()}
    return {
        name: value
        for name, value in values.items()
        if _doubt_of(value, known) or _graphql(value) or (_is_text(value) and not isinstance(named[name], ast.Call))
    }


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _meant(value: ast.expr, known: Known, caller: Callable[..., Any]) -> ast.expr:
    """What an argument stands for, also where a function makes the text."""
    match value:
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.JoinedStr():
            return ast.Constant(value=_text(value, known))
        case ast.Call(func=ast.Name(id=name)) if (other := _ours(caller, name)) and not _doubt_of(value, known):
            made = [one.value for one in ast.walk(_tree(other)) if isinstance(one, ast.Return) and one.value]
            return ast.Constant(value=_text(made[0], _constants(other))) if made else value
        case _:
            return value


def _operation(given: Known) -> tuple[str, str] | None:
    """Kind and name of the GraphQL that a caller gave: `("query", "FindOrder")`."""
    return next((found for value in given.values() if (found := _graphql(value))), None)


def _graphql(value: ast.expr) -> tuple[str, str] | None:
    found = _GRAPHQL.match(value.value) if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
    return (found[1], found[2]) if found else None


def _call(verb: str, node: ast.Call, known: Known, operation: tuple[str, str] | None) -> Iterator[Asked]:
    given = {one.arg: one.value for one in node.keywords}
    arguments = [_text(one, known) for one in node.args]
    if verb in _READS:
        yield Asked(method=_READS[verb], path=arguments[0], doubt="read")
    elif verb in _WRITES:
        kind, name = operation or ("", "")
        name = name or _method(arguments[0], given, known)
        path = f"{arguments[0]}#{name}" if name else arguments[0]
        doubt = "read" if kind == "query" else _doubt(given, known, _WRITES[verb])
        yield Asked(method=verb.upper(), path=path, doubt=doubt)
    elif verb == "request":
        usual = {"GET": "read", "PUT": "repeatable", "DELETE": "repeatable"}.get(arguments[0], "ask")
        yield Asked(method=arguments[0], path=arguments[1], doubt=_doubt(given, known, usual))


def _method(path: str, given: dict[str | None, ast.expr], known: Known) -> str:
    """The method of an RPC, whose calls all go to one path: the first argument of what makes its body."""
    body = given.get("json")
    made = known.get(body.id) if isinstance(body, ast.Name) else body
    match made:
        case ast.Call(args=[(ast.Constant() | ast.JoinedStr()) as method, *_]) if path.endswith("/rpc/"):
            return _text(method, known)
        case _:
            return ""


def _doubt(given: dict[str | None, ast.expr], known: Known, usual: str) -> str:
    match given.get("is_read"):
        case ast.Constant(value=True):
            return "read"
        case _:
            doubt = given.get("doubt")
            return (_doubt_of(doubt, known) if doubt else "") or usual


def _doubt_of(value: ast.expr, known: Known) -> str:
    """Which doubt this is, by its name or the name of what wraps it; empty where it is none."""
    match value:
        case ast.Name(id=name) if name in known:
            return _doubt_of(known[name], {other: one for other, one in known.items() if other != name})
        case ast.Call(func=ast.Name(id=name)) if name in _DOUBTS:
            return _DOUBTS[name]
        case ast.Call(args=[inner, *_]):
            return _doubt_of(inner, known)
        case _:
            return ""


def _tree(function: Callable[..., Any]) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _constants(function: Callable[..., Any]) -> Known:
    """The texts that the function's module names: `API` is `/api/v3`, `FULFIL` a document of GraphQL."""
    named = {name: getattr(value, "text", value) for name, value in function.__globals__.items() if name.isupper()}
    return {name: ast.Constant(value=value) for name, value in named.items() if isinstance(value, str)}


def _assigned(tree: ast.AST) -> Known:
    """What names stand for, where they are given a value once."""
    return {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def _text(node: ast.expr, known: dict[str, ast.expr]) -> str:
    """A text with its varying parts in braces."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(one, known) for one in values)
        case ast.FormattedValue(value=ast.Name(id=name) as value) if isinstance(
            known.get(name), ast.Constant | ast.JoinedStr
        ):
            return _text(value, known)
        case ast.FormattedValue(value=ast.Call(args=[ast.Name(id=name) as value, *_])) if name in known:
            return _text(value, known)
        case ast.FormattedValue(value=ast.Call(args=[ast.Name() as value, *_]) | value):
            return f"{{{ast.unparse(value).rsplit('.', 1)[-1]}}}"
        case ast.Name(id=name) if name in known:
            return _text(known[name], {other: value for other, value in known.items() if other != name})
        case _:
            return f"{{{ast.unparse(node).rsplit('.', 1)[-1]}}}"
