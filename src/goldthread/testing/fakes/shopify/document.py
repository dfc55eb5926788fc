"""GraphQL documents, as far as a stand-in needs them: one operation, its fields with arguments, no fragments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\$?[A-Za-z_]\w*|-?\d+|[{}():!\[\],=]')
_NAMED: Final[Mapping[str, object]] = {"true": True, "false": False, "null": None}
MUTATION: Final = 10
"""Points that a change costs, beside what it gives back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """One field that is asked for."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    children: tuple[Selection, ...] = ()

    @property
    def cost(self) -> int:
        """The most points that it may take: one for each object, as many as `first` allows."""
        if not self.children:
            return 0
        inner = sum(child.cost for child in self.children if child.name != "nodes")
        nodes = next((child for child in self.children if child.name == "nodes"), None)
        size = int(self.arguments.get("first") or 1)
        if nodes is None:
            return size * (1 + inner)
        return 1 + inner + size * (1 + sum(child.cost for child in nodes.children))


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One operation."""

    is_mutation: bool
    name: str
    roots: tuple[Selection, ...]

    @property
    def cost(self) -> int:
        """What is asked for, in points, before anything is done."""
        return sum(root.cost for root in self.roots) + MUTATION * self.is_mutation * len(self.roots)


def parse(text: str, variables: Mapping[str, Any]) -> Document:
    """The operation of a document, with its variables filled in. Raises `ValueError`."""
    return _Parser(_TOKEN.findall(text), variables).document()


def spent(answer: object) -> int:
    """How many objects an answer holds: what it cost in the end."""
    match answer:
        case dict():
            return 1 + sum(spent(value) for value in answer.values())
        case list():
            return sum(spent(value) for value in answer)
        case _:
            return 0


class _Parser:
    def __init__(self, tokens: list[str], variables: Mapping[str, Any]) -> None:
        self._tokens = tokens
        self._variables = variables
        self._at = 0

    def document(self) -> Document:
        kind, name = self._take(), self._take()
        if kind not in {"query", "mutation"}:
            raise ValueError(f"syntax error, unexpected {kind!r}, expecting a definition")
        while self._peek() != "{":
            self._take()  # the variables' types
        return Document(is_mutation=kind == "mutation", name=name, roots=self._selections())

    def _selections(self) -> tuple[Selection, ...]:
        self._expect("{")
        found: list[Selection] = []
        while self._peek() != "}":
            name = self._take()
            arguments = self._arguments() if self._peek() == "(" else {}
            children = self._selections() if self._peek() == "{" else ()
            found.append(Selection(name=name, arguments=arguments, children=children))
        self._expect("}")
        return tuple(found)

    def _arguments(self) -> dict[str, Any]:
        self._expect("(")
        found: dict[str, Any] = {}
        while self._peek() != ")":
            name = self._take()
            self._expect(":")
            found[name] = self._value(self._take())
            if self._peek() == ",":
                self._take()
        self._expect(")")
        return found

    def _value(self, token: str) -> object:
        if token.startswith("$"):
            return self._variables.get(token[1:])
        if token.startswith('"'):
            return token[1:-1]
        return int(token) if token.lstrip("-").isdigit() else _NAMED.get(token, token)

    def _peek(self) -> str:
        if self._at >= len(self._tokens):
            raise ValueError("syntax error, unexpected end of file")
        return self._tokens[self._at]

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _expect(self, token: str) -> None:
        if (came := self._take()) != token:
            raise ValueError(f"syntax error, unexpected {came!r}, expecting {token!r}")
