"""Signed, expiring links: whoever holds one opens one label, and nothing else."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from goldthread.flow.errors import Forbidden, Misuse
from goldthread.ports.clock import Chance, Clock
from goldthread.ports.ledger import Ledger
from goldthread.ports.write import Put

TABLE = "secret"
KEY = "links"

LONGEST = timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """What a link says."""

    label: str
    by: str
    """Who made the link."""
    expires_at: datetime


class Expired(Forbidden):
    """The link was right, but its time is over."""


class Links:
    """Makes and reads tickets. Their key is drawn once and kept in the ledger, so that all processes share it."""

    def __init__(self, *, ledger: Ledger, clock: Clock, chance: Chance) -> None:
        self._ledger = ledger
        self._clock = clock
        self._chance = chance
        self._key = b""

    async def issue(self, label: str, *, by: str, lifetime: timedelta) -> tuple[str, Ticket]:
        """The ticket as text for an address, and what it says. Raises `Misuse` for a lifetime that isn't sensible."""
        if not timedelta(0) < lifetime <= LONGEST:
            raise Misuse(f"A link lives longer than nothing and {LONGEST.days} days at most.")
        expires_at = (self._clock.now() + lifetime).replace(microsecond=0)
        ticket = Ticket(label=label, by=by, expires_at=expires_at)
        said = _encode(json.dumps([label, by, int(expires_at.timestamp())], separators=(",", ":")).encode())
        return f"{said}.{_encode(self._sign(said, await self._secret()))}", ticket

    async def read(self, text: str) -> Ticket:
        """What the ticket says. Raises `Forbidden` when it was not made here, `Expired` when its time is over."""
        said, _, signature = text.partition(".")
        if not hmac.compare_digest(_encode(self._sign(said, await self._secret())).encode(), signature.encode()):
            raise Forbidden("This link wasn't made here, or it was changed on the way.")
        try:
            label, by, until = json.loads(_decode(said))
        except (binascii.Error, ValueError) as error:
            raise Forbidden("This link cannot be read.") from error
        ticket = Ticket(label=label, by=by, expires_at=datetime.fromtimestamp(until, UTC))
        if self._clock.now() >= ticket.expires_at:
            raise Expired(f"This link expired at {ticket.expires_at.isoformat()}; ask {ticket.by or 'its maker'} anew.")
        return ticket

    def _sign(self, said: str, key: bytes) -> bytes:
        return hmac.new(key, b"label link\n" + said.encode(), hashlib.sha256).digest()

    async def _secret(self) -> bytes:
        while not self._key:
            row = await self._ledger.row(TABLE, KEY)
            if row is not None:
                self._key = bytes.fromhex(cast("str", json.loads(row.value)["key"]))
                break
            drawn = hashlib.sha256(f"{self._chance.token()}{self._chance.token()}".encode()).hexdigest()
            await self._ledger.write(Put(table=TABLE, key=KEY, value=json.dumps({"key": drawn}), version=0))
        return self._key


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
