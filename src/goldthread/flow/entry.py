"""What the ledger is made of: entries that say what happened, to what, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an entry says."""

    STARTED = "started"
    """A run began: what came in, from where."""
    DUPLICATE = "duplicate"
    """An event came again; the run that exists was named."""
    REFUSED = "refused"
    """A webhook or request was turned away (signature, size)."""
    INTENDED = "intended"
    """A write is about to be sent: the request, redacted."""
    CALLED = "called"
    """A call was answered (or not): request, reply, duration."""
    ADOPTED = "adopted"
    """A write in doubt was found done at the other side (or a person said so)."""
    NOTED = "noted"
    """A connector's own line."""
    SETTLED = "settled"
    """A node is done with a message: outcome and the body that goes on."""
    WAITING = "waiting"
    """The message waits: for a limit, an installation, another system."""
    RETRYING = "retrying"
    """An attempt failed for now: why, and when the next one is."""
    TRASHED = "trashed"
    """The message needs a person: kind, reason, field."""
    REPAIRED = "repaired"
    """A person changed the body: author, reason, diff."""
    RESUMED = "resumed"
    """A person let the message go on."""
    DISCARDED = "discarded"
    """A person ended the message: author, reason."""
    RESOLVED = "resolved"
    """A person said what became of a write in doubt: adopted, not done, again."""
    FINISHED = "finished"
    """The last message of a run was settled."""
    PRINTED = "printed"
    """A label went to a printer: which, where, by whom, why."""
    CHANGED = "changed"
    """A setting, installation or schedule was changed: author, before, after."""
    OPENED = "opened"
    """Somebody looked at something that is watched (a label by link, unmasked data)."""
    ERASED = "erased"
    """Contents were erased; their digests stay in the chain."""
    ROOTED = "rooted"
    """The heads of all chains at this moment."""
    MISSED = "missed"
    """The watch found what a webhook should have told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the ledger. The chain covers everything but `content`, which it covers by a salted digest."""

    kind: Kind
    at: datetime
    trace: str = ""
    run: str = ""
    topology: str = ""
    node: str = ""
    message: str = ""
    actor: str = ""
    """Who did it: a person's or token's name; empty when the engine did."""
    content: str = "{}"
    """JSON with the particulars; may hold personal data, can be erased."""
