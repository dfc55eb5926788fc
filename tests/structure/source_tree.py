"""The project's own files, read for tests about them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "goldthread"
TESTS = ROOT / "tests"

_OUTSIDE = {".git", ".venv", ".goldthread", "__pycache__", "dist"}
_TEXT = {".py", ".md", ".toml", ".txt", ".sh", ".json", ".ini", ".cfg", ".yml", ".yaml", ""}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(folder: Path) -> list[Path]:
    """All Python files beneath a folder."""
    return sorted(file for file in folder.rglob("*.py") if "__pycache__" not in file.parts)


def texts() -> list[Path]:
    """All files that people write."""
    found = (file for file in ROOT.rglob("*") if file.suffix in _TEXT and file.is_file())
    return sorted(file for file in found if not (_hidden(file) & _OUTSIDE or _is_scratch(file)))


def name_of(file: Path) -> str:
    """The file as it is named in a message."""
    return str(file.relative_to(ROOT))


@cache
def tree_of(file: Path) -> ast.Module:
    """The file's syntax."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def functions(file: Path) -> Iterator[Function]:
    """Every function of a file, nested ones too."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, Function):
            yield node


def classes(file: Path) -> Iterator[ast.ClassDef]:
    """The classes that stand at a file's top."""
    for node in tree_of(file).body:
        if isinstance(node, ast.ClassDef):
            yield node


def _hidden(file: Path) -> set[str]:
    return set(file.relative_to(ROOT).parts)


def _is_scratch(file: Path) -> bool:
    """What tools leave behind: `.mypy_cache`, `.hypothesis`, `.coverage`."""
    first = file.relative_to(ROOT).parts[0]
    return first.startswith(".") and first != ".ci"
