"""How Sendcloud is talked to: keys, limits, errors, webhooks."""

from datetime import timedelta
from typing import Final

from goldthread.connectors.sendcloud.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import BasicAuth
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme

API: Final = "/api/v3"

sendcloud = Application(
    "sendcloud",
    title="Sendcloud, many carriers behind one contract",
    limit=(Limit(15, per=timedelta(seconds=1)), Limit(100, per=timedelta(minutes=1))),
    concurrency=8,
    auth=BasicAuth(user="public_key", password="secret_key"),  # noqa: S106 - the name of a credential
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(signature=HmacSignature(header="Sendcloud-Signature", credential="secret_key")),
    fields=(
        Field("public_key", "the public key of a Sendcloud API integration", is_secret=True),
        Field("secret_key", "its secret key, which webhooks are signed with, too", is_secret=True),
        Field("sender_address", "the id of the sender address that parcels leave from"),
        Field(
            "options",
            "which shipping option a service, a country or anything is sent with: "
            "`flat_rate:3=postnl:standard; DE=dhl:standard; */point=ups:standard/service_point; *=dpd:home`",
        ),
        Field("contract", "the id of the contract; Sendcloud's default where empty", is_required=False),
        Field(
            "integration", "the id of the integration, for its webhooks; the only API one if empty", is_required=False
        ),
        Field("zpl_dpi", "what the carriers draw ZPL for, 203 if empty", is_required=False),
        Field("label_days", "how many days a label may be printed from the cache, 30 if empty", is_required=False),
    ),
)
