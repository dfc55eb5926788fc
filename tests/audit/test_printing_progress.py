"""Whether the paper came, as somebody who waits for it is told."""

from __future__ import annotations

from station_books import WORKER, StationBooks

from goldthread.audit.printing import Paper, progress
from goldthread.flow.message import Message, MessageId, RunId, TraceId
from goldthread.ports.carried import Birth, Run, Trashing, TrashKind
from goldthread.ports.write import Accept
from goldthread.testing.clock import NEW_YEAR


async def begun(books: StationBooks, *, trash: Trashing | None = None) -> RunId:
    """A reprint that isn't done."""
    run = Run(
        id=RunId("r"),
        trace=TraceId("t"),
        topology="label.reprint",
        version="v",
        origin="",
        start_key="k",
        started_at=NEW_YEAR,
    )
    message = Message(
        id=MessageId("m"),
        run=run.id,
        trace=run.trace,
        topology=run.topology,
        version="v",
        node="find_labels",
        body="{}",
        created_at=NEW_YEAR,
    )
    worker = None if trash else WORKER
    await books.ledger.write(Accept(birth=Birth(run=run, messages=(message,), trash=trash), worker=worker))
    return run.id


async def test_a_run_that_is_done_has_printed() -> None:
    """Nothing more is to come."""
    books = StationBooks()
    run = await books.run(topology="label.reprint")
    found = await progress(books.ledger, run)
    assert (found.paper, found.is_settled) == (Paper.PRINTED, True)


async def test_a_run_that_moves_is_coming() -> None:
    """It isn't settled."""
    books = StationBooks()
    found = await progress(books.ledger, await begun(books))
    assert (found.paper, found.is_settled) == (Paper.COMING, False)


async def test_a_run_in_the_trash_says_why() -> None:
    """In the words of who refused."""
    books = StationBooks()
    why = Trashing(kind=TrashKind.REJECTED, reason="The printer is gone.", cause="c", detail="")
    found = await progress(books.ledger, await begun(books, trash=why))
    assert (found.paper, found.reason, found.is_settled) == (Paper.TRASHED, "The printer is gone.", True)
