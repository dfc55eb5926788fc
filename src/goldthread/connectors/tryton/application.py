"""How Tryton is talked to: sessions over JSON-RPC, errors inside a 200, no limit and no webhooks."""

import base64
from datetime import timedelta
from typing import Final

from goldthread.connectors.tryton.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import Credentials, LoginRequest, Token, TokenLogin
from goldthread.flow.errors import Unauthorised
from goldthread.flow.reply import Json, StatusPolicy

PATH: Final = "/rpc/"
"""Of every call, beneath the database: the installation's address ends in the database's name."""


def _login(credentials: Credentials) -> LoginRequest:
    asked: list[Json] = [credentials["user"], {"password": credentials["password"]}, "en"]
    return LoginRequest(path=PATH, json={"id": 1, "method": "common.db.login", "params": asked})


def _token(answer: Json) -> Token:
    match answer:
        case {"result": [int(user), str(session), *_]}:
            return Token(value=f"{user}:{session}", lifetime=timedelta(days=1))
        case _:
            raise Unauthorised("Tryton opened no session; check user and password.")


def _session(token: Token, credentials: Credentials) -> str:
    """The header's value: `base64(login name:user's id:session)`."""
    return base64.b64encode(f"{credentials['user']}:{token.value}".encode()).decode()


tryton = Application(
    "tryton",
    title="Tryton, the ERP with its warehouse",
    concurrency=8,
    auth=TokenLogin(request=_login, read=_token, prefix="Session ", write=_session),
    statuses=StatusPolicy(look=look),
    fields=(
        Field("user", "the login name of Goldthread's own user in Tryton", is_secret=True),
        Field("password", "the password of that user", is_secret=True),
        Field("company", "the id of the company whose orders these are, as `1`"),
        Field("carrier", "the id of the carrier that sales get in Tryton; empty: none", is_required=False),
        Field("station", "the packing station of all shipments; empty: the code of their warehouse", is_required=False),
        Field("package_weight_g", "what a package without a weight weighs; empty: it must have one", is_required=False),
        Field(
            "package_size_mm",
            "length x width x height of a package without measures, as `300x200x120`; empty: it must have some",
            is_required=False,
        ),
    ),
)
