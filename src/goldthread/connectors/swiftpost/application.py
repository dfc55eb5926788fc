"""How swiftpost is talked to: OAuth, limit, errors, webhooks."""

from datetime import timedelta

from goldthread.connectors.swiftpost.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import Credentials, LoginRequest, Token, TokenLogin
from goldthread.flow.errors import Unauthorised
from goldthread.flow.limit import Limit
from goldthread.flow.reply import Json, StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme


def _login(credentials: Credentials) -> LoginRequest:
    return LoginRequest(
        path="/oauth/token",
        form={
            "grant_type": "client_credentials",
            "client_id": credentials["client_id"],
            "client_secret": credentials["client_secret"],
        },
    )


def _token(answer: Json) -> Token:
    match answer:
        case {"access_token": str(token), "expires_in": int(seconds)}:
            return Token(value=token, lifetime=timedelta(seconds=seconds))
        case _:
            raise Unauthorised("swiftpost gave no token; check client_id and client_secret.")


swiftpost = Application(
    "swiftpost",
    title="swiftpost, the carrier",
    limit=Limit(150, per=timedelta(seconds=1)),
    auth=TokenLogin(request=_login, read=_token),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(
        signature=HmacSignature(header="X-Swift-Signature", timestamp_header="X-Swift-Timestamp", separator=""),
    ),
    fields=(
        Field("client_id", "the id of the contract's API client", is_secret=True),
        Field("client_secret", "the secret of that client", is_secret=True),
        Field("webhook_secret", "the secret that swiftpost signs its webhooks with", is_secret=True),
        Field("service", "standard or express, standard if empty", is_required=False),
        Field("label_days", "how many days a label may be printed from the cache, 30 if empty", is_required=False),
    ),
)
