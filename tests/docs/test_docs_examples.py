"""What pages show is what happens: their Python runs, and it is Python of the product."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from markdown_pages import DOCS, ROOT, Block, blocks, name_of, pages, text_of

TAUGHT = sorted([*DOCS.glob("tutorial/*.md"), *DOCS.glob("howto/*.md")])
NOT_RUN = re.compile(r"not run: \w.*")


@pytest.fixture
def page_module(page: Path) -> Iterator[ModuleType]:
    """The module that a page's blocks are run in, one after another."""
    module = ModuleType(f"page_{page.stem.replace('-', '_')}")
    module.__file__ = str(page)
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


@pytest.mark.parametrize("page", TAUGHT, ids=name_of)
async def test_every_example_runs(
    page: Path, page_module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Python of a page runs from its top to its end, in one go, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    ran = [await _run(block, page_module) for block in blocks(page, "python")]
    assert all(ran) or not ran


@pytest.mark.parametrize("page", [page for page in pages() if page not in TAUGHT], ids=name_of)
def test_python_elsewhere_is_python(page: Path) -> None:
    """Python on other pages has no errors of syntax."""
    trees = [ast.parse(block.text, name_of(page)) for block in blocks(page, "python")]
    assert all(tree.body for tree in trees)


def test_what_is_not_run_says_why() -> None:
    """A comment before a block of a taught page is a reason for not running it."""
    marked = [block for page in TAUGHT for block in blocks(page) if block.mark]
    assert [f"{name_of(one.page)}:{one.line}" for one in marked if not NOT_RUN.fullmatch(one.mark)] == []


def test_the_readme_shows_the_flows_that_ship() -> None:
    """The flows on the first page are those in the source, letter by letter."""
    shown = next(blocks(ROOT / "README.md", "python")).text.strip()
    assert shown in (ROOT / "src/goldthread/topologies/__init__.py").read_text("utf-8")


def test_the_readme_fits_one_screen() -> None:
    """The first page is short: what it is, a picture, two commands, one topology."""
    assert len(text_of(ROOT / "README.md").splitlines()) <= 70


async def _run(block: Block, module: ModuleType) -> bool:
    """Run one block, at the line where it stands on its page."""
    if block.mark:
        ast.parse(block.text)
        return True
    text = "\n" * (block.line - 1) + block.text
    code = compile(text, str(block.page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    done = eval(code, module.__dict__)  # noqa: S307 - our own pages, and nothing else compiles await at the top
    if inspect.iscoroutine(done):
        await done
    return True
