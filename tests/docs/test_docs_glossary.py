"""Every noun of the code is a word that the glossary explains."""

import ast
import re

from markdown_pages import DOCS, ROOT, inline_code, text_of

GLOSSARY = DOCS / "glossary.md"
ROOMS = ("flow", "ports", "domain")

NOUNS = (
    "Application Installation Node Connector Mapper Topology Start Message Run Attempt Outcome Limiter Trash Ledger "
    "Trace Entity Link Call Artifact"
)
"""What the architecture is told in."""


def _public_classes(room: str) -> set[str]:
    files = sorted((ROOT / "src" / "goldthread" / room).glob("*.py"))
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    return {
        node.name
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


def _headings() -> list[str]:
    return re.findall(r"^### (.+)$", text_of(GLOSSARY), re.MULTILINE)


def test_every_noun_of_the_architecture_has_an_entry() -> None:
    """Each noun that the house is told in has a heading of its own."""
    assert [noun for noun in NOUNS.split() if noun not in _headings()] == []


def test_every_type_that_users_meet_is_in_the_glossary() -> None:
    """Each public class of flow, ports and domain stands in an entry, by its name."""
    named = {word for code in inline_code(GLOSSARY) for word in re.findall(r"\w+", code)}
    missing = {room: sorted(_public_classes(room) - named) for room in ROOMS}
    assert {room: names for room, names in missing.items() if names} == {}


def test_every_entry_begins_with_its_question() -> None:
    """Each noun is introduced by the question that it answers."""
    entries = re.split(r"^### ", text_of(GLOSSARY).split("\n## Verbs")[0], flags=re.MULTILINE)[1:]
    assert [entry.split("\n")[0] for entry in entries if not re.match(r"[^\n]+\n\*[^*\n]+\?\*\n\S", entry)] == []


def test_no_word_has_two_entries() -> None:
    """One word, one meaning."""
    assert len(_headings()) == len(set(_headings()))


def test_the_table_of_contents_is_whole() -> None:
    """Each part of the glossary is listed at its top."""
    text = text_of(GLOSSARY)
    assert re.findall(r"^- \[(.+)\]\(#", text, re.MULTILINE) == re.findall(r"^## (.+)$", text, re.MULTILINE)
