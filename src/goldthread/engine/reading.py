"""How what came in becomes the first body of a run."""

from __future__ import annotations

from typing import cast

from goldthread.engine.codec import Codec
from goldthread.flow.start import Origin, Webhook
from goldthread.flow.topology import Topology


def read_payload(codec: Codec, topology: Topology[object], origin: Origin, text: str | bytes) -> object:
    """The first body of a run, from what came in. Raises `Unfit` or `Rejected`."""
    start = topology.start
    if isinstance(start, Webhook) and start.read is not None:
        payload = codec.decode(start.payload, text)
        return start.read(payload, origin)  # type: ignore[arg-type] # decoded as what it takes
    return codec.decode(cast("type[object]", topology.carries), text)
