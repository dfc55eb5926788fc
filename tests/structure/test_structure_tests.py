"""Tests that could not fail are not tests."""

import ast
from pathlib import Path

from source_tree import TESTS, Function, functions, modules, name_of

WITNESSES = ("assert", "expect", "check", "verify", "until", "run_state_machine")
"""Beginnings of names of functions that assert on a test's behalf."""
CLAIM_WORDS = 3


def _cases() -> list[tuple[Path, Function]]:
    return [(file, one) for file in modules(TESTS) for one in functions(file) if one.name.startswith("test_")]


def _asserts(node: ast.AST, known: frozenset[str]) -> bool:
    """Whether something beneath the node fails when a claim doesn't hold."""
    for part in ast.walk(node):
        match part:
            case ast.Assert():
                return True
            case ast.Call(func=ast.Attribute(attr="raises" | "warns" | "fail")):
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                if name in known or name.lstrip("_").startswith(WITNESSES):
                    return True
            case _:
                continue
    return False


def _witnesses() -> frozenset[str]:
    """Functions of the tests' own kit that assert, directly or through each other."""
    known: frozenset[str] = frozenset()
    while True:
        found = known | {
            one.name
            for file in modules(TESTS)
            for one in functions(file)
            if not one.name.startswith("test_") and _asserts(one, known)
        }
        if found == known:
            return known
        known = found


def test_every_test_can_fail() -> None:
    """Each test asserts something, itself or through a function that does."""
    known = _witnesses()
    idle = [f"{name_of(file)}:{one.lineno} {one.name}" for file, one in _cases() if not _asserts(one, known)]
    assert idle == []


def test_every_test_says_its_claim() -> None:
    """The name of a test is a claim of three words or more, or its docstring says it."""
    silent = [
        f"{name_of(file)}:{one.lineno} {one.name}"
        for file, one in _cases()
        if one.name.removeprefix("test_").count("_") < CLAIM_WORDS - 1 and not ast.get_docstring(one)
    ]
    assert silent == []


def test_names_of_test_files_are_unique() -> None:
    """Two files of one name would be one module for pytest and mypy."""
    seen: dict[str, Path] = {}
    double = []
    for file in modules(TESTS):
        other = seen.setdefault(file.name, file)
        if other is not file and file.name not in {"conftest.py", "__init__.py"}:
            double.append(f"{name_of(other)} and {name_of(file)}")
    assert double == []
