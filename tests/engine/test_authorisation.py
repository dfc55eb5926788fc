"""Being let in by outside systems."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import pytest

from goldthread.engine.authorisation import Authoriser
from goldthread.flow.application import Application
from goldthread.flow.auth import (
    ApiKey,
    Auth,
    AuthByPath,
    BasicAuth,
    BodySecret,
    Credentials,
    LoginRequest,
    NoAuth,
    Token,
    TokenLogin,
)
from goldthread.flow.errors import Transient, Unauthorised
from goldthread.flow.reply import Denied, Json, Later, Reply, StatusPolicy, Unclear, Verdict
from goldthread.ports.wire import AnswerLost, NotSent, Request
from goldthread.testing.clock import ManualClock

CREDENTIALS = {"client_id": "jana", "client_secret": "s3cret"}


def ask(credentials: Credentials) -> LoginRequest:
    form = {"client_id": credentials["client_id"], "client_secret": credentials["client_secret"]}
    return LoginRequest(path="/oauth/token", form=form)


def read(answer: Json) -> Token:
    row = cast("Mapping[str, str]", answer)
    return Token(value=row["access_token"], lifetime=timedelta(seconds=60))


def look(reply: Reply, decoded: Json) -> Verdict | None:
    del reply
    if not isinstance(decoded, dict) or "errors" not in decoded:
        return None
    return Later("slow down", timedelta(seconds=9)) if decoded["errors"] == "slow" else Denied("bad_credentials")


def an_application(auth: Auth | None = None) -> Application:
    return Application("swiftpost", auth=auth or TokenLogin(request=ask, read=read), statuses=StatusPolicy(look=look))


@dataclass
class Gate:
    """Where logins are sent; a test lets them through; each gives another token."""

    is_open: bool = True
    requests: list[Request] = field(default_factory=list)
    installations: list[str] = field(default_factory=list)
    replies: list[Reply | Exception] = field(default_factory=list)
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, installation: str, request: Request) -> Reply:
        self.installations.append(installation)
        self.requests.append(request)
        number = len(self.requests)
        if not self.is_open:
            await self.opened.wait()
        outcome = self.replies.pop(0) if self.replies else a_reply(b'{"access_token":"t%d"}' % number)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def a_reply(content: bytes, status: int = 200) -> Reply:
    return Reply(status=status, content=content)


@dataclass
class Scene:
    clock: ManualClock = field(default_factory=ManualClock)
    gate: Gate = field(default_factory=Gate)
    application: Application = field(default_factory=an_application)

    def __post_init__(self) -> None:
        self.authoriser = Authoriser(clock=self.clock, login=self.gate.send)

    async def headers(self, credentials: Credentials | None = None, installation: str = "post-cz") -> dict[str, str]:
        found = await self.authoriser.headers(
            self.application, "https://post.example/api/", installation, credentials or CREDENTIALS
        )
        return dict(found)


@pytest.mark.parametrize(
    ("auth", "headers"),
    [
        (NoAuth(), {}),
        (ApiKey(credential="client_secret", header="X-Api-Key"), {"X-Api-Key": "s3cret"}),
        (ApiKey(credential="client_secret", prefix="Bearer "), {"Authorization": "Bearer s3cret"}),
        (
            BasicAuth(user="client_id", password="client_secret"),
            {"Authorization": "Basic " + base64.b64encode(b"jana:s3cret").decode()},
        ),
        (
            BasicAuth(user="client_secret", password=""),
            {"Authorization": "Basic " + base64.b64encode(b"s3cret:").decode()},
        ),
    ],
)
async def test_fixed_credentials_are_headers_at_once(auth: Auth, headers: dict[str, str]) -> None:
    """Nothing is asked of the other side."""
    scene = Scene(application=an_application(auth))
    assert await scene.headers() == headers
    assert scene.gate.requests == []


def in_xml() -> Application:
    return an_application(BodySecret(credential="client_secret"))


def test_a_secret_takes_the_first_place_that_was_kept_for_it() -> None:
    """Whoever is called as the placeholder isn't told the secret."""
    written = b"<call><password>{{secret}}</password><name>{{secret}}</name></call>"
    sent = Scene().authoriser.content(in_xml(), "post-cz", written, CREDENTIALS)
    assert sent == b"<call><password>s3cret</password><name>{{secret}}</name></call>"


def test_a_secret_is_written_as_xml_wants_it() -> None:
    """An ampersand in a password breaks no document."""
    sent = Scene().authoriser.content(in_xml(), "post-cz", b"<p>{{secret}}</p>", {"client_secret": "a&<b"})
    assert sent == b"<p>a&amp;&lt;b</p>"


def test_a_key_may_stand_in_a_header_and_in_the_body() -> None:
    """A place that is an object can be in no text of anybody's, so that only ours is filled in."""
    place = BodySecret(credential="client_secret", placeholder='{"credential":"key"}', spelled=json.dumps)
    both = an_application(ApiKey(credential="client_secret", in_body=place))
    written = json.dumps(["db", {"credential": "key"}, '{"credential":"key"}'], separators=(",", ":")).encode()
    sent = Scene(application=both).authoriser.content(both, "post-cz", written, CREDENTIALS)
    assert json.loads(sent) == ["db", "s3cret", '{"credential":"key"}']


def test_a_subscription_may_be_told_its_secret_beside_user_and_password() -> None:
    """What webhooks are to be signed with goes out in the body of the subscription, and into no record."""
    place = BodySecret(credential="client_secret", placeholder='{"credential":"hook"}', spelled=json.dumps)
    basic = an_application(BasicAuth(user="client_id", password="client_secret", in_body=place))
    sent = Scene(application=basic).authoriser.content(
        basic, "post-cz", b'{"secret":{"credential":"hook"}}', CREDENTIALS
    )
    assert json.loads(sent) == {"secret": "s3cret"}


def test_content_without_a_place_stays_as_it_is() -> None:
    """Nothing is changed for applications that send their credentials in headers."""
    assert Scene().authoriser.content(an_application(), "post-cz", b"{{secret}}", CREDENTIALS) == b"{{secret}}"


async def test_a_missing_secret_is_noticed_before_anything_is_sent() -> None:
    """The installation is paused until somebody enters it."""
    with pytest.raises(Unauthorised, match="client_secret"):
        await Scene(application=in_xml()).headers({"client_id": "jana"})
    assert await Scene(application=in_xml()).headers() == {}


def in_two_ways() -> Application:
    tracking = BasicAuth(
        user="client_id", password="client_id", in_query=BodySecret(credential="client_secret", placeholder="{{pw}}")
    )
    return an_application(AuthByPath(beneath={"/track": tracking}, otherwise=TokenLogin(request=ask, read=read)))


async def test_beneath_some_paths_another_way_in_holds() -> None:
    """Nobody logs in for a path that wants a user and a password, and the other way round."""
    scene = Scene(application=in_two_ways())
    way = (scene.application, "https://post.example/api/", "post-cz", CREDENTIALS)
    assert await scene.authoriser.headers(*way, "/track/1") == {
        "Authorization": "Basic " + base64.b64encode(b"jana:jana").decode()
    }
    assert scene.gate.requests == []
    assert await scene.authoriser.headers(*way, "/shipments") == {"Authorization": "Bearer t1"}


def test_a_secret_in_a_parameter_is_filled_in_where_it_belongs() -> None:
    """Once in each, beneath its path alone, and only where its place was kept."""
    scene = Scene(application=in_two_ways())
    written = {"xml": "<a pw='{{pw}}' n='{{pw}}'/>", "page": "1"}
    sent = scene.authoriser.params(scene.application, "post-cz", written, CREDENTIALS, "/track/1")
    assert sent == {"xml": "<a pw='s3cret' n='{{pw}}'/>", "page": "1"}
    assert scene.authoriser.params(scene.application, "post-cz", written, CREDENTIALS, "/shipments") == written


async def test_a_login_is_sent_as_the_application_says() -> None:
    """A form or JSON is posted to the path below the installation's address."""
    scene = Scene()
    assert await scene.headers() == {"Authorization": "Bearer t1"}
    sent = scene.gate.requests[0]
    assert scene.gate.installations == ["post-cz"]
    assert (sent.method, sent.url) == ("POST", "https://post.example/api/oauth/token")
    assert sent.content == b"client_id=jana&client_secret=s3cret"
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_a_login_may_be_json_and_its_token_in_a_header_of_its_own() -> None:
    """Sessions work as tokens do."""

    def session(credentials: Credentials) -> LoginRequest:
        return LoginRequest(path="/session", json={"user": credentials["client_id"]})

    scene = Scene(application=an_application(TokenLogin(request=session, read=read, header="X-Session", prefix="")))
    assert await scene.headers() == {"X-Session": "t1"}
    assert scene.gate.requests[0].content == b'{"user":"jana"}'
    assert scene.gate.requests[0].headers["Content-Type"] == "application/json"


async def test_a_token_may_be_written_with_what_else_belongs_into_the_header() -> None:
    """Tryton wants user and token together, in base64; the token alone isn't what is sent."""

    def both(token: Token, credentials: Credentials) -> str:
        return base64.b64encode(f"{credentials['client_id']}:{token.value}".encode()).decode()

    scene = Scene(application=an_application(TokenLogin(request=ask, read=read, prefix="Session ", write=both)))
    expected = base64.b64encode(b"jana:t1").decode()
    assert await scene.headers() == {"Authorization": f"Session {expected}"}
    assert await scene.headers() == {"Authorization": f"Session {expected}"}


async def test_a_token_is_used_for_nine_tenths_of_its_life() -> None:
    """After 54 of 60 seconds the next request logs in again."""
    scene = Scene()
    await scene.headers()
    scene.clock.turn(timedelta(seconds=53))
    assert await scene.headers() == {"Authorization": "Bearer t1"}
    scene.clock.turn(timedelta(seconds=1))
    assert await scene.headers() == {"Authorization": "Bearer t2"}


async def test_many_messages_share_one_login() -> None:
    """Fifty that need a token at once make one login; another installation makes its own."""
    scene = Scene(gate=Gate(is_open=False))
    waiting = [asyncio.create_task(scene.headers()) for _ in range(50)]
    other = asyncio.create_task(scene.headers(installation="post-sk"))
    await scene.clock.rest()
    scene.gate.opened.set()
    found = await asyncio.gather(*waiting)
    assert len({headers["Authorization"] for headers in found}) == 1
    assert await other not in found
    assert len(scene.gate.requests) == 2


async def test_a_login_survives_the_message_that_began_it() -> None:
    """When the first message is cancelled, the others still get the token."""
    scene = Scene(gate=Gate(is_open=False))
    first, second = asyncio.create_task(scene.headers()), asyncio.create_task(scene.headers())
    await scene.clock.rest()
    first.cancel()
    await scene.clock.rest()
    scene.gate.opened.set()
    assert await second == {"Authorization": "Bearer t1"}
    assert first.cancelled()
    assert len(scene.gate.requests) == 1


async def test_a_failure_that_nobody_waits_for_is_silent() -> None:
    """A login whose messages are all gone fails without noise, and the next one starts afresh."""
    scene = Scene(gate=Gate(is_open=False, replies=[NotSent("refused")]))
    only = asyncio.create_task(scene.headers())
    await scene.clock.rest()
    only.cancel()
    scene.gate.opened.set()
    await scene.clock.rest()
    assert await scene.headers() == {"Authorization": "Bearer t2"}


async def test_a_refused_token_is_fetched_again() -> None:
    """Only once, though all that used it complain."""
    scene = Scene()
    given = await scene.headers()
    scene.authoriser.refuse("post-cz", given)
    renewed = await scene.headers()
    scene.authoriser.refuse("post-cz", {**given, "Accept": "*/*"})
    assert await scene.headers() == renewed == {"Authorization": "Bearer t2"}
    scene.authoriser.refuse("post-cz")
    scene.authoriser.refuse("never-heard-of")
    assert await scene.headers() == {"Authorization": "Bearer t3"}


async def test_other_credentials_need_a_login_of_their_own() -> None:
    """A person who enters a new secret isn't answered with the token of the former one."""
    scene = Scene(gate=Gate(is_open=False))
    former = asyncio.create_task(scene.headers())
    await scene.clock.rest()
    renewed = {**CREDENTIALS, "client_secret": "new"}
    latter = asyncio.create_task(scene.headers(renewed))
    await scene.clock.rest()
    scene.gate.opened.set()
    assert [await former, await latter] == [{"Authorization": "Bearer t1"}, {"Authorization": "Bearer t2"}]
    assert await scene.headers(renewed) == {"Authorization": "Bearer t2"}


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (a_reply(b'{"error":"invalid_client"}', 401), "invalid_client"),
        (a_reply(b"no", 400), "HTTP 400"),
        (a_reply(b"", 404), "HTTP 404"),
        (a_reply(b'{"ok":false,"errors":"bad"}'), "bad_credentials"),
    ],
)
async def test_credentials_that_are_refused_need_a_person(outcome: Reply, words: str) -> None:
    """Also when the other side says so in a 200."""
    scene = Scene(gate=Gate(replies=[outcome]))
    with pytest.raises(Unauthorised, match=f"post-cz doesn't take our credentials.*{words}.*Renew"):
        await scene.headers()
    assert await scene.headers() == {"Authorization": "Bearer t2"}


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (a_reply(b"", 500), "HTTP 500"),
        (a_reply(b"", 429), "HTTP 429"),
        (a_reply(b'{"errors":"slow"}'), "slow down"),
        (NotSent("refused"), "cannot be reached"),
        (AnswerLost("reset"), "answer was lost"),
        (a_reply(b"<html>"), "no token"),
        (a_reply(b'{"token":"x"}'), "no token"),
    ],
)
async def test_a_login_that_fails_for_now_is_tried_again(outcome: Reply | Exception, words: str) -> None:
    """The write that needed it surely wasn't sent."""
    scene = Scene(gate=Gate(replies=[outcome]))
    with pytest.raises(Transient, match=f"Could not log in to post-cz: .*{words}") as caught:
        await scene.headers()
    assert not caught.value.was_sent
    assert caught.value.after == (timedelta(seconds=9) if words == "slow down" else None)
    assert await scene.headers() == {"Authorization": "Bearer t2"}


@pytest.mark.parametrize(
    "auth", [TokenLogin(request=ask, read=read), ApiKey(credential="client_id"), BasicAuth(user="client_id")]
)
async def test_a_missing_credential_is_named(auth: Auth) -> None:
    """The sentence says what to enter where."""
    scene = Scene(application=an_application(auth))
    with pytest.raises(Unauthorised, match="The installation post-cz has no credential 'client_id'"):
        await scene.headers({"password": "x"})


async def test_a_damaged_success_is_not_quoted() -> None:
    """A token's beginning doesn't get into the story when the answer that holds it is cut short."""

    async def login(installation: str, request: Request) -> Reply:
        del installation, request
        return Reply(status=200, content=b'{"access_token":"053e-secret')

    def quoting(reply: Reply, decoded: Json) -> Verdict | None:
        return None if decoded is not None else Unclear(f"unreadable: {reply.content.decode()}")

    shop = Application("shop", auth=TokenLogin(request=ask, read=read), statuses=StatusPolicy(look=quoting))
    with pytest.raises(Transient) as told:
        await Authoriser(clock=ManualClock(), login=login).headers(shop, "http://shop", "shop", CREDENTIALS)
    assert "053e" not in str(told.value)
