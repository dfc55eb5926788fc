"""A file of evidence read where no ledger is: whether it is what was exported, entry by entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldthread.audit.signer import Signature, is_signed
from goldthread.flow.chain import digest, entry_hash, micros
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Misuse


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What was found of a file."""

    entries: int
    key: str
    """Who signed it, to be compared with the key that was kept beside; empty: nobody."""
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Signed, and every entry follows from what it says."""
        return not self.faults


def check_export(lines: Iterable[str]) -> Checked:
    """Recompute every hash and the signature. Raises `Misuse` for what is no export at all."""
    covered, faults, count, key = hashlib.sha256(), [], 0, ""
    for number, line in enumerate(lines, start=1):
        said = _read(line, number)
        if "signed" in said:
            signed = said["signed"]
            key = str(signed["key"])
            signature = Signature(signature=str(signed["signature"]), key=key)
            if not is_signed(covered.digest(), signature):
                faults.append("The file was changed after it was signed.")
            continue
        covered.update(line.encode())
        if key:
            faults.append(f"Line {number} was added after the signature.")
        if "hash" in said:
            count += 1
            faults += [f"Line {number}: {fault}" for fault in _faults(said)]
    if not key:
        faults.append("Nobody signed the file, or its end was cut off.")
    return Checked(entries=count, key=key, faults=tuple(faults))


def _faults(said: dict[str, Any]) -> list[str]:
    entry = Entry(
        kind=Kind(said["kind"]),
        at=datetime.fromisoformat(said["at"]),
        trace=said["trace"],
        run=said["run"],
        topology=said["topology"],
        node=said["node"],
        message=said["message"],
        actor=said["actor"],
    )
    found = []
    if said["content"] is not None and digest(said["salt"], said["content"]) != said["digest"]:
        found.append("its content was changed.")
    due = entry_hash(said["chain"], said["seq"], said["previous"], micros(entry.at), entry, said["digest"])
    if due != said["hash"]:
        found.append("it was changed, or the hash before it was.")
    return found


def _read(line: str, number: int) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise Misuse(f"Line {number} isn't JSON, so this is no export of evidence: {error}") from error
    if not isinstance(said, dict):
        raise Misuse(f"Line {number} says nothing about an entry, so this is no export of evidence.")
    return said
