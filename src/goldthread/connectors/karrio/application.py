"""How karrio is talked to: API token, limit, replies, webhooks."""

from datetime import timedelta

from goldthread.connectors.karrio.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import ApiKey
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy
from goldthread.flow.signature import SharedSecret, WebhookScheme

karrio = Application(
    "karrio",
    title="karrio, a carrier service",
    limit=Limit(300, per=timedelta(minutes=1)),
    concurrency=8,
    auth=ApiKey(prefix="Token "),
    statuses=StatusPolicy(look=look, denied=frozenset({401, 403})),
    webhooks=WebhookScheme(signature=SharedSecret(header="X-Event-Id")),
    fields=(
        Field("api_key", "an API token of karrio, as key_…", is_secret=True),
        Field(
            "webhook_secret",
            "the secret that karrio made for the webhook, as whsec_…",
            is_secret=True,
            is_required=False,
        ),
        Field("carrier_id", "karrio's connection to the carrier, by its carrier id"),
        Field("service", "the carrier's service in karrio's words, as standard_service"),
        Field("services", "services by the order's: express=acme_express, economy=acme_economy", is_required=False),
        Field("shipper_name", "who sends: the person at the warehouse"),
        Field("shipper_company", "who sends: the company", is_required=False),
        Field("shipper_street", "who sends: street and number"),
        Field("shipper_postal_code", "who sends: postal code"),
        Field("shipper_city", "who sends: city"),
        Field("shipper_state", "who sends: state, where the country has some", is_required=False),
        Field("shipper_country", "who sends: country, as CZ"),
        Field("shipper_phone", "who sends: phone", is_required=False),
        Field("shipper_email", "who sends: e-mail", is_required=False),
        Field("collects", "yes, if the carrier collects on delivery", is_required=False),
        Field("pickup_option", "the carrier's option that takes a pickup point, as locker_id", is_required=False),
        Field("incoterm", "who pays duty outside the customs union, DAP if empty", is_required=False),
        Field("zpl_dpi", "dots per inch that the carrier draws ZPL for, 203 if empty", is_required=False),
        Field("label_days", "how many days a label may be printed from the cache, 30 if empty", is_required=False),
    ),
)
