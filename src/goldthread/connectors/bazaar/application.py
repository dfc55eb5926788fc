"""How bazaar is talked to: key, limit, errors, webhooks."""

from datetime import timedelta

from goldthread.connectors.bazaar.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import ApiKey
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme

bazaar = Application(
    "bazaar",
    title="bazaar, the shop",
    limit=Limit(200, per=timedelta(seconds=1)),
    auth=ApiKey(header="X-Api-Key"),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(
        signature=HmacSignature(header="X-Bazaar-Signature", encoding="base64"),
        delivery_header="X-Bazaar-Delivery",
    ),
    fields=(
        Field("api_key", "the key of the shop's API, from its settings", is_secret=True),
        Field("webhook_secret", "the secret that the shop signs its webhooks with", is_secret=True),
        Field("sweep_days", "how many days back the first sweep looks for orders, 7 if empty", is_required=False),
    ),
)
