"""Names say what a thing is; words that say nothing are banned."""

import ast
import re

from source_tree import SOURCE, classes, modules, name_of, tree_of

EMPTY_MODULES = {"utils", "util", "common", "core", "helpers", "helper", "base", "manager", "misc", "shared"}
EMPTY_WORDS = {"Abstract", "Base", "Manager", "Helper", "Service", "Impl", "Dto"}


def test_no_module_has_an_empty_name() -> None:
    """A module called `utils`, `common` or `core` would become a department."""
    named = [
        name_of(file) for file in modules(SOURCE) if {*file.relative_to(SOURCE).parts[:-1], file.stem} & EMPTY_MODULES
    ]
    assert named == []


def test_no_class_has_an_empty_name() -> None:
    """A class is called by what it is, not `Abstract…`, `…Manager` or `…Impl`."""
    named = [
        f"{name_of(file)}: {one.name}"
        for file in modules(SOURCE)
        for one in classes(file)
        if set(re.findall(r"[A-Z][a-z]*", one.name)) & EMPTY_WORDS
    ]
    assert named == []


def test_every_module_begins_with_a_line_for_a_table_of_contents() -> None:
    """A module's docstring begins with a sentence that ends."""
    unsaid = {name_of(file): (ast.get_docstring(tree_of(file)) or "").split("\n\n")[0] for file in modules(SOURCE)}
    assert {name: line for name, line in unsaid.items() if not line.endswith((".", "?"))} == {}
