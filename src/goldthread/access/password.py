"""Passwords: Argon2id, checked beside the event loop, few at a time, in the same time for unknown names."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from goldthread.flow.errors import Misuse

SHORTEST, LONGEST = 12, 200
AT_ONCE = 2
"""Each check takes 64 MiB and a core for some 50 ms; more at once would slow the engine."""


class Passwords:
    """Makes digests of passwords, and compares. The cost is that of RFC 9106's second choice."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._nobodys = ""

    async def digest(self, password: str) -> str:
        """What is kept. Raises `Misuse` for a password that is too short or absurdly long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise Misuse(f"A password has {SHORTEST} to {LONGEST} characters; a sentence of four words does well.")
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, digest: str) -> bool:
        """Whether it is the password; as much work when there is no digest, so that the time tells nothing."""
        async with self._room:
            if not digest and not self._nobodys:
                self._nobodys = await asyncio.to_thread(self._hasher.hash, "nobody's password")
            fitting = await asyncio.to_thread(self._verify, digest or self._nobodys, password[:LONGEST])
        return fitting and bool(digest)

    def _verify(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, password)
        except (Argon2Error, InvalidHashError):
            return False
