"""How Packeta is talked to: a password in every body, faults in XML, signed webhooks."""

from datetime import timedelta

from goldthread.connectors.packeta.statuses import look
from goldthread.connectors.packeta.xml import PASSWORD
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import BodySecret
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme

packeta = Application(
    "packeta",
    title="Packeta (Zásilkovna)",
    limit=Limit(10, per=timedelta(seconds=1)),
    concurrency=4,
    auth=BodySecret(credential="api_password", placeholder=PASSWORD),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(
        signature=HmacSignature(header="X-Webhook-Signature", timestamp_header="X-Webhook-Timestamp"),
        delivery_header="X-Webhook-Event-Id",
    ),
    fields=(
        Field("api_password", "the API password, 32 hexadecimal digits, from the client section", is_secret=True),
        Field(
            "webhook_secret",
            "the signing key that Packeta gives with push tracking",
            is_secret=True,
            is_required=False,
        ),
        Field("sender", "the sender's indication (eshop), as the client section writes it"),
        Field(
            "carriers",
            "carrier ids of home delivery, by service or country: CZ=106, SK=131, express=257",
            is_required=False,
        ),
        Field("label_format", "the paper of PDF labels, A6 on A6 if empty", is_required=False),
        Field("label_days", "how many days a label may be printed from the cache, 30 if empty", is_required=False),
    ),
)
