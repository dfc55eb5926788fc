"""The settings of one process."""

from __future__ import annotations

import re
from typing import Final, get_origin

from goldthread.bootstrap.settings import Settings
from goldthread.cli.reference.markdown import code, page, table

ABOUT: Final = """\
What one process is told at its start, in `goldthread.toml` (or the file given with `--settings`), in the environment,
or not at all. The environment is stronger than the file. A wrong setting stops the start, and names file, key and what
is expected."""
OTHERS: Final = """\
Everything else is changed while Goldthread runs, by [commands](cli.md) or the [API](api.md): installations, limits,
retries, schedules, topologies on and off, tokens."""


def settings_page() -> str:
    """Every setting with its type, default and variable."""
    rows = [
        (
            code(name),
            _type(field.annotation),
            code(_default(name)),
            code(f"GOLDTHREAD_{name.upper()}"),
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]
    return page("Settings", ABOUT, [table(("setting", "type", "default", "environment", "is"), rows), OTHERS])


def _type(annotation: object) -> str:
    name = getattr(annotation, "__name__", str(annotation))
    named = str(annotation) if get_origin(annotation) else name
    return {"Path": "path", "str": "text", "int": "whole number", "float": "number", "list[str]": "list of texts"}.get(
        named, re.sub(r"\btyping\.", "", named)
    )


def _default(name: str) -> str:
    default = Settings.model_fields[name].get_default(call_default_factory=True)
    return str(default) if not isinstance(default, str) else default or '""'
