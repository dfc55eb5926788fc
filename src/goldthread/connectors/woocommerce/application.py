"""How WooCommerce is talked to: keys, limit, errors, webhooks."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from goldthread.connectors.woocommerce.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import BasicAuth, BodySecret
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme

API: Final = "/wp-json/wc/v3"
HOOKS: Final = f"{API}/webhooks"
WEBHOOK_SECRET: Final = {"credential": "webhook_secret"}
"""What a subscription is written with; the secret takes its place right before it is sent."""


def _is_ping(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether WooCommerce only looks if anybody is there: a form without a signature, once a subscription is made."""
    del headers
    return body.startswith(b"webhook_id=") and body.removeprefix(b"webhook_id=").isdigit()


woocommerce = Application(
    "woocommerce",
    title="WooCommerce, a shop of one's own on WordPress",
    limit=Limit(5, per=timedelta(seconds=1)),
    concurrency=4,
    auth=BasicAuth(
        user="consumer_key",
        password="consumer_secret",  # noqa: S106 - the name of a credential
        in_body=BodySecret(
            credential="webhook_secret",
            placeholder=json.dumps(WEBHOOK_SECRET, separators=(",", ":")),
            spelled=json.dumps,
        ),
    ),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(
        signature=HmacSignature(header="X-WC-Webhook-Signature", encoding="base64"),
        delivery_header="X-WC-Webhook-Delivery-ID",
        ping=_is_ping,
    ),
    fields=(
        Field("consumer_key", "the key of the REST API, ck_…, with the right to read and write", is_secret=True),
        Field("consumer_secret", "the secret of that key, cs_…", is_secret=True),
        Field("webhook_secret", "the secret that the shop signs its webhooks with", is_secret=True),
        Field("sweep_days", "how many days back the first sweep looks for orders, 7 if empty", is_required=False),
        Field(
            "providers",
            "what the shop calls our carriers: packeta=zasilkovna, dhl=dhl; others go by the carrier's own name",
            is_required=False,
        ),
    ),
)
