"""How Odoo is talked to: one key, gently, over JSON-2 or the older JSON-RPC."""

import json
from datetime import timedelta
from typing import Final

from goldthread.connectors.odoo.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import ApiKey, BodySecret
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy

KEY_PLACE: Final = {"credential": "api_key"}
"""Where JSON-RPC has the key among the arguments. An object can be in no text that a shopper wrote."""

odoo = Application(
    "odoo",
    title="Odoo",
    limit=Limit(300, per=timedelta(minutes=1)),
    concurrency=4,
    auth=ApiKey(
        prefix="bearer ",
        in_body=BodySecret(
            credential="api_key",
            placeholder=json.dumps(KEY_PLACE, separators=(",", ":")),
            spelled=json.dumps,
        ),
    ),
    statuses=StatusPolicy(look=look),
    fields=(
        Field(
            "api_key", "an API key of Goldthread's own user; it ends after three months at the latest", is_secret=True
        ),
        Field("version", "the major version of Odoo, `19`; below 19 JSON-RPC is spoken", is_required=False),
        Field("database", "the database; needed below 19, and where one server has several", is_required=False),
        Field("user", "the login of that user; needed below 19", is_required=False),
        Field("ready_state", "`assigned` (default): packed before it is validated; `done`: after", is_required=False),
        Field("validate", "`no`: somebody else validates transfers; `yes` (default): we do", is_required=False),
        Field("station", "the packing station of all transfers; else the operation type's name", is_required=False),
        Field("default_box", "size of packages without a type, in mm: `300x200x100`", is_required=False),
        Field("shipping_sku", "the article that carries shipping and discounts; `SHIPPING`", is_required=False),
    ),
)
