"""One idea in each file and each function: quality shows in the longest one."""

from source_tree import SOURCE, TESTS, functions, modules, name_of

FILE_LINES = 400
FUNCTION_LINES = 60
LISTINGS = ("migrations",)
"""Folders whose functions are lists of columns, not logic."""


def test_no_file_is_a_department() -> None:
    """No file of the source or the tests has more than 400 lines."""
    long = {name_of(file): len(file.read_text("utf-8").splitlines()) for file in modules(SOURCE) + modules(TESTS)}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    """No function of the source has more than 60 lines, with signature and docstring."""
    long = [
        f"{name_of(file)}:{one.lineno} {one.name} has {lines} lines"
        for file in modules(SOURCE)
        if not {*file.parts} & {*LISTINGS}
        for one in functions(file)
        if (lines := (one.end_lineno or one.lineno) - one.lineno + 1) > FUNCTION_LINES
    ]
    assert long == []
