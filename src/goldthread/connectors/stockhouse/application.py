"""How stockhouse is talked to: sessions, limit, errors inside a 200, webhooks."""

from dataclasses import dataclass
from datetime import timedelta

from goldthread.connectors.stockhouse.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import Credentials, LoginRequest, Token, TokenLogin
from goldthread.flow.errors import Unauthorised
from goldthread.flow.limit import Limit
from goldthread.flow.reply import Json, StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme


def _login(credentials: Credentials) -> LoginRequest:
    return LoginRequest(path="/session", json={"user": credentials["user"], "password": credentials["password"]})


def _token(answer: Json) -> Token:
    match answer:
        case {"ok": True, "data": {"token": str(token), "expires_in": int(seconds)}}:
            return Token(value=token, lifetime=timedelta(seconds=seconds))
        case _:
            raise Unauthorised("The ERP opened no session; check user and password.")


stockhouse = Application(
    "stockhouse",
    title="stockhouse, the ERP with its warehouse",
    limit=Limit(150, per=timedelta(seconds=1)),
    auth=TokenLogin(request=_login, read=_token, header="X-Session", prefix=""),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(signature=HmacSignature(header="X-Stockhouse-Signature", is_combined=True)),
    fields=(
        Field("user", "the name of Goldthread's own user in the ERP", is_secret=True),
        Field("password", "the password of that user", is_secret=True),
        Field("webhook_secret", "the secret that the ERP signs its webhooks with", is_secret=True),
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ok:
    """A success whose content doesn't matter."""

    ok: bool
