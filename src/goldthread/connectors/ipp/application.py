"""How an IPP printer is talked to: no credentials, four calls at once."""

from goldthread.connectors.ipp.statuses import look
from goldthread.flow.application import Application, Field
from goldthread.flow.reply import StatusPolicy

ipp = Application(
    "ipp",
    title="IPP printers and CUPS",
    concurrency=4,
    statuses=StatusPolicy(look=look),
    fields=(
        Field("printer_uri", "the printer's own address: ipp://host:631/ipp/print, of CUPS ipp://host/printers/NAME"),
    ),
)
