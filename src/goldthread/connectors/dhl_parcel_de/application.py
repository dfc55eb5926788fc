"""How DHL Parcel DE is talked to: a token for shipping, key and password for tracking."""

from datetime import timedelta

from goldthread.connectors.dhl_parcel_de.statuses import look
from goldthread.connectors.dhl_parcel_de.xml import PASSWORD
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import AuthByPath, BasicAuth, BodySecret, Credentials, LoginRequest, Token, TokenLogin
from goldthread.flow.errors import Unauthorised
from goldthread.flow.limit import Limit
from goldthread.flow.reply import Json, StatusPolicy


def _login(credentials: Credentials) -> LoginRequest:
    return LoginRequest(
        path="/parcel/de/account/auth/ropc/v1/token",
        form={
            "grant_type": "password",
            "username": credentials["username"],
            "password": credentials["password"],
            "client_id": credentials["api_key"],
            "client_secret": credentials["api_secret"],
        },
    )


def _token(answer: Json) -> Token:
    match answer:
        case {"access_token": str(token), "expires_in": (int() | str()) as seconds}:
            return Token(value=token, lifetime=timedelta(seconds=int(seconds)))
        case _:
            raise Unauthorised("DHL gave no token; check api_key, api_secret, username and password.")


dhl_parcel_de = Application(
    "dhl_parcel_de",
    title="DHL Parcel DE",
    limit=Limit(3, per=timedelta(seconds=1)),
    concurrency=3,
    auth=AuthByPath(
        beneath={
            "/parcel/de/tracking": BasicAuth(
                user="api_key",
                password="api_secret",  # noqa: S106 - the name of a credential, not one
                in_query=BodySecret(credential="tracking_password", placeholder=PASSWORD),
            )
        },
        otherwise=TokenLogin(request=_login, read=_token),
    ),
    statuses=StatusPolicy(look=look),
    fields=(
        Field("api_key", "the key of the app in DHL's developer portal", is_secret=True),
        Field("api_secret", "the secret of that app", is_secret=True),
        Field("username", "the system user of the business customer portal", is_secret=True),
        Field("password", "the password of that user", is_secret=True),
        Field("billing_numbers", "billing numbers by product: V01PAK=33333333330102, V53WPAK=33333333335301"),
        Field("shipper", "the shipper's reference, as the business customer portal names it"),
        Field(
            "services",
            "products by the shop's shipping methods: small=V62KP; else V01PAK within Germany, V53WPAK beyond",
            is_required=False,
        ),
        Field("profile", "the user group, STANDARD_GRUPPENPROFIL if empty", is_required=False),
        Field("print_format", "the paper: 910-300-410, 100x70mm; the portal's setting if empty", is_required=False),
        Field("must_encode", "no: print labels of German addresses that no machine can sort, too", is_required=False),
        Field("cod_account", "the reference of the bank account for cash on delivery", is_required=False),
        Field("postal_charges", "what customers pay for postage, for customs: 9.90 EUR", is_required=False),
        Field("share_contact", "yes: tell DHL e-mail and phone; needs the recipient's consent", is_required=False),
        Field("tracking_user", "the user of DHL's tracking; nothing is tracked without", is_required=False),
        Field("tracking_password", "the password of the tracking's user", is_secret=True, is_required=False),
        Field("label_days", "how many days a label may be printed from the cache, 30 if empty", is_required=False),
    ),
)
