"""Every state of a PrintNode job has one meaning, every error its words, and nothing unlisted is guessed."""

import json
from datetime import timedelta

import pytest

from goldthread.connectors.printnode.rows import PrintNodeComputer, PrintNodeJob, PrintNodePrinter
from goldthread.connectors.printnode.statuses import FATES, Fate, fate, look
from goldthread.flow.reply import Denied, Later, Missing, Refused, Reply, Unclear, Verdict
from goldthread.testing.client import NOON

DOCUMENTED = (
    "pending_confirmation new sent_to_client deleted done error in_progress queued disappeared received downloading "
    "downloaded preparing_to_print queued_to_print expired"
)


def said(status: int, **headers: str) -> Reply:
    """An error as PrintNode writes it."""
    content = json.dumps({"uid": "r1", "code": "BadRequest", "message": "Out of order."}).encode()
    return Reply(status=status, headers=headers, content=content)


def judged(reply: Reply) -> Verdict | None:
    """What it means."""
    try:
        return look(reply, json.loads(reply.content or b"null"))
    except ValueError:
        return look(reply, None)


def test_every_documented_state_has_a_meaning() -> None:
    """The table lists what PrintNode documents, no more and no less, and one of it alone says that paper came."""
    assert set(FATES) == set(DOCUMENTED.split())
    assert [state for state, found in FATES.items() if found is Fate.PRINTED] == ["done"]
    assert Fate.UNKNOWN not in FATES.values()


def test_an_undocumented_state_says_nothing() -> None:
    """It is neither printed nor waited for."""
    assert fate("teleported") is Fate.UNKNOWN


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, Refused), (400, Refused), (401, Denied), (403, Denied), (404, Missing), (409, Refused), (429, Later)],
)
def test_an_error_keeps_its_words(status: int, kind: type) -> None:
    """Whatever the status, also inside a success."""
    verdict = judged(said(status))
    assert isinstance(verdict, Denied | Later | Missing | Refused)
    assert isinstance(verdict, kind)
    assert "Out of order (BadRequest)" in verdict.message


def test_a_time_that_is_named_goes_before_ours() -> None:
    """After 429 nothing is sent for a second, or for as long as PrintNode says."""
    unnamed, named = judged(said(429)), judged(said(429, **{"retry-after": "7"}))
    assert isinstance(unnamed, Later)
    assert isinstance(named, Later)
    assert (unnamed.after, named.after) == (timedelta(seconds=1), None)
    assert unnamed.is_throttled
    assert named.is_throttled


@pytest.mark.parametrize("content", [b"", b"<html>Please wait</html>", b'{"id": 4'])
def test_a_success_that_is_not_json_is_none(content: bytes) -> None:
    """Cut short, empty, or written by a proxy."""
    assert isinstance(judged(Reply(status=200, content=content)), Unclear)


def test_an_error_of_the_server_stays_open() -> None:
    """Whether a job was taken isn't known after a 500."""
    assert judged(said(500)) is None


@pytest.mark.parametrize(
    ("computer", "printer", "words"),
    [("disconnected", "offline", "PACKING-1"), ("connected", "offline", "Zebra"), ("connected", "online", "")],
)
def test_what_is_away_is_named(computer: str, printer: str, words: str) -> None:
    """The computer before the printer; neither where all is well."""
    at = PrintNodePrinter(
        id=1, name="Zebra", state=printer, computer=PrintNodeComputer(name="PACKING-1", state=computer)
    )
    job = PrintNodeJob(id=1, title="label", state="new", createTimestamp=NOON, printer=at)
    assert words in job.trouble
    assert bool(job.trouble) == bool(words)
