"""A hundred thousand orders, a million entries, ten thousand messages in the trash: copies of orders that were played.

The entries are sealed by the journal's own `seal`, so that the chain verifies; everything else is written as rows, past
the writer. What is not as in life: labels of one template share their bytes, and of most orders only the beginning and
the end are told.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from goldthread.adapters.journal.row import ContentRow, EntryRow
from goldthread.adapters.journal.seal import seal
from goldthread.flow.chain import Head, genesis, instant, listed, micros
from goldthread.flow.entry import Entry, Kind
from load.rekey import CALM_S, Copy
from load.template import PLAIN, Row, Template

ENTRIES: Final = 1_000_000
ORDERS: Final = 100_000
TRASH: Final = 10_000
LIVE: Final = 5_000
"""Orders on their way."""
BATCH: Final = 5_000
CAUSES: Final = 40
"""How many reasons the trash has, for each template."""
DAYS: Final = 90
"""So far back do the orders reach; those told in full, a week."""
NAME: Final = "console-load"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """What there is to copy."""

    told: Sequence[Template]
    """Delivered."""
    stuck: Sequence[Template]
    live: Sequence[Template]


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How much is made."""

    entries: int = ENTRIES
    orders: int = ORDERS
    trash: int = TRASH
    live: int = LIVE


def plan(stock: Stock, size: Size, now: datetime) -> list[tuple[int, Template]]:
    """When each copy begins, oldest first."""
    draw = random.Random(7)  # noqa: S311 - the same ledger every time
    brief, live = [one.brief() for one in stock.told], [one.brief() for one in stock.live]
    stuck = list(itertools.islice(itertools.cycle(stock.stuck), size.trash))
    moving = list(itertools.islice(itertools.cycle(live), size.live))
    left = size.entries - sum(len(one.rows["entry"]) for one in (*stuck, *moving))
    rest = size.orders - len(stuck) - len(moving)
    long, short = _mean(stock.told), _mean(brief)
    full = max(0, min(rest, round((left - rest * short) / (long - short))))
    told = list(itertools.islice(itertools.cycle(stock.told), full))
    old = list(itertools.islice(itertools.cycle(brief), rest - full))
    found = []
    for days, copies in ((7, told), (3, stuck), (4, moving), (DAYS, old)):
        for one in copies:
            begins = now - timedelta(days=days * draw.random()) - timedelta(microseconds=one.lasted * CALM_S)
            found.append((micros(begins), one))
    return sorted(found, key=lambda pair: pair[0])


def _mean(templates: Sequence[Template]) -> float:
    return sum(len(one.rows["entry"]) for one in templates) / len(templates)


@dataclass(slots=True)
class Crowd:
    """Writes the copies."""

    ledger: sqlite3.Connection
    head: Head
    waiting: list[tuple[int, int, Row]] = field(default_factory=list)
    """Entries that aren't due yet."""
    plain: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in PLAIN})
    minutes: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    totals: Counter[tuple[str, str]] = field(default_factory=Counter)
    count: int = 0

    def fill(self, copies: Sequence[tuple[int, Template]], say: Callable[[str], None]) -> None:
        """Make all of them, in the order of their beginnings."""
        for number, (begins, template) in enumerate(copies):
            if number % 20_000 == 0:
                say(f"{number} of {len(copies)} orders, {self.count} entries")
            self._seal_until(begins)
            self._make(template, template.copy(number, begins))
        self._seal_until(None)
        self._flush()
        self._end()

    def _make(self, template: Template, copy: Copy) -> None:
        for row in template.made("entry", copy):
            self.count += 1
            heapq.heappush(self.waiting, (int(row[1] or 0), self.count, row))
        for table in PLAIN:
            self.plain[table] += template.made(table, copy)
        if template.is_in_trash:
            place = template.columns["trash"].index("cause")
            self.plain["trash"][-1] = _caused(self.plain["trash"][-1], place, copy.number % CAUSES)
        topology, state = template.columns["run"].index("topology"), template.columns["run"].index("state")
        self.totals.update((str(row[topology]), str(row[state])) for row in template.made("run", copy))
        if len(self.plain["entity"]) > BATCH:
            self._flush()

    def _seal_until(self, at: int | None) -> None:
        """Append what is over before any new order begins."""
        while self.waiting and (at is None or (len(self.waiting) > BATCH and self.waiting[0][0] < at)):
            due: list[Entry] = []
            while self.waiting and len(due) < BATCH and (at is None or self.waiting[0][0] < at):
                due.append(_entry(heapq.heappop(self.waiting)[2]))
            sealing = seal(self.head, due)
            self.head = sealing.head
            self.minutes.update(sealing.minutes)
            _insert(self.ledger, "entry", EntryRow._fields, sealing.entries)
            _insert(self.ledger, "content", ContentRow._fields, sealing.contents)

    def _flush(self) -> None:
        for table, rows in self.plain.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self.ledger.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
                rows.clear()

    def _end(self) -> None:
        add = "INSERT INTO {} VALUES ({}) ON CONFLICT DO UPDATE SET count = count + excluded.count"
        self.ledger.executemany(
            add.format("minute", "?, ?, ?, ?"), [(*place, count) for place, count in self.minutes.items()]
        )
        self.ledger.executemany(
            add.format("total", "?, ?, ?"), [(*place, count) for place, count in self.totals.items()]
        )
        head = self.head
        self.ledger.execute(
            "UPDATE chain SET head_seq = ?, head_hash = ? WHERE number = ?", (head.seq, head.hash, head.chain)
        )


def crowd(file: Path, stock: Stock, size: Size, now: datetime, say: Callable[[str], None]) -> None:
    """Fill the ledger in the file, which is open nowhere else."""
    ledger = sqlite3.connect(file, isolation_level=None)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
            ledger.execute(f"PRAGMA {pragma}")
        ledger.execute("BEGIN")
        (number,) = ledger.execute("SELECT max(number) + 1 FROM chain").fetchone()
        heads = [Head(*row) for row in ledger.execute("SELECT number, head_seq, head_hash FROM chain ORDER BY number")]
        start = genesis(number, NAME, heads)
        ledger.execute("INSERT INTO chain VALUES (?, ?, ?, -1, ?, -1)", (number, NAME, start, start))
        copies = plan(stock, size, now)
        made = Crowd(ledger, _rooted(ledger, Head(number, -1, start), heads, copies[0][0]))
        made.fill(copies, say)
        ledger.execute("COMMIT")
        say("statistics and checkpoint")
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        ledger.close()


def _rooted(ledger: sqlite3.Connection, head: Head, heads: Sequence[Head], at: int) -> Head:
    sealing = seal(head, [Entry(kind=Kind.ROOTED, at=instant(at), content=listed(heads))])
    _insert(ledger, "entry", EntryRow._fields, sealing.entries)
    _insert(ledger, "content", ContentRow._fields, sealing.contents)
    return sealing.head


def _entry(row: Row) -> Entry:
    kind, at, trace, run, topology, node, message, actor, content = row
    return Entry(
        kind=Kind(str(kind)),
        at=instant(int(at or 0)),
        trace=str(trace),
        run=str(run),
        topology=str(topology),
        node=str(node),
        message=str(message),
        actor=str(actor),
        content=str(content),
    )


def _caused(row: Row, place: int, which: int) -> Row:
    cause = hashlib.sha256(f"{row[place]}{which}".encode()).hexdigest()[:12]
    return (*row[:place], cause, *row[place + 1 :])


def _insert(ledger: sqlite3.Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    marks, names = ", ".join("?" * len(columns)), ", ".join(columns)
    ledger.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
