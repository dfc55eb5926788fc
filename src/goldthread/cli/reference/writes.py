"""What a connector asks of the other side, and how a lost answer is resolved, read off its source."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from goldthread.flow.node import Connector

_READS: Final = {"get": "GET", "find": "GET"}
_WRITES: Final = {"post": "ask", "patch": "ask", "put": "repeatable", "delete": "repeatable"}
_OURS: Final = "goldthread.connectors."


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One call that a function makes."""

    method: str
    path: str
    """With its varying parts in braces."""
    doubt: str
    """`read`, or the name of the way in which a lost answer is resolved."""


def asked_by(function: Callable[..., Any]) -> list[Asked]:
    """The calls of a connector, with those of the functions it calls, each once, in the order of the source."""
    return list(dict.fromkeys(_asked(function, set())))


def _asked(function: Callable[..., Any], seen: set[object]) -> Iterator[Asked]:
    if function in seen:
        return
    seen.add(function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    known = _constants(function) | _assigned(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="api"), attr=verb)):
                yield from _call(verb, node, known)
            case ast.Name(id=name):
                other = function.__globals__.get(name)
                other = other.spec.function if isinstance(other, Connector) else other
                if inspect.isfunction(other) and other.__module__.startswith(_OURS):
                    yield from _asked(other, seen)
            case _:
                continue


def _call(verb: str, node: ast.Call, known: dict[str, ast.expr]) -> Iterator[Asked]:
    given = {one.arg: one.value for one in node.keywords}
    arguments = [_text(one, known) for one in node.args]
    if verb in _READS:
        yield Asked(method=_READS[verb], path=arguments[0], doubt="read")
    elif verb in _WRITES:
        yield Asked(method=verb.upper(), path=arguments[0], doubt=_doubt(given, known, _WRITES[verb]))
    elif verb == "request":
        usual = {"GET": "read", "PUT": "repeatable", "DELETE": "repeatable"}.get(arguments[0], "ask")
        yield Asked(method=arguments[0], path=arguments[1], doubt=_doubt(given, known, usual))


def _doubt(given: dict[str | None, ast.expr], known: dict[str, ast.expr], usual: str) -> str:
    match given.get("is_read"):
        case ast.Constant(value=True):
            return "read"
        case _:
            pass
    doubt = given.get("doubt")
    if isinstance(doubt, ast.Name):
        doubt = known.get(doubt.id)
    match doubt:
        case ast.Call(func=ast.Name(id=name)):
            return {"NativeKey": "native key", "TwoStep": "two-step"}.get(name, name.lower())
        case _:
            return usual


def _constants(function: Callable[..., Any]) -> dict[str, ast.expr]:
    """The texts that the function's module names: `API` is `/api/v3`."""
    named = function.__globals__.items()
    return {name: ast.Constant(value=value) for name, value in named if name.isupper() and isinstance(value, str)}


def _assigned(tree: ast.AST) -> dict[str, ast.expr]:
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
        case ast.FormattedValue(value=value):
            return f"{{{ast.unparse(value).rsplit('.', 1)[-1]}}}"
        case ast.Name(id=name) if name in known:
            return _text(known[name], {other: value for other, value in known.items() if other != name})
        case _:
            return f"{{{ast.unparse(node).rsplit('.', 1)[-1]}}}"
