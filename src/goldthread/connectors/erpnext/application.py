"""How ERPNext is talked to: a key with its secret, Frappe's errors, signed webhooks."""

import json
from datetime import timedelta
from typing import Final

from goldthread.connectors.erpnext.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import BasicAuth, BodySecret
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme

SECRET_PLACE: Final = {"credential": "webhook_secret"}
"""Where a subscription has the secret that it signs with. An object can be in no text that anybody wrote."""

erpnext = Application(
    "erpnext",
    title="ERPNext",
    limit=Limit(300, per=timedelta(minutes=1)),
    concurrency=4,
    auth=BasicAuth(
        user="api_key",
        password="api_secret",  # noqa: S106 - the name of a credential
        in_body=BodySecret(
            credential="webhook_secret",
            placeholder=json.dumps(SECRET_PLACE, separators=(",", ":")),
            spelled=json.dumps,
        ),
    ),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(signature=HmacSignature(header="X-Frappe-Webhook-Signature", encoding="base64")),
    fields=(
        Field("api_key", "the API key of Goldthread's own user", is_secret=True),
        Field("api_secret", "the API secret of that user", is_secret=True),
        Field("webhook_secret", "any text; what subscriptions made here are signed with", is_secret=True),
        Field("company", "the company that sells; ERPNext's default", is_required=False),
        Field("customer_group", "the group of new customers; `Individual`", is_required=False),
        Field("territory", "the territory of new customers; `Rest Of The World`", is_required=False),
        Field("item_group", "the group of new items; `Products`", is_required=False),
        Field("stock_uom", "the unit of new items; `Nos`", is_required=False),
        Field("shipping_item", "the item that carries shipping; `SHIPPING`", is_required=False),
        Field("zone", "the time zone of the site, `Europe/Prague`; UTC", is_required=False),
        Field("station", "the packing station of all shipments; else their warehouse", is_required=False),
        Field("submit", "`no`: somebody else submits shipments; `yes` (default): we do", is_required=False),
    ),
)
