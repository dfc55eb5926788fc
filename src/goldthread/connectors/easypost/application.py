"""How EasyPost is talked to: key, limit, errors, webhooks."""

import json
from datetime import timedelta
from typing import Final

from goldthread.connectors.easypost.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import ApiKey, BodySecret
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme

WEBHOOK_SECRET: Final = "{{webhook_secret}}"  # noqa: S105 - the place of one
"""Stands in a webhook's draft where the secret belongs, which no connector sees."""

easypost = Application(
    "easypost",
    title="EasyPost, carriers by one interface",
    limit=Limit(5, per=timedelta(seconds=1)),
    concurrency=5,
    auth=ApiKey(
        prefix="Bearer ",
        in_body=BodySecret(credential="webhook_secret", placeholder=f'"{WEBHOOK_SECRET}"', spelled=json.dumps),
    ),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(signature=HmacSignature(header="X-Hmac-Signature", prefix="hmac-sha256-hex=")),
    fields=(
        Field("api_key", "a test key (EZTK…) or a production key (EZAK…), from the account", is_secret=True),
        Field("webhook_secret", "the secret that webhooks are signed with, plain letters and digits", is_secret=True),
        Field("from_address", "the id of the sender's address at EasyPost: adr_…"),
        Field("from_country", "the country of that address, as US; customs begin beyond it"),
        Field(
            "service",
            "what to buy where the order says nothing: USPS/GroundAdvantage; the cheapest if empty",
            is_required=False,
        ),
        Field(
            "services",
            "what to buy for the order's service: standard=USPS/GroundAdvantage, express=UPS/NextDayAir",
            is_required=False,
        ),
        Field("verify", "no: addresses are taken as they are, not verified first", is_required=False),
        Field(
            "customs_signer", "who signs customs declarations, needed beyond the sender's country", is_required=False
        ),
        Field("label_days", "how many days a label may be printed from the cache, 30 if empty", is_required=False),
    ),
)
