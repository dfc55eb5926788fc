"""Every status and every state of a printer has one meaning, and what isn't listed is shown as it came."""

import pytest

from goldthread.connectors.ipp.codec import encode
from goldthread.connectors.ipp.message import Group, Message, Operation, Part, Tag, one
from goldthread.connectors.ipp.rows import WAITING, IppJob, IppPrinter, JobState
from goldthread.connectors.ipp.statuses import STATUSES, look
from goldthread.flow.reply import Accepted, Denied, Later, Refused, Reply, Unclear

JOB = Group(part=Part.JOB, attributes=(one("job-id", Tag.INTEGER, 1), one("job-state", Tag.ENUM, 3)))
ERRORS = [code for code in STATUSES if code >= 0x0200]


def answer(
    code: int, *, number: int = Operation.PRINT_JOB, words: str = "", groups: tuple[Group, ...] = (JOB,)
) -> Reply:
    """A printer's answer in a success of HTTP."""
    said = (one("status-message", Tag.TEXT, words),) if words else ()
    head = Group(part=Part.OPERATION, attributes=said)
    return Reply(status=200, content=encode(Message(code=code, number=number, groups=(head, *groups))))


@pytest.mark.parametrize("code", [0x0000, 0x0001, 0x0002, 0x0003])
def test_a_success_is_accepted(code: int) -> None:
    """Also one that ignored or substituted something."""
    assert look(answer(code), None) == Accepted()


@pytest.mark.parametrize("code", ERRORS)
def test_no_error_is_accepted(code: int) -> None:
    """An error inside HTTP 200 is an error, in the printer's words."""
    verdict = look(answer(code, words="Out of staples."), None)
    assert isinstance(verdict, Denied | Later | Refused | Unclear)
    assert verdict.message == f"{STATUSES[code]}: Out of staples."


@pytest.mark.parametrize("code", [0x0502, 0x0506, 0x0507, 0x050A, 0x050B])
def test_a_busy_printer_is_no_failure(code: int) -> None:
    """It is asked again, and that is no attempt."""
    verdict = look(answer(code), None)
    assert isinstance(verdict, Later)
    assert verdict.is_throttled
    assert verdict.after


@pytest.mark.parametrize("code", [0x0405, 0x0500, 0x0504, 0x0505])
def test_a_printer_that_fails_in_the_middle_may_have_the_job(code: int) -> None:
    """So the job is looked for."""
    assert isinstance(look(answer(code), None), Unclear)


def test_an_unlisted_status_keeps_its_number() -> None:
    """It is refused under it, and not guessed at."""
    verdict = look(answer(0x04EE), None)
    assert isinstance(verdict, Refused)
    assert verdict.faults[0].code == "0x04ee"


def test_a_forgotten_job_is_an_answer_and_a_missing_printer_a_refusal() -> None:
    """The same status, told apart by what was asked."""
    assert look(answer(0x0406, number=Operation.GET_JOB_ATTRIBUTES), None) == Accepted()
    assert isinstance(look(answer(0x0406, number=Operation.GET_PRINTER_ATTRIBUTES), None), Refused)


def test_a_job_without_a_number_is_no_success() -> None:
    """Nobody could ask after it."""
    assert isinstance(look(answer(0x0000, groups=()), None), Unclear)


@pytest.mark.parametrize("content", [b"", b"<html>Please wait</html>", b"\x01\x01\x00\x00", b'{"ok": true}'])
def test_a_success_that_is_not_ipp_is_none(content: bytes) -> None:
    """Cut short, empty, or written by a proxy."""
    assert isinstance(look(Reply(status=200, content=content), None), Unclear)


def test_other_statuses_of_http_are_judged_as_ever() -> None:
    """401, 404 and 503 mean what they always mean."""
    assert look(Reply(status=503, content=b"<html>"), None) is None


def test_only_one_state_says_that_paper_came() -> None:
    """Every state waits, or ends, and an unknown one does neither."""
    ended = {JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED}
    assert set(JobState) == WAITING | ended
    assert IppJob(id=1, state=12).words == "in the unknown state 12"


def test_a_printer_says_what_is_wrong_with_it() -> None:
    """Its reasons and its message; nothing while it is well, and something while it is stopped."""
    well = IppPrinter(state=3, reasons=("none",), message="", formats=())
    stopped = IppPrinter(state=5, reasons=(), message="", formats=())
    jammed = IppPrinter(state=5, reasons=("media-jam-error", "paused"), message="paper jam", formats=())
    assert (well.trouble, stopped.trouble) == ("", "stopped")
    assert jammed.trouble == "media-jam-error, paused: paper jam"
