"""What Tryton's replies mean, and how far its shipments go."""

import json

import pytest

from goldthread.connectors.tryton import tryton
from goldthread.connectors.tryton.statuses import ERP_STATUS, NOT_NOW, UNTOLD, erp_status, look
from goldthread.domain.status import Status, Unknown
from goldthread.flow.auth import Token, TokenLogin
from goldthread.flow.errors import Unauthorised
from goldthread.flow.reply import Accepted, Denied, Json, Later, Missing, Refused, Reply, Unclear, Verdict


def judged(answer: Json, status: int = 200) -> Verdict | None:
    return look(Reply(status=status, content=json.dumps(answer).encode()), answer)


def refused(message: str) -> Refused:
    verdict = judged({"id": 1, "error": ["UserError", [message, "", None]]})
    assert isinstance(verdict, Refused)
    return verdict


@pytest.mark.parametrize("result", [None, [], [7], 0, ""])
def test_a_result_is_a_success_whatever_it_is(result: Json) -> None:
    """Buttons answer null."""
    assert judged({"id": 1, "result": result}) is None


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (["UserError", ["The period is closed.", "Open it.", None]], Refused),
        (["UserWarning", ["abc.no_carrier", 'The shipment "1" does not have a carrier set.', ""]], Refused),
        (["ConcurrencyException", "Records were modified in the meanwhile"], Later),
        (["LoginException", ["password", "Password for jana", "password"]], Denied),
        (["'nope'", ""], Unclear),
        (["could not serialize access", "Traceback (most recent call last):"], Unclear),
        ([None], Unclear),
    ],
)
def test_an_error_inside_a_success_is_seen(error: list[Json], verdict: type[object]) -> None:
    """What Tryton raised itself surely did nothing; of anything else nobody knows."""
    assert isinstance(judged({"id": 1, "error": error}), verdict)


@pytest.mark.parametrize("answer", [None, {}, [], "result", {"id": 1}, {"id": 1, "error": "half"}])
def test_a_success_that_is_none_of_tryton_is_unclear(answer: Json) -> None:
    """A proxy's page, half an answer, or another program at the port."""
    assert isinstance(judged(answer), Unclear)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, Accepted), (401, Denied), (403, Refused), (404, Missing), (429, Later), (504, Unclear)],
)
def test_what_the_server_itself_says_goes_by_its_status(status: int, verdict: type[object]) -> None:
    """Its pages are HTML: a session that ended, a method that isn't there, a database that isn't there."""
    decoded: Json = {"result": None} if status == 200 else None
    page = Reply(status=status, content=b"<!doctype html>\n<title>403 Forbidden</title>")
    assert isinstance(tryton.statuses.judge(page, decoded), verdict)


@pytest.mark.parametrize(
    ("message", "path"),
    [
        ('A value is required for field "Name" in "Party".', "Party.Name"),
        (
            (
                'The value "Pra\nha" for field "City" in record "O\'Neil "Nan", CZ" of "Party Address" contains some '
                "invalid chars \"'\n'\"."
            ),
            "Party Address.City",
        ),
        ('The value "99999" for field "Country" in "Party Address" does not exist.', "Party Address.Country"),
        ('The phone number "000" for party "A" is not valid.', "Party Contact Mechanism.Phone"),
        ('The email address "nix" for party "A" is not valid.', "Party Contact Mechanism.Email"),
        (
            'The International Article Number "4006381333932" for product "Tea" is not valid.',
            "Product Identifier.Code",
        ),
        ("Code of active product must be unique.", ""),
    ],
)
def test_the_field_is_read_from_trytons_sentence(message: str, path: str) -> None:
    """Tryton names model and field by their labels; records in between may be called anything."""
    [fault] = refused(message).faults
    assert (fault.field, fault.message) == (path, message)


def test_a_button_that_was_pressed_before_is_known_by_its_code() -> None:
    """The state tells whether it matters."""
    [fault] = refused('You can not call "confirm" on "3 [shop/o1/1001]" of "Sale".').faults
    assert fault.code == NOT_NOW


def test_a_warning_says_what_a_person_is_to_do() -> None:
    """It is a question, and its name is what Tryton remembers the answer by."""
    verdict = judged({"id": 1, "error": ["UserWarning", ["abc.no_carrier", "No carrier.", ""]]})
    assert isinstance(verdict, Refused)
    assert verdict.faults[0].code == "abc.no_carrier"
    assert "say there that it is meant" in verdict.message


def test_every_status_has_a_state() -> None:
    """And where Tryton has no word for it, the story says so."""
    assert set(ERP_STATUS) == set(Status)
    assert set(ERP_STATUS.values()) == {"packed", "shipped", "done"}
    assert [status for status in Status if erp_status(status) == "done"] == [Status.DELIVERED]
    assert set(Status) > UNTOLD
    assert Status.DELIVERED not in UNTOLD


def test_an_unlisted_code_claims_nothing() -> None:
    """No more than that it was packed."""
    assert erp_status(Unknown(raw="ZZZ")) == "packed"


def test_a_session_is_written_as_tryton_wants_it() -> None:
    """`base64(login name:user's id:session)`; what opens no session is a refusal of the credentials."""
    auth = tryton.auth
    assert isinstance(auth, TokenLogin)
    assert auth.write is not None
    credentials = {"user": "jana", "password": "s3cret"}
    token = auth.read({"id": 1, "result": [7, "abc", None]})
    assert token.value == "7:abc"
    assert auth.write(Token(value=token.value, lifetime=token.lifetime), credentials) == "amFuYTo3OmFiYw=="
    asked = auth.request(credentials)
    assert asked.json == {"id": 1, "method": "common.db.login", "params": ["jana", {"password": "s3cret"}, "en"]}
    with pytest.raises(Unauthorised):
        auth.read({"id": 1, "result": None})
