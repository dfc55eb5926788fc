"""The key that evidence is signed with: drawn once, kept in the ledger, told to everybody by its public half."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from goldthread.ports.ledger import Ledger
from goldthread.ports.write import Put

TABLE: Final = "secret"
KEY: Final = "evidence"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Ed25519 over some bytes, with the key that it is checked with; both as hexadecimal digits."""

    signature: str
    key: str


class Signer:
    """Signs with the ledger's own key, so that all its processes sign alike."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def sign(self, content: bytes) -> Signature:
        """The signature of these bytes."""
        key = await self._key()
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return Signature(signature=key.sign(content).hex(), key=public.hex())

    async def _key(self) -> Ed25519PrivateKey:
        while (row := await self._ledger.row(TABLE, KEY)) is None:
            drawn = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
            await self._ledger.write(Put(table=TABLE, key=KEY, value=json.dumps({"key": drawn.hex()}), version=0))
        kept = cast("str", json.loads(row.value)["key"])
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept))


def is_signed(content: bytes, signature: Signature) -> bool:
    """Whether the key signed these very bytes."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        key.verify(bytes.fromhex(signature.signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True
