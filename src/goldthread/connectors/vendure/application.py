"""How Vendure is talked to: key, limit, errors, order events."""

from datetime import timedelta

from goldthread.connectors.vendure.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import ApiKey
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.signature import HmacSignature, WebhookScheme

vendure = Application(
    "vendure",
    title="Vendure, the shop",
    limit=Limit(20, per=timedelta(seconds=1)),
    concurrency=4,
    auth=ApiKey(header="vendure-api-key"),
    statuses=StatusPolicy(look=look),
    webhooks=WebhookScheme(
        signature=HmacSignature(header="X-Vendure-Signature", is_combined=True),
        delivery_header="X-Vendure-Delivery",
    ),
    fields=(
        Field("api_key", "a key of the Admin API with the permissions ReadOrder and UpdateOrder", is_secret=True),
        Field(
            "webhook_secret",
            "the secret that the order events are signed with; empty where only the sweep finds orders",
            is_secret=True,
            is_required=False,
        ),
        Field("channel", "the token of the channel, where the shop has several", is_required=False),
        Field("order_fields", "which of erpNumber and pickupPoint an order has as custom field", is_required=False),
        Field(
            "variant_fields",
            "which of hsCode, origin, gtin and grams a product variant has as custom field",
            is_required=False,
        ),
        Field(
            "order_states",
            "in which states an order is taken, PaymentAuthorized and PaymentSettled if empty",
            is_required=False,
        ),
        Field("fulfillment_handler", "the handler's code, manual-fulfillment if empty", is_required=False),
        Field("sweep_days", "how many days back the first sweep looks for orders, 7 if empty", is_required=False),
    ),
)
