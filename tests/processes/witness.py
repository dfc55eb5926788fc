"""Looks into a ledger's file without taking part: what a dead process held, who settled what, whether all is told."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Witness:
    """Reads only; it leaves the write-ahead log as it finds it."""

    file: Path

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return await asyncio.to_thread(self._rows, sql, values)

    async def held(self) -> dict[str, set[str]]:
        """Messages by the worker that holds them."""
        found: dict[str, set[str]] = {}
        for holder, message in await self.rows("SELECT holder, id FROM message WHERE holder IS NOT NULL"):
            found.setdefault(holder, set()).add(message)
        return found

    async def chains(self) -> int:
        """The highest number that a chain has."""
        return int((await self.rows("SELECT coalesce(max(number), 0) FROM chain"))[0][0])

    async def first_settled(self, messages: Iterable[str], *, after_chain: int) -> float | None:
        """When the first of these messages was settled by a writer that began later; epoch seconds."""
        wanted = list(messages)
        marks = ", ".join("?" * len(wanted))
        sql = f"SELECT min(at) FROM entry WHERE kind = 'settled' AND chain > ? AND message IN ({marks})"  # noqa: S608 - marks only
        found = (await self.rows(sql, after_chain, *wanted))[0][0]
        return None if found is None else found / 1_000_000

    async def settled_twice(self) -> list[str]:
        """Messages that went on more than once."""
        sql = "SELECT message FROM entry WHERE kind = 'settled' GROUP BY message HAVING count(*) > 1"
        return [row[0] for row in await self.rows(sql)]

    async def settled(self, chain: int | None = None) -> int:
        """How many settlements there are, of one writer or of all."""
        where, values = ("AND chain = ?", (chain,)) if chain is not None else ("", ())
        sql = f"SELECT count(*) FROM entry WHERE kind = 'settled' {where}"  # noqa: S608 - no values in it
        return int((await self.rows(sql, *values))[0][0])

    async def peak(self, installation: str, seconds: float) -> int:
        """The most calls of an installation that all writers together let go within any such span."""
        sql = "SELECT at, content FROM entry JOIN content USING (chain, seq) WHERE kind = 'called'"
        calls = [(at / 1_000_000, json.loads(content)) for at, content in await self.rows(sql)]
        begun = sorted(at - one.get("ms", 0.0) / 1000 for at, one in calls if one["installation"] == installation)
        return max(bisect_left(begun, at + seconds) - place for place, at in enumerate(begun))

    async def is_still(self) -> bool:
        """Whether no message stands anywhere but in the trash."""
        return not (await self.rows("SELECT count(*) FROM message WHERE state <> 'trash'"))[0][0]

    async def standing(self) -> list[tuple[Any, ...]]:
        """Every open message, for whoever wants to know why it isn't still."""
        return await self.rows("SELECT topology, node, state, holder, held_by, attempt, waits, due FROM message")

    def _rows(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(sql, values).fetchall()
