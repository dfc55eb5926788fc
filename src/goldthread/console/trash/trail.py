"""What became of a message since a person let it go on: steps, and where it ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from goldthread.flow.entry import Entry, Kind
from goldthread.ports.carried import Run
from goldthread.ports.view import RunRow

State: TypeAlias = Literal["moving", "settled", "trash", "waiting"]

_TOLD: Final = (Kind.CALLED, Kind.SETTLED, Kind.WAITING, Kind.RETRYING, Kind.TRASHED, Kind.ADOPTED, Kind.PRINTED)
_DONE: Final = {
    Kind.SETTLED: "done",
    Kind.WAITING: "waiting",
    Kind.RETRYING: "retrying",
    Kind.TRASHED: "trash",
    Kind.ADOPTED: "adopted",
    Kind.PRINTED: "printed",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of the trail."""

    at: datetime
    node: str
    word: str
    """`done`, `called`, `waiting`, `trash`: a status."""
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Trail:
    """All that happened since."""

    steps: tuple[Step, ...]
    state: State
    words: str
    again: str = ""
    """The message that lies in the trash now."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state in ("settled", "trash")


def trail_of(entries: Sequence[Entry], row: RunRow | None, opened: Sequence[tuple[str, str, str]]) -> Trail:
    """The trail by the run's entries since, oldest first; `opened`: id, node and state of its open messages."""
    steps = tuple(_step(one) for one in entries if one.kind in _TOLD)
    trashed = next((one for one in opened if one[2] == "trash"), None)
    if row is not None and row.state != "open":
        return Trail(steps=steps, state="settled", words=f"Settled: the run of {_name(row.run)} is {row.state}.")
    if trashed is not None and all(state == "trash" for _, _, state in opened):
        words = f"It is in the trash again, before {trashed[1]}."
        return Trail(steps=steps, state="trash", words=words, again=trashed[0])
    held = next((one for one in opened if one[2] in ("held", "waiting", "blocked")), None)
    if held is not None:
        return Trail(
            steps=steps, state="waiting", words=f"It waits before {held[1]} ({held[2]}), and goes on by itself."
        )
    return Trail(steps=steps, state="moving", words="It goes on …")


def _name(run: Run) -> str:
    return run.topology


def _step(entry: Entry) -> Step:
    said = _content(entry)
    if entry.kind is Kind.CALLED:
        word = str(said.get("verdict") or "called")
        words = f"{said.get('installation', '')}: {said.get('method', '')} {said.get('path', '')}"
        if said.get("words"):
            words += f". {said['words']}"
        return Step(at=entry.at, node=entry.node, word=word, words=words)
    reason = said.get("reason") or said.get("text") or ""
    return Step(at=entry.at, node=entry.node, word=_DONE.get(entry.kind, entry.kind.value), words=str(reason))


def _content(entry: Entry) -> dict[str, object]:
    try:
        said = json.loads(entry.content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
