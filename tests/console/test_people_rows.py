"""Rows of people, sessions and tokens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from goldthread.access.person import Person, Role
from goldthread.access.scope import Scope
from goldthread.access.session import Session
from goldthread.access.stored import Token
from goldthread.console.people.adding import link_base
from goldthread.console.people.rows import ROLES, browser_of, person_rows, token_rows, token_state
from goldthread.console.people.token_form import SCOPES, TypedToken
from goldthread.flow.errors import Misuse

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def a_person(name: str, role: Role = Role.VIEWER) -> Person:
    return Person(name=name, role=role, created_at=NOW, created_by="", has_password=True)


def a_session(person: str) -> Session:
    return Session(id="1", person=person, started_at=NOW, expires_at=NOW, address="::1", agent="")


def a_token(name: str, *, days: int | None = None, is_revoked: bool = False, age: int = 0) -> Token:
    return Token(
        id=name,
        name=name,
        scopes=frozenset({Scope.READ}),
        created_at=NOW - timedelta(hours=age),
        created_by="Ada",
        expires_at=None if days is None else NOW + timedelta(days=days),
        revoked_at=NOW if is_revoked else None,
    )


def test_people_are_narrowed_and_their_sessions_counted() -> None:
    """By a part of the name, in any case, and by role."""
    people = [a_person("Ana"), a_person("Jana", Role.PACKER), a_person("Ben")]
    rows = person_rows(people, [a_session("Ana"), a_session("Ana")], text="AN", role="")
    assert [(row.person.name, row.sessions) for row in rows] == [("Ana", 2), ("Jana", 0)]
    assert [row.person.name for row in person_rows(people, [], text="", role="packer")] == ["Jana"]


def test_every_role_and_scope_is_explained() -> None:
    """None is missing when one is added."""
    assert set(ROLES) == set(Role)
    assert set(SCOPES) == set(Scope)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/605.1 Version/17 Safari/605.1", "Safari on macOS"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("curl/8.5", "curl/8.5"),
        ("", "unknown"),
    ],
)
def test_browsers_are_called_by_their_names(agent: str, said: str) -> None:
    """Those that say nothing known, as they call themselves."""
    assert browser_of(agent) == said


def test_tokens_are_told_by_state_the_newest_first() -> None:
    """Revoked is revoked, expired or not."""
    tokens = [a_token("old", age=5), a_token("gone", days=-1, age=2), a_token("ended", days=-1, is_revoked=True)]
    assert [token_state(one, NOW) for one in tokens] == ["living", "expired", "revoked"]
    assert [one.name for one in token_rows(tokens, NOW, text="", state="")] == ["ended", "gone", "old"]
    assert [one.name for one in token_rows(tokens, NOW, text="O", state="living")] == ["old"]


def test_a_tokens_days_are_a_whole_number_or_nothing() -> None:
    """Nothing: until it is revoked."""
    assert TypedToken(days=" 30 ").lifetime() == timedelta(days=30)
    assert TypedToken(days="").lifetime() is None
    for wrong in ("soon", "0", "-1", "1.5", "99999"):
        with pytest.raises(Misuse, match="whole number"):
            TypedToken(days=wrong).lifetime()


def test_a_link_leads_to_where_the_browser_is() -> None:
    """Unless the house has an address of its own."""
    assert link_base("", "http://10.0.0.2:8080/console/") == "http://10.0.0.2:8080"
    assert link_base("https://gold.example/", "http://10.0.0.2:8080/") == "https://gold.example"
