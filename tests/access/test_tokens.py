"""Tokens: shown once, kept as digests, checked without a read each time."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from goldthread.access.scope import Scope, may, scopes_of
from goldthread.access.tokens import Tokens
from goldthread.adapters.memory.ledger import MemoryLedger
from goldthread.adapters.memory.shelves import Shelves
from goldthread.adapters.system import SystemChance
from goldthread.flow.entry import Kind
from goldthread.flow.errors import Conflict, Misuse, NotFound
from goldthread.ports.receipt import Receipt
from goldthread.ports.view import Row
from goldthread.ports.write import Write
from goldthread.testing.clock import ManualClock


class CountingLedger(MemoryLedger):
    """Counts how often tables are read."""

    reads = 0
    writes = 0

    async def rows(self, table: str) -> Sequence[Row]:
        self.reads += 1
        return await super().rows(table)

    def write(self, write: Write) -> Awaitable[Receipt]:
        self.writes += 1
        return super().write(write)


def tokens_over(**shelves: Any) -> tuple[Tokens, CountingLedger, ManualClock]:
    """All tokens of a ledger, of one process."""
    clock = ManualClock()
    ledger = CountingLedger(clock=clock, **shelves)
    return Tokens(ledger=ledger, clock=clock, chance=SystemChance()), ledger, clock


async def test_a_secret_opens_and_is_kept_nowhere() -> None:
    """Only its digest is in the ledger, row and entry."""
    tokens, ledger, _ = tokens_over()
    issued = await tokens.create("robot", ["read", "start"], actor="ada")
    token = await tokens.check(issued.secret)
    assert token is not None
    assert (token.name, token.scopes) == ("robot", frozenset({Scope.READ, Scope.START}))
    rows = await ledger.rows("token")
    entries = await ledger.entries()
    assert [one.entry.actor for one in entries if one.entry.kind is Kind.CHANGED] == ["ada"]
    assert issued.secret.rsplit("_", maxsplit=1)[-1] not in repr((rows, entries))


@pytest.mark.parametrize("change", ["", "x", "gt_", "gt__", "gt_{id}", "gt_{id}_", "gt_{id}_guess", "xx_{id}_{secret}"])
async def test_another_secret_opens_nothing(change: str) -> None:
    """Whatever is near it."""
    tokens, _, _ = tokens_over()
    issued = await tokens.create("robot", ["read"])
    secret = issued.secret.split("_", 2)[2]
    assert await tokens.check(change.format(id=issued.token.id, secret=secret)) is None


async def test_a_token_expires() -> None:
    """At its instant, not before."""
    tokens, _, clock = tokens_over()
    issued = await tokens.create("robot", ["read"], lifetime=timedelta(hours=1))
    clock.turn(timedelta(minutes=59))
    assert await tokens.check(issued.secret) is not None
    clock.turn(timedelta(minutes=1))
    assert await tokens.check(issued.secret) is None


async def test_a_revoked_token_is_noticed_by_other_processes() -> None:
    """Within seconds; at once where it was revoked."""
    shelves = Shelves()
    here, _, _ = tokens_over(shelves=shelves)
    there, _, clock = tokens_over(shelves=shelves)
    issued = await here.create("robot", ["read"])
    assert await there.check(issued.secret) is not None
    await here.revoke("robot", actor="ada")
    assert await here.check(issued.secret) is None
    clock.turn(timedelta(seconds=5))
    assert await there.check(issued.secret) is None


async def test_a_token_made_elsewhere_is_known_within_a_second() -> None:
    """An unknown one makes us look again, but not for every guess."""
    shelves = Shelves()
    here, ledger, clock = tokens_over(shelves=shelves)
    there, _, _ = tokens_over(shelves=shelves)
    await here.check("gt_a_b")
    issued = await there.create("robot", ["read"])
    clock.turn(timedelta(seconds=1))
    assert await here.check(issued.secret) is not None
    before = ledger.reads
    for number in range(100):
        await here.check(f"gt_{number}_guess")
    assert ledger.reads == before


async def test_the_hot_path_touches_no_ledger() -> None:
    """A thousand checks: no read, and the use is written down once an hour."""
    tokens, ledger, clock = tokens_over()
    issued = await tokens.create("robot", ["read"])
    await tokens.check(issued.secret)
    await clock.rest()
    reads, writes = ledger.reads, ledger.writes
    for _ in range(1000):
        await tokens.check(issued.secret)
    assert (ledger.reads, ledger.writes) == (reads, writes)
    assert (await tokens.list())[0].last_used_at == clock.now().replace(minute=0, second=0, microsecond=0)


async def test_living_tokens_have_different_names() -> None:
    """A revoked one gives its name free."""
    tokens, _, _ = tokens_over()
    await tokens.create("robot", ["read"])
    with pytest.raises(Conflict, match="robot"):
        await tokens.create("robot", ["start"])
    await tokens.revoke("robot")
    assert (await tokens.create("robot", ["start"])).token.scopes == {Scope.START}


async def test_what_does_not_exist_is_named() -> None:
    """Scopes, tokens, and nobody's name."""
    tokens, _, _ = tokens_over()
    with pytest.raises(Misuse, match="read, personal, start"):
        await tokens.create("robot", ["everything"])
    with pytest.raises(Misuse, match="name"):
        await tokens.create(" ", ["read"])
    with pytest.raises(Misuse, match="scope"):
        await tokens.create("robot", [])
    with pytest.raises(NotFound, match="there are: none"):
        await tokens.revoke("robot")


@pytest.mark.parametrize(
    ("held", "needed", "passes"),
    [
        (["admin"], Scope.REPAIR, True),
        (["repair"], Scope.REPAIR, True),
        (["read", "start"], Scope.REPAIR, False),
        (["repair"], Scope.READ, False),
    ],
)
def test_only_admin_stands_for_all(held: list[str], needed: Scope, passes: bool) -> None:
    """No other scope holds another."""
    assert may(scopes_of(held), needed) is passes
