"""What Packeta's codes and replies mean."""

import pytest

from goldthread.connectors.packeta.statuses import CODES, look, meaning
from goldthread.domain.status import Status, Unknown
from goldthread.flow.reply import Denied, Refused, Reply, Unclear

DOCUMENTED = {*range(1, 8), *range(9, 13), *range(14, 32)}


def a_reply(content: str, status: int = 200) -> Reply:
    return Reply(status=status, content=content.encode())


def test_every_documented_code_has_a_meaning() -> None:
    """The table lists what Packeta documents, but 999, by which it says that it doesn't know."""
    assert set(CODES) == {str(code) for code in DOCUMENTED}
    assert Status.UNKNOWN not in {status for status, _ in CODES.values()}


@pytest.mark.parametrize("code", ["999", "8", "", "seven"])
def test_an_unlisted_code_stays_itself(code: str) -> None:
    """What no table lists is shown as it came."""
    assert meaning(code) == (Unknown(raw=code), None)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html><body>Please wait</body></html>",
        '<?xml version="1.0"?><response><status>ok</status><result><id>41',
        '{"status": "ok"}',
        "<response></response>",
        '<!DOCTYPE a [<!ENTITY b "c">]><response><status>&b;</status></response>',
    ],
)
def test_a_success_without_packetas_answer_is_none(content: str) -> None:
    """Nobody knows what became of a write that is answered so."""
    assert isinstance(look(a_reply(content), None), Unclear)


def test_a_wrong_password_is_no_refusal_of_the_order() -> None:
    """The installation is paused, the order waits."""
    fault = "<response><status>fault</status><fault>IncorrectApiPasswordFault</fault><string>No.</string></response>"
    assert isinstance(look(a_reply(fault), None), Denied)


def test_a_fault_of_no_attribute_keeps_its_words() -> None:
    """Every fault says what Packeta said, under its name."""
    fault = "<response><status>fault</status><fault>SenderFault</fault><string>Suspended.</string></response>"
    verdict = look(a_reply(fault), None)
    assert isinstance(verdict, Refused)
    assert verdict.message == "SenderFault: Suspended."
    assert [(one.field, one.code) for one in verdict.faults] == [("", "SenderFault")]


def test_a_fault_that_says_nothing_is_a_refusal_all_the_same() -> None:
    """Half-filled faults crash nobody."""
    detail = "<detail><attributes><fault><name>zip</name></fault></attributes></detail>"
    verdict = look(a_reply(f"<response><status>fault</status>{detail}</response>"), None)
    assert isinstance(verdict, Refused)
    assert [one.message for one in verdict.faults] == ["zip: not accepted"]


@pytest.mark.parametrize("status", [500, 502, 404, 429])
def test_what_http_says_of_itself_is_left_to_http(status: int) -> None:
    """Pages of servers in between are judged by their status."""
    assert look(a_reply("<html>Bad Gateway</html>", status), None) is None
