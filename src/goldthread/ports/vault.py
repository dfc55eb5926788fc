"""Where credentials are sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Vault(Protocol):
    """Seals and opens the credentials of installations."""

    def seal(self, secrets: Mapping[str, str]) -> str:
        """Text that tells nothing without the key."""

    def open(self, sealed: str) -> Mapping[str, str]:
        """The secrets again. Raises `Unsettled` when the key doesn't fit."""
