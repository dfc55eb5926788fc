"""How what came in becomes the first body of a run."""

from __future__ import annotations

from typing import cast

from goldthread.engine.codec import Codec
from goldthread.flow.outcome import Drop
from goldthread.flow.start import Origin, Webhook
from goldthread.flow.topology import Topology


def read_payload(
    codec: Codec, topology: Topology[object], origin: Origin, text: str | bytes
) -> tuple[object, ...] | Drop:
    """The first bodies of runs, from what came in; `Drop` when it doesn't concern us. Raises `Unfit` or `Rejected`."""
    start = topology.start
    if isinstance(start, Webhook) and start.read is not None:
        payload = codec.decode(start.payload, text)
        read = start.read(payload, origin)  # type: ignore[arg-type] # decoded as what it takes
        return read if isinstance(read, tuple | Drop) else (read,)
    return (codec.decode(cast("type[object]", topology.carries), text),)
