"""What every attempt shares: the ports, and the services made of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from goldthread.engine.authorisation import Authoriser
from goldthread.engine.catalog import Catalog
from goldthread.engine.codec import Codec
from goldthread.engine.installation import Installations
from goldthread.engine.limiter import Limiter
from goldthread.engine.pause import Pauses
from goldthread.flow.message import MessageId, WorkerId
from goldthread.ports.artifacts import Artifacts
from goldthread.ports.clock import Chance, Clock, Ids
from goldthread.ports.fuse import Fuse
from goldthread.ports.ledger import Ledger
from goldthread.ports.transport import Transport
from goldthread.ports.wire import Wire


class Lease:
    """How long this worker may act on what it holds; nothing is sent once it has run out."""

    def __init__(self, clock: Clock, margin_s: float = 0.5) -> None:
        self._clock = clock
        self._margin = margin_s
        self._until = 0.0

    def prolong(self, seconds: float, since: float) -> None:
        """The ledger knows that the worker lives until `seconds` after the monotonic instant `since`."""
        self._until = since + seconds - self._margin

    @property
    def is_valid(self) -> bool:
        """Whether no other worker can have taken over what this one holds."""
        return self._clock.monotonic() < self._until


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """The surroundings of the engine in this process."""

    worker: WorkerId
    ledger: Ledger
    transport: Transport
    wire: Wire
    artifacts: Artifacts
    clock: Clock
    chance: Chance
    ids: Ids
    fuse: Fuse
    codec: Codec
    catalog: Catalog
    installations: Installations
    limiter: Limiter
    pauses: Pauses
    authoriser: Authoriser
    lease: Lease
    address: str = ""
    """How others reach the API, without a slash at the end; empty when nobody said so."""
    fresh: set[MessageId] = field(default_factory=set)
    """Messages on their way to a worker that this process made itself: no call of theirs can be recorded."""
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many calls this process has made, by installation and verdict."""
