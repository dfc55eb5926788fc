"""The versions of a topology that messages are under way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from goldthread.ports.view import Queue


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version and what is open in it."""

    fingerprint: str
    count: int
    trash: int
    """Of these."""
    oldest: datetime | None
    nodes: tuple[str, ...]
    """Where they stand."""


def versions_of(queues: Sequence[Queue], topology: str, current: str) -> list[Version]:
    """The current one first, then the others by what is open in them."""
    mine = [one for one in queues if one.topology == topology]
    others = {one.version for one in mine} - {current}
    versions = [_version(fingerprint, [one for one in mine if one.version == fingerprint]) for fingerprint in others]
    ranked = sorted(versions, key=lambda one: (-one.count, one.fingerprint))
    return [_version(current, [one for one in mine if one.version == current]), *ranked]


def _version(fingerprint: str, queues: Sequence[Queue]) -> Version:
    return Version(
        fingerprint=fingerprint,
        count=sum(one.count for one in queues),
        trash=sum(one.count for one in queues if one.state == "trash"),
        oldest=min((one.oldest for one in queues), default=None),
        nodes=tuple(sorted({one.node for one in queues})),
    )
