"""How a raw printer is talked to: one connection a document, at `tcp://host:9100`."""

from goldthread.flow.application import Application, Field

raw9100 = Application(
    "raw9100",
    title="raw9100, a printer on a TCP port",
    concurrency=1,
    fields=(
        Field(
            "host_status",
            "`none` where nothing answers `~HS`: no Zebra, or a print server that carries bytes one way; empty asks",
            is_required=False,
        ),
    ),
)
