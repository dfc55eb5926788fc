"""How a press is talked to: no credentials, one job at a time."""

from goldthread.connectors.press.statuses import look
from goldthread.flow.application import Application
from goldthread.flow.reply import StatusPolicy

press = Application(
    "press",
    title="press, a printer with HTTP",
    concurrency=4,
    statuses=StatusPolicy(look=look),
)
