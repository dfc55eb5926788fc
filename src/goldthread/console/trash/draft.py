"""What a person has typed so far: read, compared with what stands there, and laid onto what came meanwhile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from goldthread.flow.difference import Change, difference
from goldthread.flow.errors import Misuse
from goldthread.flow.pointer import parts
from goldthread.flow.reply import Json

LONGEST: Final = 500_000
"""Characters of a body that a page edits; a longer one is repaired through the API."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A body as it would be, and what is different in it."""

    body: Json
    changes: tuple[Change, ...]


def read_draft(text: str, former: Json) -> Draft:
    """The draft in a text. Raises `Misuse` with the line where the JSON breaks off."""
    if len(text) > LONGEST:
        size = f"{len(text) / 1_000_000:.1f} million characters"
        raise Misuse(f"The body has {size}, this page takes {LONGEST // 1000} thousand; repair it through the API.")
    try:
        body: Json = json.loads(text)
    except RecursionError:
        raise Misuse("The JSON is nested too deeply to be a body; flatten it.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Misuse(f"This is no JSON yet: {error.msg.lower()} at {where}. Correct it there, or undo.") from None
    return Draft(body=body, changes=difference(former, body))


def rebased(base: Json, draft: Json, fresh: Json) -> Json:
    """What the person changed (from `base` to `draft`), done to what stands there now; the person's word counts."""
    return applied(fresh, difference(base, draft))


def applied(body: Json, changes: Sequence[Change]) -> Json:
    """A copy of the body with the changes done; one whose place is gone is left out."""
    changed = deepcopy(body)
    for change in changes:
        if not change.field:
            return deepcopy(change.after)
        *way, last = parts(change.field)
        here = changed
        for step in way:
            here = _into(here, step)
        if isinstance(here, dict):
            here[last] = deepcopy(change.after)
        elif isinstance(here, list) and last.isdigit() and int(last) < len(here):
            here[int(last)] = deepcopy(change.after)
    return changed


def pretty(body: Json) -> str:
    """The body as it stands in the editor."""
    return json.dumps(body, ensure_ascii=False, indent=2)


def _into(here: Json, step: str) -> Json:
    if isinstance(here, dict):
        return here.get(step)
    if isinstance(here, list) and step.isdigit() and int(step) < len(here):
        return here[int(step)]
    return None
