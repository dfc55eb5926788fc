"""How a raw printer is talked to: one connection a document, at `tcp://host:9100`."""

from goldthread.flow.application import Application

raw9100 = Application("raw9100", title="raw9100, a printer on a TCP port", concurrency=1)
