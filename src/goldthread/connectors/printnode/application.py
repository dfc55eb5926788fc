"""How PrintNode is talked to: a key as the user, ten calls a second."""

from datetime import timedelta

from goldthread.connectors.printnode.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.auth import BasicAuth
from goldthread.flow.limit import Limit
from goldthread.flow.reply import StatusPolicy

printnode = Application(
    "printnode",
    title="PrintNode, printers through a cloud",
    limit=Limit(10, per=timedelta(seconds=1)),
    concurrency=4,
    auth=BasicAuth(user="api_key", password=""),
    statuses=StatusPolicy(look=look),
    fields=(
        Field("api_key", "an API key of the PrintNode account", is_secret=True),
        Field("printer_id", "the printer's number, from the account's list of printers"),
        Field(
            "expire_after",
            "after how many seconds a label is no longer printed by a computer that was away, 600 if empty",
            is_required=False,
        ),
    ),
)
