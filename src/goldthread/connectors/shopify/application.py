"""How Shopify is talked to: client credentials, limit, errors, webhooks."""

from datetime import timedelta

from goldthread.connectors.shopify.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import Credentials, LoginRequest, Token, TokenLogin
from goldthread.flow.errors import Unauthorised
from goldthread.flow.limit import Limit
from goldthread.flow.reply import Json, StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme


def _login(credentials: Credentials) -> LoginRequest:
    return LoginRequest(
        path="/admin/oauth/access_token",
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
            raise Unauthorised("Shopify gave no token; check client_id, client_secret, and that the app is installed.")


shopify = Application(
    "shopify",
    title="Shopify, the shop",
    limit=Limit(10, per=timedelta(seconds=1)),
    concurrency=8,
    auth=TokenLogin(request=_login, read=_token, header="X-Shopify-Access-Token", prefix=""),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(
        signature=HmacSignature(header="X-Shopify-Hmac-SHA256", credential="client_secret", encoding="base64"),
        delivery_header="X-Shopify-Webhook-Id",
    ),
    fields=(
        Field("client_id", "the client id of the app, from the Dev Dashboard", is_secret=True),
        Field("client_secret", "the secret of the app, which signs its webhooks, too", is_secret=True),
        Field("sweep_days", "how many days back the first sweep looks for orders, 7 if empty", is_required=False),
        Field("notify_customer", "yes: Shopify mails the shopper when something was sent", is_required=False),
        Field(
            "tracking_companies",
            "what Shopify calls our carriers: packeta=Packeta, dhl=DHL Express; else the installation's name",
            is_required=False,
        ),
    ),
)
