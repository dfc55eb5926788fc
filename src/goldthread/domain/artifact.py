"""A reference to bytes that are kept beside the ledger."""

from dataclasses import dataclass

from goldthread.domain.problem import invalid

_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, kw_only=True, slots=True)
class Artifact:
    """Bytes by their digest; messages carry this, never the bytes."""

    digest: str
    """SHA-256, 64 small hexadecimal digits."""
    media_type: str
    """`application/pdf`, `application/zpl`, `application/json`."""
    size: int
    """In bytes."""

    def __post_init__(self) -> None:
        if len(self.digest) != 64 or not _HEX.issuperset(self.digest):
            message = f"A digest is SHA-256 in 64 small hexadecimal digits, not {self.digest!r}."
            raise invalid("/digest", "artifact.digest", message, before=self.digest)
        if self.size < 0:
            raise invalid("/size", "artifact.size", f"An artifact cannot have {self.size} bytes.", before=self.size)
