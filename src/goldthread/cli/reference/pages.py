"""All pages of the reference: written, or compared with what they would be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from goldthread.cli.reference.api import api_page
from goldthread.cli.reference.commands import commands_page
from goldthread.cli.reference.connectors import connectors_page
from goldthread.cli.reference.errors import errors_page
from goldthread.cli.reference.settings import settings_page
from goldthread.cli.reference.topologies import topologies_page

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "settings.md": settings_page,
    "errors.md": errors_page,
    "cli.md": commands_page,
    "api.md": api_page,
    "topologies.md": topologies_page,
    "connectors.md": connectors_page,
}


def write(folder: Path) -> None:
    """Write every page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in PAGES.items():
        (folder / name).write_text(made(), encoding="utf-8")


def stale(folder: Path) -> list[str]:
    """The pages that aren't what they would be."""
    return [name for name, made in PAGES.items() if _read(folder / name) != made()]


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
